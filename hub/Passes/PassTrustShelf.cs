using CheckIn.Contract;
using CheckIn.Hub.Lists;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>Whose passes are good, as gates have it in their lists; read again when these are others.</summary>
internal sealed class PassTrustShelf(ListBook lists)
{
    private readonly Lock _lock = new();
    private Kept? _kept;

    /// <summary>As of the lists that gates are told now.</summary>
    internal PassTrust Now()
    {
        var (keys, revoked) = (lists.Find(ListNames.Passes), lists.Find(ListNames.Revocations));
        lock (_lock)
        {
            if (_kept is { } kept && ReferenceEquals(kept.Keys, keys) && ReferenceEquals(kept.Revoked, revoked))
                return kept.Trust;
            var trust = new PassTrust(
                keys is null ? PassKeys.None : PassKeys.Parse(keys.Content.Span),
                revoked is null ? RevocationList.None : RevocationList.Parse(revoked.Content.Span));
            _kept = new Kept(keys, revoked, trust);
            return trust;
        }
    }

    private sealed record Kept(ListDocument? Keys, ListDocument? Revoked, PassTrust Trust);
}
