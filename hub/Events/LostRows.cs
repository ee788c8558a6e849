using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// Numbers that were stepped over because their gate says that it no longer has them. Should some of them come after
/// all, they are lost no longer.
/// </summary>
internal sealed class LostRows : IDisposable
{
    private readonly Statement _insert, _remove, _overlapping, _kept;

    internal LostRows(Database db)
    {
        _insert = db.Prepare("INSERT INTO lost(journal, first, last, noticed_at) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING");
        _remove = db.Prepare("DELETE FROM lost WHERE journal = ? AND first = ?");
        _overlapping = db.Prepare(
            "SELECT first, last, noticed_at FROM lost WHERE journal = ? AND first <= ? AND last >= ?");
        _kept = db.Prepare("""
            SELECT seq FROM event WHERE journal = ?1 AND seq BETWEEN ?2 AND ?3
            UNION SELECT first FROM refused WHERE journal = ?1 AND first BETWEEN ?2 AND ?3 ORDER BY 1
            """);
    }

    /// <summary>Writes down what is missing from <paramref name="first"/> to <paramref name="last"/>.</summary>
    internal IReadOnlyList<(long First, long Last)> Lose(long journal, long first, long last, long now)
    {
        var missing = Missing(journal, first, last);
        foreach (var range in missing)
            _insert.Bind(1, journal).Bind(2, range.First).Bind(3, range.Last).Bind(4, now).Run();
        return missing;
    }

    /// <summary>Takes what is stored now out of the lost ranges; returns how many numbers that are.</summary>
    internal long Find(long journal, long first, long last)
    {
        var ranges = new List<(long First, long Last, long NoticedAt)>();
        _overlapping.Bind(1, journal).Bind(2, last).Bind(3, first);
        while (_overlapping.Step())
            ranges.Add((_overlapping.Int64(0), _overlapping.Int64(1), _overlapping.Int64(2)));
        _overlapping.Reset();
        var found = 0L;
        foreach (var range in ranges)
        {
            _remove.Bind(1, journal).Bind(2, range.First).Run();
            var left = Lose(journal, range.First, range.Last, range.NoticedAt);
            found += range.Last - range.First + 1 - left.Sum(part => part.Last - part.First + 1);
        }
        return found;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _remove, _overlapping, _kept])
            statement.Dispose();
    }

    private List<(long First, long Last)> Missing(long journal, long first, long last)
    {
        var missing = new List<(long, long)>();
        _kept.Bind(1, journal).Bind(2, first).Bind(3, last);
        while (_kept.Step())
        {
            var seq = _kept.Int64(0);
            if (seq > first)
                missing.Add((first, seq - 1));
            first = seq + 1;
        }
        _kept.Reset();
        if (first <= last)
            missing.Add((first, last));
        return missing;
    }
}
