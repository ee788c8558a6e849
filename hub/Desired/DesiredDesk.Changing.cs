using System.Text.Json.Nodes;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <content>Changes of what scopes say.</content>
internal sealed partial class DesiredDesk
{
    /// <summary>Scopes that may have settings of their own.</summary>
    internal const int MostScopes = 5000;

    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal Task<SettingsChange> ChangeAsync(SettingsOrder order, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var preview = Preview(order, sight);
        var layer = Book().Find(order.Scope.Word());
        var current = layer?.Base?.Number ?? 0;
        if (order.Expected is { } expected && expected != current)
            throw DesiredException.ChangedMeanwhile(order.Scope.Word(), expected, current);
        if (preview.Problems.Count > 0)
            throw DesiredException.Wrong(preview.Problems);
        if (layer?.Rolling is { } rolling)
            throw DesiredException.IsRolling(rolling.Scope, rolling.Number);
        if (layer is null && store.Read(LayerRows.Scopes) >= MostScopes)
            throw DesiredException.TooManyScopes(MostScopes);
        return await SayAsync(
            order.Scope, order.Patch, preview.Document, order.Title, order.Plan, AuditActions.SettingsChanged, actor, sight);
    });

    /// <summary>
    /// The scope says again what it said in that version. What is being rolled out there ends, and gates that have it
    /// already give it back.
    /// </summary>
    /// <param name="scope">Whose settings.</param>
    /// <param name="number">0 = nothing at all.</param>
    /// <param name="plan">How it is rolled out; null = to all at once.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="sight">What he looks after.</param>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal Task<SettingsChange> RollBackAsync(
        FleetScope scope, long number, RolloutPlan? plan, Actor actor, Sight sight) => TurnAsync(async () =>
    {
        var word = scope.Word();
        if (!scopes.Sees(scope, sight))
            throw DesiredException.NoSuchScope(word);
        var again = number == 0 ? null
            : store.Read(db => LayerRows.Find(db, word, number)) ?? throw DesiredException.NoSuchVersion(word, number);
        if (plan is { IsRight: false })
            throw DesiredException.Wrong(SettingsRules.Problems(new(scope, [], word, plan), []));
        var layer = Book().Find(word);
        var (current, before) = (layer?.Base?.Number ?? 0, layer?.Base?.Document ?? []);
        var after = again?.Document ?? [];
        var isSame = number == current || JsonNode.DeepEquals(before, after);
        if (layer?.Rolling is { } rolling)
            await WithdrawAsync(rolling, current, actor, sight);
        else if (isSame)
            throw DesiredException.IsAlready(word, number);
        if (isSame)
            return await DoneAsync(scope, current, null);
        var title = again is null ? "↶ 0" : $"↶ {number}: {again.Title}";
        return await SayAsync(
            scope, MergePatch.Between(before, after), after, title.Length > SettingsRules.LongestTitle
                ? title[..SettingsRules.LongestTitle] : title, plan, AuditActions.SettingsRolledBack, actor, sight);
    });

    private async Task<T> TurnAsync<T>(Func<Task<T>> act)
    {
        await _turn.WaitAsync();
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the scope's next version, and brings it to gates.</summary>
    private async Task<SettingsChange> SayAsync(
        FleetScope scope, JsonObject patch, JsonObject document, string title, RolloutPlan? plan, string action, Actor actor,
        Sight sight)
    {
        var now = time.GetUtcNow();
        var version = new LayerVersion(0, scope.Word(), 0, title, patch, document, actor.Name, now, null);
        long? rollout = null;
        if (plan is null)
            await store.WriteAsync(db => version = Keep(db, version, isBase: true), CancellationToken.None);
        else
        {
            rollout = await rollouts.StartAsync(
                new RolloutOrder(SettingsRollouts.Word, 0, $"{scope.Word()}: {title}", PartOf(scope), plan), actor, sight,
                (db, id) => (version = Keep(db, version with { Rollout = id }, isBase: false)).Id);
        }
        var done = await DoneAsync(scope, version.Number, rollout);
        Log.Said(logger, actor.Name, done.Scope, done.Number, done.Gates);
        return done;

        LayerVersion Keep(Database db, LayerVersion next, bool isBase)
        {
            next = LayerRows.Add(db, next);
            if (isBase)
                LayerRows.SetBase(db, next.Scope, next.Id);
            shelf.Renew();
            Note(db, scope, actor, action, $"version {next.Number}: {title}");
            return next;
        }
    }

    /// <summary>What is being rolled out is given to no gate any more, and taken back where it was.</summary>
    private async Task WithdrawAsync(LayerVersion rolling, long current, Actor actor, Sight sight)
    {
        if (rolling.Rollout is { } id && store.Read(db => RolloutRows.Find(db, id)) is { State: var state } && state.IsOpen())
            await rollouts.StopAsync(id, actor, sight);
        await store.WriteAsync(db =>
        {
            LayerRows.Withdraw(db, rolling.Id, time.GetUtcNow().ToUnixTimeMilliseconds());
            LayerRows.TakeBack(db, rolling.Scope);
            shelf.Renew();
            Note(db, FleetScopeWords.Read(rolling.Scope)!, actor, AuditActions.SettingsRolledBack,
                $"version {rolling.Number} withdrawn, version {current} stands");
        }, CancellationToken.None);
        Log.Withdrawn(logger, actor.Name, rolling.Scope, rolling.Number, current);
    }

    /// <summary>Gates get their numbers, and are told.</summary>
    private async Task<SettingsChange> DoneAsync(FleetScope scope, long number, long? rollout)
    {
        shelf.Renew();
        var concerned = scopes.Gates(scope, Book());
        reports.AnswerAgain(await gates.RenewAsync(concerned));
        notices.Changed(concerned);
        gates.Tell();
        return new(scope.Word(), number, rollout, concerned.Count);
    }

    private void Note(Database db, FleetScope scope, Actor actor, string action, string detail) => AuditLog.Add(
        db, time.GetUtcNow(), new AuditEntry(
            actor, action, scope.Word(), Detail: detail,
            Place: scope.Gate is { } gate ? AuditPlaces.OfGate(db, gate) : scope.Site ?? scope.Node));

    private static RolloutScope PartOf(FleetScope scope) => scope switch
    {
        { Gate: { } gate } => new(Gates: [gate]),
        { Dimension: { } dimension, Value: { } value } => new() { Group = (dimension, value) },
        _ => new(scope.Node, scope.Site),
    };
}
