using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Storage;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Carries commands out, one after the other as they come; those that take long go on beside the next. What is done has
/// its row on the disk before it begins, so that no end of this process, however sudden, can have it done twice or leave
/// it without a trace. Commands know nothing of a connection: once begun they are finished without one.
/// </summary>
internal sealed class CommandService(
    CommandExchange exchange, IEnumerable<GateCommand> commands, GateJournal journal, GateCounters counters, GateClock clock,
    ILogger<CommandService> logger) : BackgroundService
{
    private const int MostDetail = 300;
    private readonly Dictionary<string, GateCommand> _commands = commands.ToDictionary(static command => command.Name);
    private readonly Dictionary<string, Task> _long = []; // one of a kind at most
    private readonly EventStamp _gate = new(EventStamp.WholeGate, null, clock);
    private SeenCommands? _seen;

    /// <summary>A detail as the contract has it.</summary>
    internal static string? Short(string? text) => text is { Length: > MostDetail } ? text[..(MostDetail - 1)] + "…" : text;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        exchange.Overrun += CountOverrun;
        try
        {
            TryRemember();
            await foreach (var received in exchange.Received.ReadAllAsync(stoppingToken))
                await TakeAsync(received, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops. What was begun and takes long ends with it, and the hub hears nothing more of it.
        }
        finally
        {
            exchange.Overrun -= CountOverrun;
            await Task.WhenAll(_long.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Judges one, and does it if it may be done. Nothing that a command does is thrown at the lanes.</summary>
    internal async Task TakeAsync(ReceivedCommand received, CancellationToken stopping)
    {
        var verdict = CommandJudge.Judge(
            received, clock.GetElapsedTime(received.ReceivedAt), clock.Stamp(), id => _seen?.Contains(id) == true);
        if (verdict is { Refusal: null, Command: { } command } && _seen is null && !TryRemember())
            verdict = verdict with { Refusal = CommandRefusals.JournalFailed };
        else if (verdict is { Refusal: null, Command: { } again } && _seen!.Contains(again.Id))
            verdict = new(again, CommandRefusals.Repeated, false);
        if (verdict.Command is not { } read || verdict.Refusal is not null)
        {
            Refuse(verdict);
            return;
        }
        _seen!.Add(read.Id);
        if (!_commands.TryGetValue(read.Name, out var work))
        {
            Refuse(new(read, CommandRefusals.Unknown, true));
            return;
        }
        var refusal = IsBusy(work) ? CommandRefusals.Busy : work.Refusal(read);
        if (refusal is not null)
            Refuse(new(read, refusal, true));
        else if (await RecordAsync(work, read) is { } cause)
            await BeginAsync(work, read, received, cause, stopping);
    }

    private async Task BeginAsync(
        GateCommand work, CommandMessage command, ReceivedCommand received, long cause, CancellationToken stopping)
    {
        // The disk may have held it up; whoever gave it has gone by now.
        if (CommandJudge.IsOver(received, clock.GetElapsedTime(received.ReceivedAt)))
        {
            Refuse(new(command, CommandRefusals.Expired, true, "The journal took too long."));
            return;
        }
        Log.Begun(logger, command.Name, command.Id);
        if (!work.TakesLong)
        {
            await DoAsync(work, command, cause, stopping);
            return;
        }
        exchange.Reply(new ReplyMessage(command.Id, ReplyStates.Accepted));
        _long[work.Name] = Task.Run(() => DoAsync(work, command, cause, stopping), CancellationToken.None);
    }

    private async Task DoAsync(GateCommand work, CommandMessage command, long cause, CancellationToken stopping)
    {
        try
        {
            var reply = await work.DoAsync(command, cause, stopping);
            counters.CountCommand(reply.State == ReplyStates.Done ? null : reply.Reason);
            exchange.Reply(reply);
            Log.Ended(logger, command.Name, command.Id, reply.State, reply.Reason ?? "no reason");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The gate stops.
        }
        // Whatever it is: lanes and later commands go on without it.
        catch (Exception e)
        {
            Log.Broke(logger, e, command.Name, command.Id);
            counters.CountCommand(CommandRefusals.HardwareFailed);
            exchange.Reply(new ReplyMessage(
                command.Id, ReplyStates.Failed, CommandRefusals.HardwareFailed, Short(e.Message)));
        }
    }

    /// <returns>The number of its event; null = it has none, and is not done.</returns>
    private async Task<long?> RecordAsync(GateCommand work, CommandMessage command)
    {
        var stamp = work.LaneOf(command)?.Way.Stamp ?? _gate;
        try
        {
            return await journal.AppendAsync(stamp.Operation(OperationWords.Command, "hub", $"{command.Name} {command.Id}"));
        }
        catch (JournalException e)
        {
            counters.CountJournalFailure();
            Refuse(new(command, CommandRefusals.JournalFailed, true, e.Message));
            return null;
        }
    }

    private void Refuse(CommandVerdict verdict)
    {
        var reason = verdict.Refusal!;
        counters.CountCommand(reason);
        Log.Refused(logger, verdict.Command?.Id ?? "?", reason, verdict.Detail ?? "");
        if (verdict is { IsAnswered: true, Command: { } command })
            exchange.Reply(new ReplyMessage(command.Id, ReplyStates.Refused, reason, Short(verdict.Detail)));
    }

    /// <summary>Which commands were here before this life; until that is known none is done.</summary>
    private bool TryRemember()
    {
        try
        {
            _seen = JournalledCommands.Read(journal);
            return true;
        }
        catch (DatabaseException e)
        {
            Log.NotRemembered(logger, e.Message);
            return false;
        }
    }

    private bool IsBusy(GateCommand work) => _long.TryGetValue(work.Name, out var running) && !running.IsCompleted;

    private void CountOverrun() => counters.CountCommand(CommandRefusals.Busy);
}
