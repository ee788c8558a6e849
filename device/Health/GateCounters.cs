using CheckIn.Contract;

namespace CheckIn.Gate.Health;

/// <summary>What the gate has done since its process started; safe from any thread.</summary>
internal sealed class GateCounters
{
    private long _frames;
    private long _reads;
    private long _admitted;
    private long _refused;
    private long _journalFailures;
    private long _unknown;
    private long _unreadable;
    private long _unrecorded;
    private readonly Dictionary<string, long> _refusedCommands = new(StringComparer.Ordinal); // words of the contract
    private long _doneCommands;

    /// <summary>Pictures looked at.</summary>
    internal long Frames => Interlocked.Read(ref _frames);
    /// <summary>Codes read, repeats included.</summary>
    internal long Reads => Interlocked.Read(ref _reads);
    /// <summary>Decisions journalled.</summary>
    internal long Decided => Admitted + Refused;
    internal long Admitted => Interlocked.Read(ref _admitted);
    internal long Refused => Interlocked.Read(ref _refused);
    /// <summary>Decisions and alarms that could not be journalled.</summary>
    internal long JournalFailures => Interlocked.Read(ref _journalFailures);

    /// <summary>Refused codes that are only counted, because there were too many in a minute.</summary>
    internal long UnknownCounted => Interlocked.Read(ref _unknown);

    /// <summary>Codes that were held before a camera and could not be read, each time they were.</summary>
    internal long Unreadables => Interlocked.Read(ref _unreadable);

    /// <summary>Events other than decisions that found no room while the journal could not be written.</summary>
    internal long EventsUnrecorded => Interlocked.Read(ref _unrecorded);

    /// <summary>What became of commands; null = there was none.</summary>
    internal CommandCounts? Commands
    {
        get
        {
            lock (_refusedCommands)
            {
                return _doneCommands == 0 && _refusedCommands.Count == 0 ? null : new(
                    _doneCommands, _refusedCommands.Count == 0 ? null : new Dictionary<string, long>(_refusedCommands));
            }
        }
    }

    /// <param name="refusal">One of <see cref="CommandRefusals"/>; null = it was done.</param>
    internal void CountCommand(string? refusal)
    {
        lock (_refusedCommands)
        {
            if (refusal is null)
                _doneCommands++;
            else
                _refusedCommands[refusal] = _refusedCommands.GetValueOrDefault(refusal) + 1;
        }
    }

    internal void CountFrame() => Interlocked.Increment(ref _frames);
    internal void CountReads(int codes) => Interlocked.Add(ref _reads, codes);
    internal void CountJournalFailure() => Interlocked.Increment(ref _journalFailures);
    internal void CountUnreadable() => Interlocked.Increment(ref _unreadable);
    internal void CountUnknown() => Interlocked.Increment(ref _unknown);
    internal void CountUnrecorded() => Interlocked.Increment(ref _unrecorded);
    internal void CountDecision(Outcome outcome) =>
        Interlocked.Increment(ref outcome == Outcome.Admitted ? ref _admitted : ref _refused);
}
