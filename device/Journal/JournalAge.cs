using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Gate.Journal;

/// <summary>
/// How old the journal is, in time that has certainly passed. Retention must not trust the wall clock: a gate has no
/// clock battery, and one wrong answer from a time server would remove rows that are minutes old. So the age is the
/// sum of CLOCK_MONOTONIC over all boots in which the journal was open; time with the power off does not count. Rows
/// are therefore kept for the retention period of running time, longer by the clock on the wall, never shorter.
/// Every ten minutes an age mark says which event was the last one at that age.
/// </summary>
internal sealed class JournalAge
{
    private readonly TimeProvider _time;
    private readonly string _boot;
    private readonly long _baseMs;
    private readonly long _startNs;

    internal JournalAge(TimeProvider time, string boot, Database database)
    {
        (_time, _boot) = (time, boot);
        _startNs = time.MonotonicNs();
        var storedNs = JournalSchema.Number(database, "age_mono_ns");
        var sameBoot = JournalSchema.Text(database, "age_boot") == boot && _startNs >= storedNs;
        _baseMs = JournalSchema.Number(database, "age_ms") + (sameBoot ? (_startNs - storedNs) / 1_000_000 : 0);
    }

    /// <summary>Age in ms.</summary>
    internal long NowMs => _baseMs + ((_time.MonotonicNs() - _startNs) / 1_000_000);

    /// <summary>Makes the age durable, within the caller's transaction.</summary>
    internal void Store(Database writer)
    {
        // The age first: what passes between the two readings is then left out, never counted twice.
        var age = NowMs;
        var monotonic = _time.MonotonicNs();
        using var update = writer.Prepare("UPDATE meta SET value = ? WHERE name = ?");
        update.Bind(1, age).Bind(2, "age_ms").Run();
        update.Bind(1, monotonic).Bind(2, "age_mono_ns").Run();
        update.Bind(1, _boot).Bind(2, "age_boot").Run();
    }
}
