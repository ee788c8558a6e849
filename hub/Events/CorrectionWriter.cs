using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// Corrects what is due, so many events at a time, on the writing connection and within the caller's transaction; how
/// far it came is written with them, so that a restart goes on from there. A correction is only ever replaced by a
/// surer one, so going through events twice, or in another order, does no harm.
/// </summary>
internal static class CorrectionWriter
{
    /// <summary>Most events in one step.</summary>
    internal const int MostEvents = 500;
    private const int MostBytes = 1024 * 1024;

    /// <summary>One step; false when nothing was due.</summary>
    internal static bool Step(Database db)
    {
        using var find = db.Prepare("SELECT id, journal, next, last, moments FROM correction ORDER BY id LIMIT 1");
        if (!find.Step())
            return false;
        var (id, journal, next, last) = (find.Int64(0), find.Int64(1), find.Int64(2), find.Int64(3));
        var moments = JsonSerializer.Deserialize(find.Text(4)!, BootJson.Default.KnownMoments)!;
        find.Reset();
        var (found, reached) = Find(db, journal, next, last, moments);
        Write(db, journal, found);
        using var advance = db.Prepare(reached >= last
            ? "DELETE FROM correction WHERE id = ?1"
            : "UPDATE correction SET next = ?2 WHERE id = ?1");
        advance.Bind(1, id);
        if (reached < last)
            advance.Bind(2, reached + 1);
        advance.Run();
        return true;
    }

    private static (List<(long Seq, CorrectedTime Time)> Found, long Reached) Find(
        Database db, long journal, long next, long last, KnownMoments moments)
    {
        var found = new List<(long, CorrectedTime)>();
        using var rows = db.Prepare("""
            SELECT seq, mono_ns, fact, corrected_error, boot FROM event
            WHERE journal = ? AND seq BETWEEN ? AND ? ORDER BY seq
            """);
        rows.Bind(1, journal).Bind(2, next).Bind(3, last);
        var bytes = 0;
        for (var count = 0; count < MostEvents && bytes < MostBytes; count++)
        {
            if (!rows.Step())
                return (found, last);
            next = rows.Int64(0);
            bytes += rows.Blob(2).Length;
            if (rows.Text(4) == moments.Boot
                && ClockCorrection.TimeOf(rows.Int64(1), moments.Before, moments.After) is { } time
                && (rows.IsNull(3) || time.ErrorMs < rows.Int64(3))
                && ClockCorrection.Helps(ClockQualityReader.Of(rows.Blob(2)), time))
                found.Add((next, time));
        }
        return (found, next);
    }

    private static void Write(Database db, long journal, List<(long Seq, CorrectedTime Time)> found)
    {
        using var update = db.Prepare(
            "UPDATE event SET corrected_at = ?, corrected_error = ? WHERE journal = ? AND seq = ?");
        foreach (var (seq, time) in found)
            update.Bind(1, time.At).Bind(2, time.ErrorMs).Bind(3, journal).Bind(4, seq).Run();
    }
}
