namespace CheckIn.Faults.Record;

/// <summary>
/// What was done to one controller, as the bystander noted it: the codes shown and the times at which it could not be
/// expected to write or to have the right time. With the edges of its pins this is the truth that neither journal nor
/// hub can improve.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly List<Presentation> _presented = [];
    private readonly List<(long From, long To)> _withoutRoom = [];
    private readonly List<(long From, long To)> _frozen = [];
    private readonly List<(long From, TimeSpan Offset)> _offsets = [(0, TimeSpan.Zero)];

    /// <summary>Codes that a living gate did not answer in good time, or that it is still answering.</summary>
    internal List<string> Stuck { get; } = [];

    internal IReadOnlyList<Presentation> Presented
    {
        get { lock (_lock) return [.. _presented]; }
    }

    internal long Present()
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            _presented.Add(new Presentation(now));
            return now;
        }
    }

    internal void NoteStuck(string how)
    {
        lock (_lock)
            Stuck.Add(how);
    }

    internal void NoteWithoutRoom(long from)
    {
        lock (_lock)
            _withoutRoom.Add((from, TimeProvider.System.GetTimestamp()));
    }

    internal void NoteFrozen(long from)
    {
        lock (_lock)
            _frozen.Add((from, TimeProvider.System.GetTimestamp()));
    }

    internal void NoteOffset(TimeSpan offset)
    {
        lock (_lock)
            _offsets.Add((TimeProvider.System.GetTimestamp(), offset));
    }

    /// <summary>There was no room on the disk at some time between.</summary>
    internal bool WasWithoutRoom(long from, long to) => _withoutRoom.Exists(each => each.From <= to && each.To >= from);

    internal bool WasFrozen(long from, long to) => _frozen.Exists(each => each.From <= to && each.To >= from);

    /// <summary>How far the wall clock has been off at one time or another.</summary>
    internal IEnumerable<TimeSpan> OffsetsUntil(long ns)
    {
        lock (_lock)
            return [.. _offsets.Where(each => each.From <= ns).Select(each => each.Offset).Distinct()];
    }
}
