using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Enrolment;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>What is wanted of gates and what they report, in the store.</summary>
internal static class DesiredGateRows
{
    /// <summary>A gate, with what was wanted of it last.</summary>
    /// <param name="Version">0 = nothing yet.</param>
    /// <param name="Reported">The highest number that it has named; 0 = none.</param>
    internal readonly record struct Known(
        string Gate, string? Site, bool HasLeft, long Version, string Chain, string Document, long ChangedAt,
        long? DiffersSince, long Reported);

    internal static IReadOnlyList<Known> Read(Database db, IEnumerable<string> gates)
    {
        using var row = db.Prepare("""
            SELECT site, standing, d.version, d.chain, d.document, d.changed_at, d.differs_since,
                max(coalesce(r.version, 0), coalesce(r.wanted, 0))
            FROM gate LEFT JOIN desired_gate AS d ON d.gate = name LEFT JOIN reported AS r ON r.gate = name WHERE name = ?
            """);
        var known = new List<Known>();
        foreach (var gate in gates)
        {
            if (row.Reset().Bind(1, gate).Step())
            {
                known.Add(new(
                    gate, row.Text(0), row.Text(1) is Standings.Revoked or Standings.Left, row.Int64(2), row.Text(3) ?? "",
                    row.Text(4) ?? "{}", row.Int64(5), row.IsNull(6) ? null : row.Int64(6), row.Int64(7)));
            }
        }
        return known;
    }

    /// <summary>What a gate was given by rollouts, by scope; null = nothing.</summary>
    internal static Func<string, Dictionary<string, long>?> Given(Database db, IEnumerable<string> gates)
    {
        var given = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        using var rows = db.Prepare("SELECT scope, version FROM desired_given WHERE gate = ?");
        foreach (var gate in gates)
        {
            rows.Reset().Bind(1, gate);
            while (rows.Step())
            {
                if (!given.TryGetValue(gate, out var own))
                    given[gate] = own = new(StringComparer.Ordinal);
                own[rows.Text(0)!] = rows.Int64(1);
            }
        }
        return gate => given.GetValueOrDefault(gate);
    }

    internal static void Put(Database db, IEnumerable<WantedOfGate> wanted)
    {
        using var put = db.Prepare("""
            INSERT INTO desired_gate(gate, version, chain, document, changed_at, differs_since) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT(gate) DO UPDATE SET version = excluded.version, chain = excluded.chain, document = excluded.document,
                changed_at = excluded.changed_at, differs_since = excluded.differs_since
            """);
        foreach (var gate in wanted)
        {
            put.Reset().Bind(1, gate.Gate).Bind(2, gate.Version).Bind(3, gate.Chain).Bind(4, gate.Document)
                .Bind(5, gate.ChangedAt).Bind(6, gate.DiffersSince).Run();
        }
    }

    internal static void Remove(Database db, IEnumerable<string> gates)
    {
        using var wanted = db.Prepare("DELETE FROM desired_gate WHERE gate = ?");
        using var given = db.Prepare("DELETE FROM desired_given WHERE gate = ?");
        using var reported = db.Prepare("DELETE FROM reported WHERE gate = ?");
        foreach (var gate in gates)
        {
            wanted.Reset().Bind(1, gate).Run();
            given.Reset().Bind(1, gate).Run();
            reported.Reset().Bind(1, gate).Run();
        }
    }

    /// <summary>What was wanted of a gate last; null = nothing yet.</summary>
    internal static WantedOfGate? Find(Database db, string gate)
    {
        using var row = db.Prepare(
            "SELECT version, chain, document, changed_at, differs_since FROM desired_gate WHERE gate = ?");
        return row.Bind(1, gate).Step() ? new(
            gate, row.Int64(0), row.Text(1)!, row.Text(2)!, row.Int64(3), row.IsNull(4) ? null : row.Int64(4)) : null;
    }

    internal static void Report(Database db, string gate, ReportedMessage message, long now)
    {
        using var put = db.Prepare("""
            INSERT INTO reported(gate, version, wanted, state, report, at) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT(gate) DO UPDATE SET version = excluded.version, wanted = excluded.wanted, state = excluded.state,
                report = excluded.report, at = excluded.at
            """);
        put.Bind(1, gate).Bind(2, message.Version).Bind(3, message.Wanted ?? message.Version).Bind(4, message.State)
            .Bind(5, JsonSerializer.Serialize(message, ContractJson.Default.ReportedMessage)).Bind(6, now).Run();
    }

    internal static void Differs(Database db, string gate, long? since)
    {
        using var set = db.Prepare("UPDATE desired_gate SET differs_since = ? WHERE gate = ?");
        set.Bind(1, since).Bind(2, gate).Run();
    }

    /// <summary>What the gate said last, and when; null = nothing yet.</summary>
    internal static (ReportedMessage Message, DateTimeOffset At)? Reported(Database db, string gate)
    {
        using var row = db.Prepare("SELECT report, at FROM reported WHERE gate = ?");
        return row.Bind(1, gate).Step()
            ? (JsonSerializer.Deserialize(row.Text(0)!, ContractJson.Default.ReportedMessage)!,
                DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1)))
            : null;
    }

    /// <summary>Everything at once, for the hub's start.</summary>
    internal static IReadOnlyDictionary<string, GateStand> Stands(Database db)
    {
        using var rows = db.Prepare("""
            SELECT d.gate, d.version, d.chain, d.changed_at, d.differs_since, r.version, r.wanted, r.state
            FROM desired_gate AS d LEFT JOIN reported AS r ON r.gate = d.gate
            """);
        var stands = new Dictionary<string, GateStand>(StringComparer.Ordinal);
        while (rows.Step())
        {
            stands[rows.Text(0)!] = new(
                rows.Int64(1), rows.Text(2)!, rows.Int64(3), rows.IsNull(4) ? null : rows.Int64(4), 0,
                rows.Int64(5), rows.Int64(6), rows.Text(7));
        }
        return stands;
    }

    internal static JsonObject ObjectOf(string document) => (JsonObject)JsonNode.Parse(document)!;
}
