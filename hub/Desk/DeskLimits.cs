using System.Threading.RateLimiting;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Desk;

/// <summary>
/// How often one caller may ask: twelve-digit numbers can be tried, and a desk serves one person after the other.
/// </summary>
internal sealed class DeskLimits : IDisposable
{
    /// <summary>Questions a minute of one caller.</summary>
    internal const int PerMinute = 30;

    private readonly PartitionedRateLimiter<HttpContext> _callers = PartitionedRateLimiter.Create<HttpContext, string>(
        static http => RateLimitPartition.GetTokenBucketLimiter(CallerLimits.KeyOf(http), static _ => new()
        {
            TokenLimit = PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / PerMinute,
            AutoReplenishment = true,
            QueueLimit = 0,
        }));

    /// <exception cref="DeskException">He has asked too often.</exception>
    internal void Take(HttpContext http)
    {
        using var lease = _callers.AttemptAcquire(http);
        if (!lease.IsAcquired)
            throw DeskException.TooOften();
    }

    public void Dispose() => _callers.Dispose();
}
