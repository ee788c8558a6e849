using System.Net;

namespace CheckIn.Hub.Web;

/// <summary>
/// Nobody signs in yet: whoever reaches page and API from this machine is its operator. A browser on this machine
/// reaches them too, and shows pages of anybody's, which could click for the operator (cross-site requests), or read
/// for him through a name of theirs that points to this machine (DNS rebinding). So what changes something, and every
/// WebSocket, must come from no page or from the hub's own; and what tells of enrolment must be asked of this machine
/// by its own name.
/// </summary>
internal static class LocalRequests
{
    /// <summary>For every request: those that change something are judged.</summary>
    internal static Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        var isHarmless = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if ((isHarmless && !http.WebSockets.IsWebSocketRequest) || Enrolment.GateDoor.IsFor(http))
            return next(http);
        return Problem(http) is { } problem ? Refuse(problem).ExecuteAsync(http) : next(http);
    }

    /// <summary>For endpoints whose answers are nobody else's to read.</summary>
    internal static ValueTask<object?> OnlyAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Problem(context.HttpContext) is { } problem ? ValueTask.FromResult<object?>(Refuse(problem)) : next(context);

    /// <summary>Null = it may.</summary>
    internal static string? Problem(HttpContext http)
    {
        var request = http.Request;
        if (!IsThisMachine(request.Host.Host, http.Connection.LocalIpAddress))
        {
            return $"It was asked of '{request.Host.Host}', which is no name of this machine "
                + "such as localhost or 127.0.0.1.";
        }
        if (request.Headers["Sec-Fetch-Site"] is [var site, ..] && site is not ("same-origin" or "none"))
            return "Another web site asked it through this browser.";
        // "null" is what a browser says of a page that it trusts nowhere.
        return request.Headers.Origin is [var origin, ..] && !IsOwn(origin, request)
            ? $"The page of '{origin}' asked it, and not the hub's own." : null;
    }

    private static bool IsThisMachine(string host, IPAddress? local)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(local)
                || (local is { IsIPv4MappedToIPv6: true } && address.Equals(local.MapToIPv4())));
    }

    /// <summary>
    /// The page's scheme may be another where something before the hub encrypts; host and port may not.
    /// </summary>
    private static bool IsOwn(string? origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static IResult Refuse(string problem) => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden, title: "Not from here", detail: problem + " Nothing was done.");
}
