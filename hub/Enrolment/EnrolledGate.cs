using System.Globalization;
using CheckIn.Storage;

namespace CheckIn.Hub.Enrolment;

/// <summary>A gate as enrolment knows it.</summary>
/// <param name="Standing">One of <see cref="Standings"/>; null = it was never enrolled.</param>
/// <param name="Since">Of the standing.</param>
/// <param name="Provision">Grows with every change of what the hub has for it, keys apart.</param>
internal sealed record EnrolledGate(
    string Id, string? Label, string? Site, string? Plan, string? Standing, DateTimeOffset? Since, long Provision)
{
    internal bool IsInService => Standing is Standings.Active or Standings.Leaving;

    /// <summary>
    /// It has had a certificate; without a standing that is one of before the database was put back from a backup.
    /// </summary>
    internal bool HasCertificate { get; init; }

    internal bool WasEnrolled => Standing is not null || HasCertificate;
}

/// <summary>What becomes of a gate. The first two are told to it.</summary>
internal static class Standings
{
    internal const string Active = CheckIn.Enrolment.GateStandings.Active;
    internal const string Leaving = CheckIn.Enrolment.GateStandings.Leaving;
    /// <summary>It has wiped itself.</summary>
    internal const string Left = "left";
    internal const string Revoked = "revoked";
    /// <summary>It is no machine but a site's poster: never connected, enrolled or lost.</summary>
    internal const string Poster = "poster";
}

/// <summary>The gates' enrolment in the store. The fleet keeps other columns of the same rows.</summary>
internal static class EnrolledGates
{
    private const string Columns = """
        name, label, site, plan, standing, standing_since, provision,
        EXISTS (SELECT 1 FROM certificate WHERE certificate.gate = gate.id)
        """;

    internal static EnrolledGate? Find(Database db, string gate)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM gate WHERE name = ?");
        return row.Bind(1, gate).Step() ? Read(row) : null;
    }

    /// <summary>Gates that the hub has something for: of a site, a plan, or all.</summary>
    internal static IReadOnlyList<EnrolledGate> InService(Database db, string? site = null, string? plan = null)
    {
        using var rows = db.Prepare($"""
            SELECT {Columns} FROM gate WHERE standing IN ('{Standings.Active}', '{Standings.Leaving}')
                AND (?1 IS NULL OR site = ?1) AND (?2 IS NULL OR plan = ?2)
            """);
        rows.Bind(1, site).Bind(2, plan);
        var gates = new List<EnrolledGate>();
        while (rows.Step())
            gates.Add(Read(rows));
        return gates;
    }

    /// <summary>The gate comes into service.</summary>
    internal static void Enrol(Database db, string gate, ClaimOrder order, long now)
    {
        using var put = db.Prepare($"""
            INSERT INTO gate(name, label, site, plan, standing, standing_since, provision)
            VALUES(?, ?, ?, ?, '{Standings.Active}', ?, 1)
            ON CONFLICT(name) DO UPDATE SET label = coalesce(excluded.label, label), site = excluded.site,
                plan = excluded.plan, standing = excluded.standing, standing_since = excluded.standing_since,
                provision = provision + 1
            """);
        put.Bind(1, gate).Bind(2, order.Label).Bind(3, order.Site).Bind(4, order.Plan).Bind(5, now).Run();
    }

    internal static void Set(Database db, string gate, string standing, long now)
    {
        using var set = db.Prepare(
            "UPDATE gate SET standing = ?, standing_since = ?, provision = provision + 1 WHERE name = ?");
        set.Bind(1, standing).Bind(2, now).Bind(3, gate).Run();
    }

    /// <summary>What the plan says has changed.</summary>
    internal static void Changed(Database db, string plan)
    {
        using var set = db.Prepare("UPDATE gate SET provision = provision + 1 WHERE plan = ?");
        set.Bind(1, plan).Run();
    }

    /// <summary>
    /// The site's name with the lowest number that no gate has or had, and no claim that waits will give:
    /// <c>truong-a-01</c>.
    /// </summary>
    internal static string NextFree(Database db, string site, long now)
    {
        using var rows = db.Prepare($"""
            SELECT name FROM gate WHERE name GLOB ?1
            UNION ALL
            SELECT gate FROM claim WHERE gate GLOB ?1 AND expires_at > ?2 AND used_at IS NULL AND withdrawn_at IS NULL
            """);
        rows.Bind(1, site + "-[0-9]*").Bind(2, now);
        var taken = new HashSet<long>();
        while (rows.Step())
        {
            if (long.TryParse(
                rows.Text(0).AsSpan(site.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                taken.Add(number);
        }
        var next = 1L;
        while (taken.Contains(next))
            next++;
        return string.Create(CultureInfo.InvariantCulture, $"{site}-{next:00}");
    }

    private static EnrolledGate Read(Statement row) => new(
        row.Text(0)!, row.Text(1), row.Text(2), row.Text(3), row.Text(4),
        row.IsNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(5)), row.Int64(6))
    {
        HasCertificate = row.Int64(7) != 0,
    };
}
