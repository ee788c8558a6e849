using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Health;

/// <summary>
/// Looks at the board every two seconds, as often as its driver does: a dip of the supply lasts no longer. Each alarm is
/// an event when it begins and when it ends. It reads a handful of small files of the kernel's, and is none of the loops
/// whose silence starts the gate anew: a sensor that hangs is no reason to close a lane.
/// </summary>
internal sealed class BoardWatch(
    Board board, GateAlarms alarms, EventStamp stamp, Action<EventDraft> record, GateJournal journal,
    IOptions<HealthOptions> options, TimeProvider time, ILogger<BoardWatch> logger)
    : BackgroundService
{
    private const string Source = "board";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private readonly BoardAlarms _alarms = new(options.Value);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    private void Look()
    {
        foreach (var alarm in _alarms.Look(board.Read(), DiskState.Of(journal.Path)?.FreeBytes, time.MonotonicNs()))
        {
            if (alarm.Cleared)
                alarms.Clear(alarm.Name, Source);
            else
                alarms.Raise(alarm.Name, Source);
            Tell(alarm);
            record(stamp.Draft(EventKinds.Alarm, json =>
            {
                json.WriteString("name"u8, alarm.Name);
                json.WriteNumber("value"u8, alarm.Value);
                json.WriteBoolean("cleared"u8, alarm.Cleared);
            }));
        }
    }

    private void Tell(BoardAlarm alarm)
    {
        if (alarm.Cleared)
            Log.BoardWell(logger, alarm.Name, alarm.Value);
        else
            Log.BoardTrouble(logger, alarm.Name, alarm.Value, Advice(alarm.Name));
    }

    private static string Advice(string alarm) => alarm switch
    {
        BoardAlarms.UnderVoltage =>
            "The supply is too weak: writing to the card may fail. Take the board's own supply and a short cable.",
        BoardAlarms.Throttled => "The board slows itself down, codes are read later. Look at its supply and its cooling.",
        BoardAlarms.TooHot => "Give it air, shade or a heat sink.",
        _ => "MiB are left for the journal. Make room on its file system, or keep delivered events for less long "
            + "(Journal:Retention).",
    };
}
