using System.Text.Json.Nodes;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Settings of gates, for pages, API and command line. What a scope says is a document that only grows by versions: a
/// change makes the next one, and a rollback says an earlier one again. One change at a time; it is committed with its
/// line in the audit, then every gate that it concerns gets its number, and only then whoever asked hears that it is done.
/// </summary>
internal sealed partial class DesiredDesk(
    EventStore store, LayerShelf shelf, DesiredGates gates, DesiredScopes scopes, ScopeCounts counts,
    SettingsStandings standings, DesiredNotices notices, ReportedInbox reports, RolloutDesk rollouts, GatePlaces places,
    TimeProvider time, ILogger<DesiredDesk> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed => gates.Changed;

    /// <summary>Every scope that says something, and that he sees.</summary>
    internal IReadOnlyList<LayerPicture> Layers(Sight sight)
    {
        var book = Book();
        var counted = counts.Of(book, sight);
        return [.. book.Layers.Where(layer => layer.Speaks && scopes.Sees(layer.Scope, sight))
            .OrderBy(static layer => Place(layer.Scope)).ThenBy(static layer => layer.Word, StringComparer.Ordinal)
            .Select(layer => new LayerPicture(
                layer.Scope, layer.Base, layer.Rolling, counted.GetValueOrDefault(layer.Word)))];
    }

    /// <summary>Null = there is no such scope that he sees; one that says nothing yet has no current version.</summary>
    internal LayerPicture? Layer(FleetScope scope, Sight sight)
    {
        if (!scopes.Sees(scope, sight))
            return null;
        var book = Book();
        var layer = book.Find(scope.Word());
        return new(scope, layer?.Base, layer?.Rolling, counts.Of(scopes.Gates(scope, book, sight)));
    }

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<LayerVersion> History(FleetScope scope, Sight sight, long? before, int limit) =>
        scopes.Sees(scope, sight) ? store.Read(db => LayerRows.History(db, scope.Word(), before, limit)) : [];

    internal SettingsPreview Preview(SettingsOrder order, Sight sight)
    {
        if (!scopes.Sees(order.Scope, sight))
            throw DesiredException.NoSuchScope(order.Scope.Word());
        var book = Book();
        var before = book.Find(order.Scope.Word())?.Base?.Document ?? [];
        order = order with { Patch = SettingsCatalog.Gate.Spelled(order.Patch) };
        var document = MergePatch.Apply(before, order.Patch);
        var concerned = scopes.Gates(order.Scope, book);
        var problems = SettingsRules.Problems(order, document);
        if (problems.Count == 0 && JsonNode.DeepEquals(before, document))
        {
            problems = [new SettingProblem("", $"{order.Scope.Word()} says that already; nothing would be another.",
                $"{order.Scope.Word()} hiện đã như vậy; không có gì thay đổi.")];
        }
        if (problems.Count == 0 && !Fits(book, order.Scope, document, concerned))
            problems = [SettingsRules.TooLarge()];
        return new(document, concerned.Count, problems, SettingsCatalog.Gate.Cutting(order.Patch));
    }

    /// <summary>Null = there is no such gate that he sees.</summary>
    internal GateSettings? Of(string gate, Sight sight)
    {
        if (places.Find(gate) is not { HasLeft: false } place || !sight.SeesGate(gate))
            return null;
        var composition = store.Read(db => shelf.Of(db).Compose(gate, place.Site, DesiredGateRows.Given(db, [gate])(gate)));
        var stand = gates.Of(gate);
        return new(
            gate, stand?.Version ?? 0, At(stand?.ChangedAt), composition.Values, SettingSources.Of(composition),
            store.Read(db => ReportOf(db, gate, stand)));
    }

    /// <summary>By gate; those that he sees.</summary>
    internal IReadOnlyList<GateDifference> Differing(Sight sight, FleetScope? scope, string? after, int limit)
    {
        var (book, known) = (Book(), places.Recent());
        var within = scope is null ? null : scopes.Gates(scope, book, sight).ToHashSet(StringComparer.Ordinal);
        var found = gates.Snapshot().Where(one => one.Value.DiffersSince is not null
                && (after is null || string.CompareOrdinal(one.Key, after) > 0)
                && (within is null ? sight.SeesGate(one.Key) : within.Contains(one.Key)))
            .OrderBy(static one => one.Key, StringComparer.Ordinal).Take(limit).ToList();
        return store.Read(db => (IReadOnlyList<GateDifference>)[.. found.Select(one => new GateDifference(
            one.Key, known.GetValueOrDefault(one.Key, GatePlace.Nowhere).Site, At(one.Value.DiffersSince)!.Value,
            standings.IsTooLong(one.Key, one.Value), ReportOf(db, one.Key, one.Value)))]);
    }

    public void Dispose() => _turn.Dispose();

    private LayerBook Book() => store.Read(shelf.Of);

    private static GateReport? ReportOf(Database db, string gate, GateStand? stand) =>
        DesiredGateRows.Reported(db, gate) is var (message, at) ? new(message, at, At(stand?.DiffersSince)) : null;

    private static DateTimeOffset? At(long? ms) => ms is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some) : null;

    /// <summary>In the order in which they speak.</summary>
    private static int Place(FleetScope scope) => scope switch
    {
        { Gate: not null } => 4,
        { Site: not null } => 3,
        { Dimension: not null } => 2,
        { Node: not null } => 1,
        _ => 0,
    };

    /// <summary>Whether every gate could read what it would be sent.</summary>
    private bool Fits(LayerBook book, FleetScope scope, JsonObject document, IReadOnlyList<string> concerned)
    {
        var word = scope.Word();
        var next = new LayerVersion(0, word, 0, "", [], document, "", default, null);
        var would = new LayerBook(book.Tree, book.Day,
            [.. book.Layers.Where(layer => layer.Word != word), new Layer(scope, word, next, null)]);
        var known = places.Recent();
        return concerned.All(gate =>
            would.Compose(gate, known.GetValueOrDefault(gate, GatePlace.Nowhere).Site, null).Fits);
    }
}
