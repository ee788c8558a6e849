using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Where a gate stands, by its enrolment.</summary>
/// <param name="HasLeft">It is revoked or has wiped itself.</param>
/// <param name="EnrolledAt">Since when its enrolment is as it is; null = it was never enrolled.</param>
internal readonly record struct GatePlace(string? Label, string? Site, bool HasLeft, DateTimeOffset? EnrolledAt);

/// <summary>Where every gate stands; read anew when it is asked for and some seconds old.</summary>
internal sealed class GatePlaces(EventStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly Lock _reading = new();
    private volatile Snapshot? _latest;

    internal GatePlace Of(string gate) => All().GetValueOrDefault(gate);

    internal IReadOnlyDictionary<string, GatePlace> All()
    {
        if (_latest is { } snapshot && time.GetElapsedTime(snapshot.At) < Fresh)
            return snapshot.Gates;
        lock (_reading)
        {
            if (_latest is { } newer && time.GetElapsedTime(newer.At) < Fresh)
                return newer.Gates;
            var read = new Snapshot(time.GetTimestamp(), store.Read(static db =>
            {
                using var rows = db.Prepare("SELECT name, label, site, standing, standing_since FROM gate");
                var gates = new Dictionary<string, GatePlace>(StringComparer.Ordinal);
                while (rows.Step())
                {
                    gates[rows.Text(0)!] = new GatePlace(
                        rows.Text(1), rows.Text(2), rows.Text(3) is Standings.Revoked or Standings.Left,
                        rows.IsNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(4)));
                }
                return gates;
            }));
            _latest = read;
            return read.Gates;
        }
    }

    private sealed record Snapshot(long At, Dictionary<string, GatePlace> Gates);
}
