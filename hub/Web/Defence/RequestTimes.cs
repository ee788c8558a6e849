using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// Every answer has its time (Web:Limits:RequestTime). What may take longer is held by the rate at which bytes must
/// move: large bodies, and what gates fetch over links that are slow; streams and sockets end otherwise.
/// </summary>
internal sealed class RequestTimes(IOptions<WebOptions> web) : IConfigureOptions<RequestTimeoutOptions>
{
    private const long Large = 1024 * 1024;

    public void Configure(RequestTimeoutOptions options) => options.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = web.Value.Limits.RequestTime,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>After the framework's own.</summary>
    internal static Task LiftAsync(HttpContext http, RequestDelegate next)
    {
        var size = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>();
        if (GateDoor.IsFor(http) || http.WebSockets.IsWebSocketRequest
            || (size is not null && (size.MaxRequestBodySize ?? long.MaxValue) > Large))
            Lift(http);
        return next(http);
    }

    /// <summary>This request may last.</summary>
    internal static void Lift(HttpContext http) => http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
}
