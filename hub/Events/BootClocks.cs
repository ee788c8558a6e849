using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Hub.Events;

/// <summary>
/// The edge around <see cref="BootTimes"/>: what is known of each boot, in memory for as many as are talked of, and
/// written with the batch that changed it. While a gate's times are certain that is nothing, and costs no statement.
/// On the one writing connection, within the caller's transaction; after one that was rolled back nothing here is
/// believed any more, and what is needed is read again.
/// </summary>
internal sealed class BootClocks : IDisposable
{
    private const int Remembered = 16_384; // in each of two generations
    private const int KeptOfAGate = 16;
    private readonly Statement _gate, _find, _save, _trim, _due;
    private Dictionary<(long Gate, string Boot), BootTimes> _young = [];
    private Dictionary<(long Gate, string Boot), BootTimes> _old = [];
    private bool _isDue;

    internal BootClocks(Database db)
    {
        _gate = db.Prepare("SELECT id FROM gate WHERE name = ?");
        _find = db.Prepare("SELECT times FROM boot WHERE gate = ? AND name = ?");
        _save = db.Prepare("""
            INSERT INTO boot(gate, name, times) VALUES(?, ?, ?)
            ON CONFLICT(gate, name) DO UPDATE SET times = excluded.times
            """);
        _trim = db.Prepare("""
            DELETE FROM boot WHERE gate = ?1
                AND id <= (SELECT id FROM boot WHERE gate = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """);
        _due = db.Prepare("""
            INSERT INTO correction(journal, run, next, last, moments) VALUES(?, ?, ?, ?, ?)
            ON CONFLICT(journal, run) DO UPDATE SET next = min(next, excluded.next), last = max(last, excluded.last),
                moments = excluded.moments
            """);
    }

    /// <summary>What a stored batch says of the gate's clock.</summary>
    internal void Take(long gate, long journal, EventBatch batch)
    {
        string? boot = null;
        ReadOnlyMemory<byte> bootUtf8 = default;
        var (before, times) = (BootTimes.Unknown, BootTimes.Unknown);
        foreach (var received in batch.Events)
        {
            if (received.BootUtf8 is not { } its)
                continue;
            if (boot is null || !its.Span.SequenceEqual(bootUtf8.Span))
            {
                Put(gate, boot, before, times);
                (boot, bootUtf8) = (received.Boot!, its);
                before = times = Find(gate, boot);
            }
            (times, var due) = times.Take(journal, received.Seq, received.MonotonicNs, received.At, received.Clock);
            Schedule(boot, due);
        }
        Put(gate, boot, before, times);
    }

    /// <summary>What a gate's health says of its clock.</summary>
    internal void Hear(string gate, ClockReading clock)
    {
        if (clock.Quality is not { ErrorMs: >= 0 } quality || IdOf(gate) is not { } id)
            return;
        var before = Find(id, clock.Boot);
        Put(id, clock.Boot, before, before.Hear(new ClockAnchor(clock.MonoNs, clock.At, quality.ErrorMs)));
    }

    /// <summary>True once after work was scheduled and committed.</summary>
    internal bool TakeDue() => _isDue && !(_isDue = false);

    /// <summary>The transaction was rolled back.</summary>
    internal void Forget()
    {
        _young.Clear();
        _old.Clear();
        _isDue = false;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_gate, _find, _save, _trim, _due])
            statement.Dispose();
    }

    private BootTimes Find(long gate, string boot)
    {
        if (_young.TryGetValue((gate, boot), out var times))
            return times;
        if (!_old.TryGetValue((gate, boot), out times))
            times = Read(gate, boot);
        if (_young.Count >= Remembered)
            (_old, _young) = (_young, []);
        return _young[(gate, boot)] = times;
    }

    private long? IdOf(string gate)
    {
        _gate.Bind(1, gate);
        long? id = _gate.Step() ? _gate.Int64(0) : null;
        _gate.Reset();
        return id;
    }

    private BootTimes Read(long gate, string boot)
    {
        _find.Bind(1, gate).Bind(2, boot);
        var times = _find.Step() ? JsonSerializer.Deserialize(_find.Text(0)!, BootJson.Default.BootTimes) : null;
        _find.Reset();
        return times ?? BootTimes.Unknown;
    }

    private void Put(long gate, string? boot, BootTimes before, BootTimes times)
    {
        (times, var due) = times.Flush();
        if (boot is null || ReferenceEquals(before, times))
            return;
        Schedule(boot, due);
        _save.Bind(1, gate).Bind(2, boot).Bind(3, JsonSerializer.Serialize(times, BootJson.Default.BootTimes)).Run();
        _young[(gate, boot)] = times;
        // A journal tells boots in their order: what an old one lacks it will not get any more.
        if (before == BootTimes.Unknown)
            _trim.Bind(1, gate).Bind(2, KeptOfAGate).Run();
    }

    private void Schedule(string boot, Correction? due)
    {
        if (due is null)
            return;
        var moments = new KnownMoments(boot, due.Before, due.After);
        _due.Bind(1, due.Journal).Bind(2, due.Run).Bind(3, due.From).Bind(4, due.Last)
            .Bind(5, JsonSerializer.Serialize(moments, BootJson.Default.KnownMoments)).Run();
        _isDue = true;
    }
}
