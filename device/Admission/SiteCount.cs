using CheckIn.Contract;

namespace CheckIn.Gate.Admission;

/// <summary>
/// How many are inside the whole site, as one of its gates reckons it: what the hub said last, and what this gate's own
/// events have changed since the last that the hub had counted. It holds while the hub's word is of this gate's journal and
/// of this day, is not old, and leaves no change out that is forgotten here; else the gate counts by itself. While nothing
/// happens at the site it is exact; what other gates have sent and the hub has not said yet is missing in it. It knows no
/// clock, and is not safe from several threads.
/// </summary>
internal sealed class SiteCount
{
    /// <summary>Most changes kept: what eight busy lanes do in two minutes.</summary>
    internal const int MostChanges = 1024;

    /// <summary>How long a word of the hub's counts.</summary>
    internal static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(2);

    /// <summary>How long after a word the next one is missed; then the hub has nothing to say to this gate any more.</summary>
    internal static readonly TimeSpan MissedFor = TimeSpan.FromMinutes(15);

    private readonly List<(long Seq, int Change)> _changes = [];
    private string _epoch = "";
    private long _forgotten, _highest;
    private int _since;
    private Word? _word;

    /// <summary>The gate begins; what it did before is not known here.</summary>
    /// <param name="epoch">Its journal's.</param>
    /// <param name="lastSeq">That journal's last number.</param>
    internal void Begin(string epoch, long lastSeq)
    {
        Follow(epoch);
        (_forgotten, _highest) = (lastSeq, lastSeq);
    }

    /// <summary>The hub has said it.</summary>
    /// <param name="word">One about another journal, or without sense, is passed over.</param>
    /// <param name="epoch">The gate's journal's now.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <param name="day">The day of rules.</param>
    internal void Hear(InsideMessage word, string epoch, long nowNs, int day)
    {
        if (word.Epoch != epoch || word.Inside < 0 || word.Through < 0)
            return;
        Follow(epoch);
        _word = new Word(word.Inside, word.Through, nowNs, day);
        foreach (var (seq, _) in _changes)
        {
            if (seq <= word.Through)
                _forgotten = Math.Max(_forgotten, seq);
        }
        _changes.RemoveAll(change => change.Seq <= word.Through);
        _since = _changes.Sum(static change => change.Change);
    }

    /// <summary>An event of this gate has its row.</summary>
    /// <param name="epoch">The journal's.</param>
    /// <param name="seq">Its number there.</param>
    /// <param name="change">How many more are inside by it.</param>
    internal void Moved(string epoch, long seq, int change)
    {
        Follow(epoch);
        _highest = Math.Max(_highest, seq);
        if (change != 0 && !(seq <= _word?.Through))
            Keep(seq, change);
    }

    /// <summary>That did not happen after all: the event that says so has one of the next numbers.</summary>
    internal void TookBack(int change)
    {
        if (change != 0)
            Keep(Math.Max(_highest, _word?.Through ?? 0) + 1, -change);
    }

    /// <summary>How many are inside, never below 0; null = the gate counts by itself.</summary>
    internal int? Inside(long nowNs, int day) =>
        _word is { } word && word.Day == day && word.Through >= _forgotten && Age(word, nowNs) <= GoodFor
            ? Math.Max(0, word.Inside + _since) : null;

    /// <summary>The hub used to say it and does not now, so that nobody puts the gate's own count right.</summary>
    internal bool IsMissed(long nowNs, int day) =>
        _word is { } word && Age(word, nowNs) <= MissedFor && Inside(nowNs, day) is null;

    private static TimeSpan Age(Word word, long nowNs) => TimeSpan.FromTicks((nowNs - word.HeardNs) / 100);

    private void Keep(long seq, int change)
    {
        if (_changes.Count == MostChanges)
        {
            (_forgotten, _since) = (Math.Max(_forgotten, _changes[0].Seq), _since - _changes[0].Change);
            _changes.RemoveAt(0);
        }
        _changes.Add((seq, change));
        _since += change;
    }

    /// <summary>Numbers of one journal say nothing of another's.</summary>
    private void Follow(string epoch)
    {
        if (epoch == _epoch)
            return;
        (_epoch, _forgotten, _highest, _since, _word) = (epoch, 0, 0, 0, null);
        _changes.Clear();
    }

    private sealed record Word(int Inside, long Through, long HeardNs, int Day);
}
