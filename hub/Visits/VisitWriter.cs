using CheckIn.Contract;
using CheckIn.Storage;
using CheckIn.Visits;

namespace CheckIn.Hub.Visits;

/// <summary>
/// Makes crossings of events and visits of crossings, so many at a time, on the writing connection and within the caller's
/// transaction: how far it came is written with them. Events are taken in the order in which the hub stored them, which is
/// not that of their times; so a person's visits of a day are made anew whenever a crossing of his is added or changed.
/// </summary>
internal sealed class VisitWriter : IDisposable
{
    /// <summary>Most events in one step.</summary>
    internal const int MostEvents = 500;
    private readonly List<Statement> _all = [];
    private readonly Statement _progress, _advance, _events, _decided, _passed, _touched, _crossings, _remove, _add, _settle;

    internal VisitWriter(Database db)
    {
        _progress = Prepare(db, "SELECT cursor FROM visit_progress");
        _advance = Prepare(db, "UPDATE visit_progress SET cursor = ?");
        _events = Prepare(db, """
            SELECT cursor, journal, seq, fact, event.gate, gate.site
            FROM event JOIN gate ON gate.id = event.gate WHERE cursor > ? ORDER BY cursor LIMIT ?
            """);
        _decided = Prepare(db, """
            INSERT INTO crossing(journal, seq, site, day, tag, gate, is_in, category, touched) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT(journal, seq) DO UPDATE SET site = excluded.site, day = excluded.day, tag = excluded.tag,
                gate = excluded.gate, is_in = excluded.is_in, category = excluded.category, touched = 1
            """);
        _passed = Prepare(db, """
            INSERT INTO crossing(journal, seq, result) VALUES(?, ?, ?)
            ON CONFLICT(journal, seq) DO UPDATE SET result = excluded.result, touched = tag IS NOT NULL
            """);
        _touched = Prepare(db, """
            SELECT DISTINCT site, day, tag FROM (SELECT site, day, tag FROM crossing WHERE touched = 1 LIMIT ?)
            """);
        _crossings = Prepare(db, """
            SELECT coalesce(corrected_at, at), is_in, category, crossing.gate, result
            FROM crossing JOIN event ON event.journal = crossing.journal AND event.seq = crossing.seq
            WHERE site = ? AND day = ? AND crossing.tag = ? ORDER BY cursor
            """);
        _remove = Prepare(db, "DELETE FROM visit WHERE site = ? AND day = ? AND tag = ?");
        _add = Prepare(db, """
            INSERT INTO visit(site, day, tag, ordinal, category, entered_at, entry_gate, left_at, exit_gate, is_over)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _settle = Prepare(db, """
            UPDATE crossing SET touched = 0 WHERE touched = 1 AND site = ? AND day = ? AND tag = ?
            """);
    }

    /// <summary>One step; false when nothing was left to do.</summary>
    internal bool Step()
    {
        var taken = TakeEvents();
        var people = Touched();
        foreach (var person in people)
            Pair(person);
        return taken || people.Count > 0;
    }

    public void Dispose() => _all.ForEach(static statement => statement.Dispose());

    private bool TakeEvents()
    {
        _progress.Step();
        var cursor = _progress.Int64(0);
        _progress.Reset();
        _events.Bind(1, cursor).Bind(2, MostEvents);
        var last = cursor;
        while (_events.Step())
        {
            last = _events.Int64(0);
            Take(_events);
        }
        _events.Reset();
        if (last != cursor)
            _advance.Bind(1, last).Run();
        return last != cursor;
    }

    private void Take(Statement row)
    {
        var (journal, seq, fact) = (row.Int64(1), row.Int64(2), CrossingFact.Read(row.Blob(3)));
        if (fact is { Kind: EventKinds.Passage, Cause: { } cause, Result: { } result })
            _passed.Bind(1, journal).Bind(2, cause).Bind(3, result).Run();
        else if (fact.IsCrossing && row.Text(5) is { } site)
            _decided.Bind(1, journal).Bind(2, seq).Bind(3, site).Bind(4, fact.Day).Bind(5, fact.Tag).Bind(6, row.Int64(4))
                .Bind(7, fact.IsIn == true ? 1 : 0).Bind(8, fact.Category).Run();
    }

    private List<(string Site, string Day, string Tag)> Touched()
    {
        var people = new List<(string, string, string)>();
        _touched.Bind(1, MostEvents);
        while (_touched.Step())
            people.Add((_touched.Text(0)!, _touched.Text(1)!, _touched.Text(2)!));
        _touched.Reset();
        return people;
    }

    private void Pair((string Site, string Day, string Tag) person)
    {
        var crossings = new List<Crossing>();
        _crossings.Bind(1, person.Site).Bind(2, person.Day).Bind(3, person.Tag);
        while (_crossings.Step())
        {
            // Whoever did not pass in his time is as outside, or inside, as he was.
            if (_crossings.Text(4) != PassageWords.TimedOut)
                crossings.Add(new Crossing(
                    _crossings.Int64(0), _crossings.Int64(1) == 1, _crossings.Text(2), _crossings.Int64(3)));
        }
        _crossings.Reset();
        _remove.Bind(1, person.Site).Bind(2, person.Day).Bind(3, person.Tag).Run();
        foreach (var (ordinal, visit) in VisitPairing.Pair(crossings).Index())
            _add.Bind(1, person.Site).Bind(2, person.Day).Bind(3, person.Tag).Bind(4, ordinal).Bind(5, visit.Category)
                .Bind(6, visit.Entry?.At).Bind(7, visit.Entry?.Place).Bind(8, visit.Exit?.At).Bind(9, visit.Exit?.Place)
                .Bind(10, visit.IsOver ? 1 : 0).Run();
        _settle.Bind(1, person.Site).Bind(2, person.Day).Bind(3, person.Tag).Run();
    }

    private Statement Prepare(Database db, string sql)
    {
        var statement = db.Prepare(sql);
        _all.Add(statement);
        return statement;
    }
}
