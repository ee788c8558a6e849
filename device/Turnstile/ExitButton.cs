using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// The button inside. Its event has its row before the relay moves, as an admission's has; but nobody is ever kept in: if the
/// journal refuses, or has not answered after a second, the way out opens, and the event is recorded when that is possible.
/// Whoever presses while the journal is still at it is let out with the press before.
/// </summary>
internal sealed class ExitButton(
    Way way, Func<EventDraft, ValueTask<long>> append, EventRecorder recorder, TimeProvider time, ILogger logger)
{
    /// <summary>Longest that the row may keep somebody waiting.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private int _opening;

    /// <summary>The press that is being answered; for tests.</summary>
    internal Task Answered { get; private set; } = Task.CompletedTask;

    /// <summary>The button's line told of a change.</summary>
    internal void Moved(GpioEdge edge)
    {
        if (edge.Active && Interlocked.Exchange(ref _opening, 1) == 0)
            Answered = Task.Run(OpenAsync);
    }

    private async Task OpenAsync()
    {
        try
        {
            way.LetOut(await RecordAsync());
        }
        finally
        {
            Volatile.Write(ref _opening, 0);
        }
    }

    private async Task<long?> RecordAsync()
    {
        var draft = way.Stamp.Operation(OperationWords.RequestToExit, "button", "opened");
        Task<long>? recording = null;
        try
        {
            recording = append(draft).AsTask();
            return await recording.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            Log.ExitUnrecorded(logger, way.Stamp.Lane, "It is still at it.");
            _ = RecordWhenRefusedAsync(recording!, draft);
            return null;
        }
        catch (JournalException e)
        {
            Log.ExitUnrecorded(logger, way.Stamp.Lane, e.Message);
            recorder.Record(draft);
            return null;
        }
    }

    /// <summary>What the journal has taken it may still write; what it refuses late is tried again.</summary>
    private async Task RecordWhenRefusedAsync(Task<long> recording, EventDraft draft)
    {
        try
        {
            await recording;
        }
        catch (JournalException)
        {
            recorder.Record(draft);
        }
    }
}
