using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;
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
            Minute(NetworkOf(httpContext.Connection.RemoteIpAddress), options.Value.AttemptsPerMinute);

        /// <summary>An address; of IPv6 the network of 64 bits, which is one subscriber's.</summary>
        internal static string NetworkOf(IPAddress? address)
        {
            if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6)
                return address?.ToString() ?? "";
            return address.IsIPv4MappedToIPv6
                ? address.MapToIPv4().ToString() : Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
        }
    }

    /// <summary>Of gates.</summary>
    internal sealed class Asks : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

        public RateLimitPartition<string> GetPartition(HttpContext httpContext) => Minute(
            httpContext.Features.Get<GatesConnection>()?.Client.Serial
            ?? Attempts.NetworkOf(httpContext.Connection.RemoteIpAddress), AsksPerMinute);
    }
}
