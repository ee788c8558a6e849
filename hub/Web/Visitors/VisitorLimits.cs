using System.Threading.RateLimiting;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>
/// How often one address may declare or have a code made, beyond what anybody may ask (<see cref="CallerLimits"/>): what
/// nobody has signed in for fills the database by no more than this.
/// </summary>
internal sealed class VisitorLimits(IOptions<VisitorOptions> options) : IRateLimiterPolicy<string>
{
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => static (rejected, _) => new(
        CallerLimits.RefuseAsync(
            rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                ? after : TimeSpan.FromMinutes(1)));

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        "visitor " + GateLimits.Attempts.NetworkOf(httpContext.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.PerMinute, Window = TimeSpan.FromMinutes(1) });
}
