using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Audit;

/// <summary>Puts seals under the chain.</summary>
internal sealed class AuditSealer(
    EventStore store, IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events, TimeProvider time)
{
    private readonly SealKeys _keys = new(KeyPlaces.Of(keys.Value, events.Value.Path));

    /// <summary>Rows that no seal covers.</summary>
    internal long Unsealed() => store.Read(static db =>
        AuditRows.Head(db).Id - (AuditSeals.Last(db)?.Row ?? 0));

    /// <summary>Seals what is committed; where nothing has come since the last one, there is nothing to seal.</summary>
    /// <exception cref="KeysException">Its key cannot be had.</exception>
    /// <exception cref="IOException">The keys' folder cannot be written.</exception>
    internal async Task<AuditSeal?> SealAsync()
    {
        var (head, last) = store.Read(static db => (AuditRows.Head(db), AuditSeals.Last(db)));
        using var key = _keys.Open(hasSealed: last is not null);
        if (head.Id == (last?.Row ?? 0))
            return null;
        var seal = AuditSeal.Sign((last?.Number ?? 0) + 1, head.Id, time.GetUtcNow(), head.Link, key);
        await store.WriteAsync(db => AuditSeals.Add(db, seal), CancellationToken.None);
        _keys.Remember(seal);
        return seal;
    }
}
