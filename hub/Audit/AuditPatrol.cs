using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Audit;

/// <summary>
/// Goes over the running hub's own chain, a bounded part at a time. A chain of up to <see cref="MostRows"/> rows is
/// gone over wholly at each turn. Of a longer one each turn takes what is new since the last, and the next part of what
/// is old, going round; at the first turn what is new begins at a seal. A broken chain does not heal: once found it
/// stays found until the hub's next start.
/// </summary>
internal sealed class AuditPatrol(IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events)
{
    /// <summary>Half a second of one processor.</summary>
    internal const long MostRows = 200_000;
    private readonly SealKeys _keys = new(KeyPlaces.Of(keys.Value, events.Value.Path));
    private AuditPosition _old = AuditPosition.Start;
    private AuditPosition? _new;

    /// <summary>The first that was found; null = none so far.</summary>
    internal AuditFault? Fault { get; private set; }

    /// <summary>One turn; what it found, if anything.</summary>
    /// <exception cref="KeysException">The public keys cannot be read.</exception>
    internal AuditFault? Turn(CancellationToken cancellation)
    {
        var (trusted, remembered) = (_keys.Trusted(), _keys.Last());
        using var record = new AuditRecord(events.Value.Path);
        var last = record.LastRow;
        var isShort = last <= MostRows;
        if (!isShort)
        {
            var part = record.Check(_old, MostRows / 2, trusted, null, cancellation);
            Take(part);
            _old = part.Position.Row >= last ? AuditPosition.Start : part.Position;
        }
        var from = isShort ? AuditPosition.Start
            : _new ?? (trusted is null ? AuditPosition.Start : record.AnchorUpTo(last - (MostRows / 2), trusted));
        var rest = record.Check(from, MostRows, trusted, remembered, cancellation);
        Take(rest);
        _new = rest.Position;
        return Fault;
    }

    private void Take(AuditVerdict verdict) => Fault ??= verdict.Faults.Count > 0 ? verdict.Faults[0] : null;
}
