using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// The HTTPS that gates use, apart from page and API: each serves what is its own and nothing of the other. Which of
/// the two a request came in by is told by its connection, not by anything in the request.
/// </summary>
internal static class GateDoor
{
    internal const string Enrolment = "/api/v1/enrolment";
    internal const string Gate = "/api/v1/gate";

    /// <summary>Whether the request came in by it.</summary>
    internal static bool IsFor(HttpContext http) => http.Features.Get<GatesConnection>() is not null;

    /// <summary>To everybody else, and for everything else, there is nothing here.</summary>
    internal static Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        var isGates = path.StartsWithSegments(Enrolment, StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments(Gate, StringComparison.OrdinalIgnoreCase);
        if (isGates == IsFor(http))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
