using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Modes;

/// <summary>
/// What gates say has become of orders: of each gate its last word, in memory, read at the start from what was kept of
/// their reports. As many as there are gates with orders, 32 entries each.
/// </summary>
internal sealed class ModeReports
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<ModeReport>> _byGate = new(StringComparer.Ordinal);

    /// <summary>A gate's report; whether it says anything else than before.</summary>
    internal bool Hear(string gate, IReadOnlyList<ModeReport>? modes)
    {
        lock (_lock)
        {
            var before = _byGate.GetValueOrDefault(gate, []);
            IReadOnlyList<ModeReport> now = modes is null ? []
                : [.. modes.Where(static one => one is { Id: not null, State: not null }).Take(DesiredMessage.MostModes)];
            if (now.SequenceEqual(before))
                return false;
            if (now.Count == 0)
                _byGate.Remove(gate);
            else
                _byGate[gate] = now;
            return true;
        }
    }

    /// <summary>Null = it has said nothing of it.</summary>
    internal ModeReport? Of(string gate, string order)
    {
        lock (_lock)
        {
            return _byGate.TryGetValue(gate, out var reports)
                ? reports.FirstOrDefault(report => report.Id == order) : null;
        }
    }

    /// <summary>Gates that have each order in force.</summary>
    internal ILookup<string, string> InForce()
    {
        lock (_lock)
        {
            return _byGate.SelectMany(static pair => pair.Value
                .Where(static report => report.State == ModeReport.InForce)
                .Select(report => (report.Id, Gate: pair.Key)))
                .ToLookup(static one => one.Id, static one => one.Gate, StringComparer.Ordinal);
        }
    }

    /// <summary>What was kept, for whom nothing newer was heard.</summary>
    internal void Recall(Database db)
    {
        using var rows = db.Prepare("SELECT gate, report FROM reported WHERE instr(report, '\"modes\"') > 0");
        while (rows.Step())
        {
            var (gate, message) = (rows.Text(0)!, Read(rows.Text(1)!));
            lock (_lock)
            {
                if (!_byGate.ContainsKey(gate) && message?.Modes is { Count: > 0 } modes)
                    _byGate[gate] = modes;
            }
        }
    }

    private static ReportedMessage? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ContractJson.Default.ReportedMessage);
        }
        catch (JsonException)
        {
            return null; // Of a hub of another version; the gate says it again when it connects.
        }
    }
}
