using System.Threading.RateLimiting;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Registrations;

/// <summary>How many places one address may register in an hour.</summary>
internal sealed class RegistrationLimit(IOptions<RegistrationOptions> options) : IRateLimiterPolicy<string>
{
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => static (rejected, _) => new(
        CallerLimits.RefuseAsync(rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? after : TimeSpan.FromHours(1)));

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        GateLimits.Attempts.NetworkOf(httpContext.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.PerAddressAndHour,
            Window = TimeSpan.FromHours(1),
        });
}
