using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// Room for what comes. Before a decision is inserted there must be room for it: by <see cref="JournalFullPolicy"/> the
/// oldest delivered rows go, or the decision is refused alone, without its group. Ahead of that, rows go in steps of
/// their own between decisions, so that a visitor hardly ever waits for it. At the end of a transaction the alarms that
/// the fill calls for join it, and so are on the disk exactly when what caused them is.
/// </summary>
internal sealed partial class JournalTransaction
{
    private const long RowOverhead = 1024; // head of the fact, link, cells, and the part of a page that stays empty
    private readonly Statement _pageCount, _freePages, _setAlarm;
    private readonly JournalBounds _bounds;
    private readonly long _pageBytes;
    private long _ahead, _dropped;
    private bool _changed, _refused;

    /// <summary>How full the journal is, as of the last look.</summary>
    internal JournalFill Fill { get; private set; }

    /// <summary>Delivered events dropped before their time, since the start.</summary>
    internal long DroppedEarly { get; private set; }

    /// <summary>True when a step of dropping should come before the next decision does.</summary>
    internal bool WantsRoom => Fill.IsNearlyFull && MayDrop(Next);

    /// <summary>True when there are delivered events that may go before their time.</summary>
    internal bool MayDrop(JournalState state) => _bounds.WhenFull == JournalFullPolicy.DropOldestDelivered
        && state.Earlier.Append(state.Current).Any(static epoch => epoch.Delivered > epoch.Anchor.Seq);

    /// <summary>Removes some of the oldest delivered rows, before their retention ends; returns how many.</summary>
    internal long DropDelivered()
    {
        foreach (var epoch in Next.Earlier.Append(Next.Current))
        {
            if (RemoveThrough(epoch, epoch.Delivered) is > 0 and var removed)
            {
                (_dropped, _changed) = (_dropped + removed, true);
                return removed;
            }
        }
        return 0;
    }

    /// <exception cref="JournalException">There is no room for this decision.</exception>
    private void EnsureRoom(EventDraft draft)
    {
        _changed = true;
        var bytes = draft.Body.Length + draft.Sealed.Length + RowOverhead;
        _ahead += bytes;
        if (Fill.HasRoomFor(_ahead))
            return;
        Measure();
        _ahead = bytes;
        while (!Fill.HasRoomFor(bytes) && _bounds.WhenFull == JournalFullPolicy.DropOldestDelivered && DropDelivered() > 0)
            Measure();
        // Alarms and operations may use what is set apart for them.
        if (Fill.HasRoomFor(bytes) || draft.Kind is EventKinds.Alarm or EventKinds.Operation)
            return;
        _ahead -= bytes;
        _refused = true;
        throw AtBound();
    }

    /// <summary>The bound is reached.</summary>
    internal JournalException AtBound() => new(
        $"The journal is full: {Fill.UsedBytes} of {Fill.CapBytes} bytes that Journal:MaxBytes leaves for events are used, "
        + $"{Next.Backlog} events wait for the hub, and none may be dropped (Journal:WhenFull is {_bounds.WhenFull}). The "
        + "decision was not recorded; all recorded events are safe. Bring the link to the hub back, or raise "
        + "Journal:MaxBytes where the disk has room.")
    { Trouble = JournalTrouble.Full, WhenFull = _bounds.WhenFull };

    /// <summary>Adds the alarms that begin or end with this transaction.</summary>
    private void Watch()
    {
        if (!_changed)
            return;
        Measure();
        var stood = Next.Alarms;
        var stands = new StandingAlarms(
            Fill.Alarms(stood.Filling), _refused || (stood.Full && Fill.IsNearlyFull));
        if (stands.Filling != stood.Filling)
            Raise(JournalAlarm.Filling, stands.Filling);
        if (stands.Full != stood.Full)
            Raise(JournalAlarm.Full, stands.Full);
        Next = Next with { Alarms = stands };
    }

    private void Raise(string name, bool stands)
    {
        _setAlarm.Bind(1, name).Bind(2, stands ? 1L : 0L).Run();
        var backlog = Next.Backlog;
        Append(JournalAlarm.Draft(
            name, Fill.Percent, !stands, _bounds.Clock, _bounds.Boot, json => json.WriteNumber("waiting"u8, backlog)));
    }

    private void Measure() => Fill = new JournalFill(
        (Value(_pageCount) - Value(_freePages)) * _pageBytes, _bounds.CapBytes);

    private static long Value(Statement pragma)
    {
        pragma.Step();
        var value = pragma.Int64(0);
        pragma.Reset();
        return value;
    }
}
