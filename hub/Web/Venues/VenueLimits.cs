using System.Threading.RateLimiting;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Web.Venues;

/// <summary>
/// How often what anybody can do is done: of one address (of IPv6 one network), behind which a whole building or a provider's
/// many subscribers may be, and of one site. Beyond that nothing is recorded, and whoever pressed is told so.
/// </summary>
internal sealed class VenueLimits : IDisposable
{
    /// <summary>Presses a minute of one address; a lane lets sixty people through in one.</summary>
    internal const int OfAddress = 120;

    /// <summary>Presses a minute at one site.</summary>
    internal const int OfSite = 600;

    private readonly PartitionedRateLimiter<HttpContext> _addresses =
        PartitionedRateLimiter.Create<HttpContext, string>(static http => Minute(CallerLimits.KeyOf(http), OfAddress));
    private readonly PartitionedRateLimiter<string> _sites =
        PartitionedRateLimiter.Create<string, string>(static site => Minute(site, OfSite));

    /// <summary>Whether one more may be done.</summary>
    internal bool TryTake(HttpContext http, string site)
    {
        using var address = _addresses.AttemptAcquire(http);
        if (!address.IsAcquired)
            return false;
        using var own = _sites.AttemptAcquire(site);
        return own.IsAcquired;
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _sites.Dispose();
    }

    private static RateLimitPartition<string> Minute(string key, int most) => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = most,
            TokensPerPeriod = most / 60,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
            QueueLimit = 0,
        });
}
