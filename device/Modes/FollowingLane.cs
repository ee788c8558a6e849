using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Modes;

/// <summary>
/// One open lane that follows orders, one change after the other. What opens something (hold open, free passage) begins
/// when its row is committed and not before, however long that takes. What keeps people out or closes is not kept
/// waiting: codes are refused from the first moment of a lockdown, and the relay of an order that is over lets go a
/// second later at the latest; a row that was not written by then is recorded as soon as that is possible.
/// </summary>
internal sealed class FollowingLane(
    ModeLane lane, Way way, Func<EventDraft, ValueTask<long>> append, EventRecorder recorder, TimeProvider time,
    ILogger logger)
{
    /// <summary>Longest that a row keeps what closes waiting.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Longest that one attempt waits for the row of what opens.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);

    private Task<long>? _row;
    private string? _rowOf;
    private volatile bool _isRestricted;

    internal ModeLane Lane => lane;

    /// <summary>What it follows; null = nothing.</summary>
    internal BookedOrder? Followed { get; private set; }

    /// <summary>What needs no row and no waiting: in a lockdown nobody is let in from this moment on.</summary>
    internal void Restrict(BookedOrder? wanted)
    {
        if (wanted is not { Mode: LaneMode.Lockdown })
            return;
        _isRestricted = true;
        way.DecideBy(LaneMode.Lockdown, wanted.EndsNs);
    }

    /// <summary>Follows this from now on; null = nothing.</summary>
    /// <returns>False: its row cannot be written now; to be tried again.</returns>
    internal async Task<bool> FollowAsync(BookedOrder? wanted)
    {
        if (Followed?.Order == wanted?.Order)
        {
            if (wanted is not null && wanted.EndsNs != Followed!.EndsNs)
                way.Be(wanted.Mode, wanted.EndsNs);
            // A lockdown that was over before it was followed leaves nothing behind.
            if (wanted is null && _isRestricted)
                way.Be(LaneMode.Normal, 0);
            _isRestricted &= wanted is not null;
            Followed = wanted;
            return true;
        }
        Restrict(wanted);
        if (Followed is { } before)
        {
            await RecordSoonAsync(Row(OperationWords.ModeEnded, before));
            // One hold that follows another does not let go in between.
            if (wanted?.Mode != before.Mode)
                way.Be(wanted is { Mode: LaneMode.Lockdown } ? LaneMode.Lockdown : LaneMode.Normal, wanted?.EndsNs ?? 0);
            Log.Ended(logger, lane.Name, before.Order.Mode, before.Order.Id);
            Followed = null;
        }
        return wanted is null || await BeginAsync(wanted);
    }

    private async Task<bool> BeginAsync(BookedOrder wanted)
    {
        var row = Row(OperationWords.ModeBegun, wanted);
        if (wanted.Mode == LaneMode.Lockdown)
            await RecordSoonAsync(row);
        else if (!await IsRecordedAsync(wanted, row))
        {
            way.Be(LaneMode.Normal, 0);
            return false;
        }
        way.Be(wanted.Mode, wanted.EndsNs);
        Followed = wanted;
        Log.Begun(logger, lane.Name, wanted.Order.Mode, wanted.Order.Id);
        return true;
    }

    /// <summary>A row that the journal is still at is not asked for twice.</summary>
    private async Task<bool> IsRecordedAsync(BookedOrder wanted, EventDraft draft)
    {
        if (_rowOf != wanted.Order.Id)
            (_row, _rowOf) = (null, wanted.Order.Id);
        try
        {
            _row ??= append(draft).AsTask();
            await _row.WaitAsync(Attempt, time);
            (_row, _rowOf) = (null, null);
            return true;
        }
        catch (TimeoutException)
        {
            Log.NotBegun(logger, lane.Name, wanted.Order.Mode, wanted.Order.Id, "it is still at it");
            return false;
        }
        catch (JournalException e)
        {
            _row = null;
            Log.NotBegun(logger, lane.Name, wanted.Order.Mode, wanted.Order.Id, e.Message);
            return false;
        }
    }

    private async Task RecordSoonAsync(EventDraft draft)
    {
        Task<long>? recording = null;
        try
        {
            recording = append(draft).AsTask();
            await recording.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            _ = RecordWhenRefusedAsync(recording!, draft);
        }
        catch (JournalException)
        {
            recorder.Record(draft);
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

    private EventDraft Row(string name, BookedOrder order) =>
        way.Stamp.Operation(name, order.By, $"{order.Order.Mode} {order.Order.Id}");
}
