using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.History;

/// <summary>
/// Figures of every gate over the last week. What gates tell is added up in memory, one slot a gate; a slot that is
/// over is written once, all gates of it in a few transactions that are small enough for events to pass between them.
/// A crash of the hub loses what it heard in the slot that was on; a stop loses nothing. Charts are all that hangs on
/// it.
/// </summary>
internal sealed class HealthHistory(
    FleetRegistry fleet, EventStore store, TimeProvider time, ILogger<HealthHistory> logger) : BackgroundService
{
    private const int RowsAtOnce = 2000, SlotsForgottenAtOnce = 4, MostWaiting = 200_000, LookAgain = 3;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HealthCourse> _courses = new(StringComparer.Ordinal); // one a gate
    private List<HealthRow> _waiting = []; // at most MostWaiting
    private long _written;
    private bool _isFailing;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        fleet.Told += Hear;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        fleet.Told -= Hear;
        await StepAsync(isLast: true);
    }

    /// <summary>A gate's slots in that time, one for each, oldest first; without figures = it told nothing.</summary>
    internal IReadOnlyList<(DateTimeOffset At, HealthFigures Figures)> Of(
        string gate, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (HealthSlots.Of(from), HealthSlots.Of(to));
        Dictionary<long, HealthFigures> found;
        var looks = 0;
        long written;
        do
        {
            // What is committed between the two looks would be counted in both.
            List<HealthRow> own;
            lock (_lock)
                (own, written) = (OwnOf(gate), _written);
            found = store.Read(db => HealthRows.Of(db, gate, first, last));
            foreach (var (slot, _, figures) in own)
                found[slot] = found.TryGetValue(slot, out var kept) ? kept.And(figures) : figures;
        }
        while (written != Interlocked.Read(ref _written) && ++looks < LookAgain);
        return [.. Enumerable.Range(0, (int)(last - first) + 1)
            .Select(i => (HealthSlots.Begin(first + i), found.GetValueOrDefault(first + i)))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await StepAsync(isLast: false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops, and the rest is written next.
        }
    }

    /// <summary>Writes what is over, and takes away what is too old.</summary>
    /// <param name="isLast">What is not over is written too.</param>
    internal async Task StepAsync(bool isLast)
    {
        try
        {
            foreach (var rows in Take(isLast).Chunk(RowsAtOnce))
            {
                await store.WriteAsync(db => HealthRows.Write(db, rows), CancellationToken.None);
                Wrote(rows.Length);
            }
            var (left, before) = (SlotsForgottenAtOnce, HealthSlots.Of(time.GetUtcNow() - HealthSlots.Kept));
            for (var more = !isLast; more && left > 0; left--)
                await store.WriteAsync(db => more = HealthRows.ForgetOne(db, before), CancellationToken.None);
        }
        catch (DatabaseException e)
        {
            Fail(e);
        }
    }

    /// <summary>Under the registry's lock.</summary>
    internal void Hear(GateStatus told)
    {
        var now = time.GetUtcNow();
        var slot = HealthSlots.Of(now);
        var into = now - HealthSlots.Begin(slot);
        lock (_lock)
        {
            var isKnown = _courses.TryGetValue(told.Id, out var course);
            // A clock that was set back is heard as if it stood.
            slot = Math.Max(slot, course.Slot);
            if (isKnown && course.Slot < slot)
                Finish(told.Id, course);
            _courses[told.Id] = isKnown ? course.Hear(slot, into, told) : HealthCourse.Begin(slot, into, told);
        }
    }

    private void Finish(string gate, HealthCourse course)
    {
        if (course.Figures != default && _waiting.Count < MostWaiting)
            _waiting.Add(new(course.Slot, gate, course.Figures));
    }

    /// <summary>What is to be written; it stays until it is.</summary>
    private List<HealthRow> Take(bool isLast)
    {
        var now = HealthSlots.Of(time.GetUtcNow());
        lock (_lock)
        {
            foreach (var (gate, course) in _courses)
            {
                if (course.Slot >= now && !isLast)
                    continue;
                Finish(gate, course);
                // It goes on from here with nothing told; its counter is still good.
                _courses[gate] = course with { Figures = default };
            }
            // Side by side in the table, and at its end.
            _waiting.Sort(static (a, b) =>
                a.Slot != b.Slot ? a.Slot.CompareTo(b.Slot) : string.CompareOrdinal(a.Gate, b.Gate));
            return [.. _waiting];
        }
    }

    private void Wrote(int rows)
    {
        lock (_lock)
        {
            // What came meanwhile stands behind them.
            _waiting = _waiting[rows..];
            Interlocked.Increment(ref _written);
        }
        if (_isFailing)
            Log.WrittenAgain(logger);
        _isFailing = false;
    }

    private void Fail(DatabaseException e)
    {
        int waiting;
        lock (_lock)
            waiting = _waiting.Count;
        if (!_isFailing || waiting == MostWaiting)
            Log.NotWritten(logger, waiting, e.Message, Every);
        _isFailing = true;
    }

    private List<HealthRow> OwnOf(string gate)
    {
        var own = _waiting.FindAll(row => row.Gate == gate);
        if (_courses.TryGetValue(gate, out var course) && course.Figures != default)
            own.Add(new(course.Slot, gate, course.Figures));
        return own;
    }
}
