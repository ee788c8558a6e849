using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// How often one may ask: who has signed in by his name, wherever he is; else the address. Gates are counted at their
/// own door, and the operator of this machine can always ask.
/// </summary>
internal sealed class CallerLimits(IOptions<WebOptions> web) : IConfigureOptions<RateLimiterOptions>
{
    public void Configure(RateLimiterOptions options)
    {
        var most = web.Value.Limits.RequestsPerMinute;
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsFree(http)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(KeyOf(http), _ => Bucket(most)));
        options.OnRejected = static (rejected, _) => new(RefuseAsync(
            rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                ? after : TimeSpan.FromSeconds(1)));
    }

    /// <summary>By whom what is bounded is counted.</summary>
    internal static string KeyOf(HttpContext http) => Caller.Of(http) is { Kind: not CallerKind.Nobody } caller
        ? caller.Actor.Name : GateLimits.Attempts.NetworkOf(http.Connection.RemoteIpAddress);

    internal static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter =
            Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(
            statusCode: StatusCodes.Status429TooManyRequests, title: "Too often",
            detail: "More was asked at once than the hub gives one caller. Nothing was done; ask again a little later.")
            .ExecuteAsync(http);
    }

    private static bool IsFree(HttpContext http) =>
        GateDoor.IsFor(http) || Caller.Of(http).Kind == CallerKind.Local;

    private static TokenBucketRateLimiterOptions Bucket(int most) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = Math.Max(1, most / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = true,
        QueueLimit = 0,
    };
}
