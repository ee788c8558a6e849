using System.Diagnostics.Metrics;
using CheckIn.Storage;

namespace CheckIn.Hub.Authority;

/// <summary>
/// How near their end the certificates of the gates are, each gate by its latest that is not revoked.
/// </summary>
internal static class GateEnds
{
    internal static IEnumerable<Measurement<long>> Count(Database db, DateTimeOffset now)
    {
        // Gates renew at two thirds of the life; at three quarters something keeps this one from it.
        using var counts = db.Prepare("""
            SELECT coalesce(sum(ends <= ?1), 0), coalesce(sum(ends > ?1 AND due <= ?1), 0), coalesce(sum(due > ?1), 0)
            FROM (SELECT max(not_after) AS ends, not_before + (not_after - not_before) * 3 / 4 AS due
                FROM certificate WHERE revoked_at IS NULL GROUP BY gate)
            """);
        counts.Bind(1, now.ToUnixTimeMilliseconds()).Step();
        return
        [
            Of("ended", counts.Int64(0)), Of("due", counts.Int64(1)), Of("good", counts.Int64(2)),
        ];
    }

    private static Measurement<long> Of(string standing, long value) =>
        new(value, new KeyValuePair<string, object?>("standing", standing));
}
