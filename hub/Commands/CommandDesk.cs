using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Commands;

/// <summary>
/// Commands to gates, for pages, API and command line. A command is kept with its line in the audit before it is sent,
/// so that none is carried out of which nobody knows; should the hub end in between, it was not sent, and is found
/// unanswered. It is sent once and never again: it expires on its way, and its gate carries out no id twice. What the
/// gate answers is kept with another line. What it does not answer in time ends unanswered; whether it was carried out,
/// the gate's journal knows, and an answer that comes late after all is believed.
/// </summary>
internal sealed partial class CommandDesk(
    EventStore store, CommandReach reach, CommandPost post, CommandCounters counters, TimeProvider time,
    ILogger<CommandDesk> logger)
{
    /// <summary>Gates that one act may command.</summary>
    internal const int MostGates = 1000;
    /// <summary>Commands without an answer, of all gates and of one.</summary>
    internal const int MostUnderWay = 5000, MostOfGate = 8;
    private readonly CommandIds _ids = new();
    private readonly CommandsUnderWay _underWay = new(time);
    private readonly Channel<GivenCommand> _toSend = Channel.CreateBounded<GivenCommand>(MostUnderWay);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>Those to many, to be sent one after the other with <see cref="SendAsync"/>.</summary>
    internal ChannelReader<GivenCommand> ToSend => _toSend.Reader;

    /// <exception cref="Settings.RefusalException">It cannot be, such as to a gate that is offline; nothing was sent.</exception>
    internal async Task<GivenCommand> GiveAsync(string gate, CommandOrder order, Actor actor, Sight sight)
    {
        order = order.Checked();
        reach.Check(gate, sight);
        var command = New(gate, null, order, actor, isPresent: true);
        _underWay.Add([command]);
        await KeepAsync([command], null, actor);
        Log.Given(logger, command.Id, gate, order.Name, actor.Name);
        await SendAsync(command);
        return store.Read(db => CommandRows.Find(db, command.Id)) ?? command;
    }

    /// <summary>How many gates of the scope he may command with that, and how many of them are there now.</summary>
    internal (int Gates, int Present) Reach(FleetScope scope, Sight sight)
    {
        var gates = reach.Of(scope, sight);
        return (gates.Count, gates.Count(static gate => gate.IsPresent));
    }

    /// <param name="confirmed">How many gates he has been told that it concerns; another number now = nothing is sent.</param>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was sent.</exception>
    internal async Task<CommandBatch> GiveManyAsync(
        FleetScope scope, CommandOrder order, int confirmed, Actor actor, Sight sight)
    {
        order = order.Checked();
        if (!order.IsForMany)
            throw CommandException.NotForMany(order.Name);
        var gates = reach.Of(scope, sight);
        if (gates.Count > MostGates)
            throw CommandException.TooMany(gates.Count);
        if (gates.Count != confirmed)
            throw CommandException.OtherNumber(confirmed, gates.Count);
        if (!gates.Any(static gate => gate.IsPresent))
            throw CommandException.NobodyThere();
        var batch = _ids.Next(time.GetUtcNow());
        var commands = gates.Select(gate => New(gate.Id, batch, order, actor, gate.IsPresent)).ToList();
        var sent = commands.Where(static command => command.State == CommandStates.Sent).ToList();
        _underWay.Add(sent);
        await KeepAsync(commands, scope, actor);
        Log.GivenToMany(logger, batch, commands.Count, order.Name, actor.Name);
        // There is room: no more are under way than may wait here.
        foreach (var command in sent)
            _toSend.Writer.TryWrite(command);
        return new CommandBatch(batch, order, scope, [.. commands.OrderBy(static one => one.Gate, StringComparer.Ordinal)]);
    }

    /// <summary>Null = there is none that he sees.</summary>
    internal GivenCommand? Find(string id, Sight sight) =>
        store.Read(db => CommandRows.Find(db, id, withLog: true)) is { } found && sight.SeesGate(found.Gate) ? found : null;

    /// <summary>Null = there is none that he sees.</summary>
    internal CommandBatch? Batch(string id, Sight sight)
    {
        var (scope, all) = store.Read(db => (CommandRows.ScopeOf(db, id), CommandRows.OfBatch(db, id)));
        var his = all.Where(command => sight.SeesGate(command.Gate)).ToList();
        return his.Count == 0 || scope is null ? null : new CommandBatch(id, his[0].Order, scope, his);
    }

    /// <summary>Of a gate, newest first, before that id; null = the newest.</summary>
    internal IReadOnlyList<GivenCommand> Of(string gate, Sight sight, string? before, int limit) =>
        sight.SeesGate(gate) ? store.Read(db => CommandRows.Of(db, gate, before, Math.Clamp(limit, 1, 100))) : [];

    /// <summary>What it takes to give that command.</summary>
    internal static Capability Needed(string name) =>
        name is CommandWords.OpenOnce or CommandWords.Admit ? Capability.OpenGates : Capability.CommandGates;

    /// <summary>At the hub's start: what was under way has its whole time again, because nobody listened meanwhile.</summary>
    internal void Recall()
    {
        var (last, open) = store.Read(db => (CommandRows.LastId(db), CommandRows.UnderWay(db)));
        if (last is not null)
            _ids.Follow(last);
        _underWay.Recall(open);
    }

    /// <summary>Sends it, this once.</summary>
    internal async Task SendAsync(GivenCommand command)
    {
        _underWay.Sent(command);
        if (await post.TrySendAsync(command))
            return;
        await EndAsync([command.Id], CommandStates.NotSent);
    }

    /// <summary>A gate has answered.</summary>
    internal async Task<CommandNews> HearAsync(string gate, ReplyMessage reply)
    {
        // Whoever answers what nobody asked costs a look, and no commit.
        var before = store.Read(db => CommandRows.Find(db, reply.Id));
        var news = CommandAnswer.Judge(before, gate, reply);
        if (news is CommandNews.Foreign or CommandNews.Repeated)
            return news;
        GivenCommand? command = null;
        var now = time.GetUtcNow();
        await store.WriteAsync(db =>
        {
            command = CommandRows.Find(db, reply.Id);
            news = CommandAnswer.Judge(command, gate, reply);
            if (news is CommandNews.Foreign or CommandNews.Repeated)
                return;
            CommandRows.Answer(db, reply, now.ToUnixTimeMilliseconds());
            if (news != CommandNews.Progress)
                Audit(db, now, new Actor("gate:" + gate), AuditActions.CommandEnded, command!, reply.State, reply.Reason);
        }, CancellationToken.None);
        if (news == CommandNews.Progress)
            _underWay.Sent(command! with { State = ReplyStates.Accepted });
        else if (news is CommandNews.Last or CommandNews.Late)
        {
            _underWay.Remove(reply.Id);
            counters.Ended(reply.State);
            Log.Answered(logger, reply.Id, gate, reply.State, reply.Reason ?? "no reason");
        }
        Wake();
        return news;
    }

    /// <summary>Ends what was not answered in time, and forgets what is old.</summary>
    internal async Task ExpireAsync()
    {
        List<string> late = [.. _underWay.Due()];
        if (late.Count == 0)
            return;
        await EndAsync(late, CommandStates.Unanswered);
        Log.Unanswered(logger, late.Count);
    }

    /// <summary>Takes out what is older than it is kept.</summary>
    internal Task ForgetAsync() =>
        store.WriteAsync(db => CommandRows.Forget(db, time.GetUtcNow()), CancellationToken.None);

    private GivenCommand New(string gate, string? batch, CommandOrder order, Actor actor, bool isPresent)
    {
        var now = time.GetUtcNow();
        return new(_ids.Next(now), batch, gate, order, actor.Name, now,
            isPresent ? CommandStates.Sent : CommandStates.NotSent, null, null, null);
    }

    private async Task KeepAsync(List<GivenCommand> commands, FleetScope? scope, Actor actor)
    {
        var now = time.GetUtcNow();
        try
        {
            await store.WriteAsync(db =>
            {
                CommandRows.Add(db, commands, scope);
                foreach (var command in commands)
                    Audit(db, now, actor, AuditActions.CommandGiven, command, command.State, null);
            }, CancellationToken.None);
        }
        catch
        {
            foreach (var command in commands)
                _underWay.Remove(command.Id);
            throw;
        }
        counters.Gave(commands[0].Order.Name, commands.Count);
        counters.Ended(CommandStates.NotSent, commands.Count(static command => command.State == CommandStates.NotSent));
        Wake();
    }

    private async Task EndAsync(List<string> ids, string state)
    {
        var (now, ended) = (time.GetUtcNow(), 0);
        await store.WriteAsync(db =>
        {
            ended = 0;
            foreach (var id in ids)
            {
                // Its answer may have come in the meantime.
                if (CommandRows.Find(db, id) is not { } command || !CommandStates.IsOpen(command.State))
                    continue;
                CommandRows.End(db, id, state);
                Audit(db, now, Actor.Hub, AuditActions.CommandEnded, command, state, null);
                ended++;
            }
        }, CancellationToken.None);
        foreach (var id in ids)
            _underWay.Remove(id);
        counters.Ended(state, ended);
        Wake();
    }

    private static void Audit(
        CheckIn.Storage.Database db, DateTimeOffset now, Actor actor, string action, GivenCommand command, string outcome,
        string? reason)
    {
        var lane = command.Order.Lane is { } name ? $", lane {name}" : "";
        var why = reason is null ? "" : $" ({reason})";
        AuditLog.Add(db, now, new AuditEntry(
            actor, action, command.Gate, outcome, $"{command.Order.Name}{lane}{why}, command {command.Id}",
            AuditPlaces.OfGate(db, command.Gate)));
    }

    private void Wake()
    {
        TaskCompletionSource done;
        lock (_lock)
            (done, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        done.SetResult();
    }
}
