using System.Globalization;
using System.Threading.RateLimiting;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// How often gates may ask. Without a certificate an address is counted (of IPv6 the network of 64 bits, which is one
/// subscriber's), so that codes cannot be guessed in bulk; with one the gate is.
/// </summary>
internal static class GateLimits
{
    private const int AsksPerMinute = 60;

    internal static IServiceCollection AddGateLimits(this IServiceCollection services) =>
        services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy<string, Attempts>(nameof(Attempts));
        limiter.AddPolicy<string, Asks>(nameof(Asks));
    });

    private static RateLimitPartition<string> Minute(string who, int most) => RateLimitPartition.GetFixedWindowLimiter(
        who, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1) });

    private static ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? after : TimeSpan.FromMinutes(1);
        var http = rejected.HttpContext;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new(GateEndpoints.Refuse(
            new EnrolmentRefusal(EnrolmentReasons.Busy), StatusCodes.Status429TooManyRequests).ExecuteAsync(http));
    }

    /// <summary>Of who has no certificate.</summary>
    internal sealed class Attempts(IOptions<EnrolmentOptions> options) : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

        public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
            Minute(CallerLimits.NetworkOf(httpContext.Connection.RemoteIpAddress), options.Value.AttemptsPerMinute);
    }

    /// <summary>Of gates.</summary>
    internal sealed class Asks : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

        public RateLimitPartition<string> GetPartition(HttpContext httpContext) => Minute(
            httpContext.Features.Get<GatesConnection>()?.Client.Serial
            ?? CallerLimits.NetworkOf(httpContext.Connection.RemoteIpAddress), AsksPerMinute);
    }
}
