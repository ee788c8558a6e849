using CheckIn.Hub.Enrolment;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// A browser carries the hub's cookie to whatever address any web page names. So before it is asked whose cookie that
/// is, what a foreign page asked is refused: acts, sockets, and reading anything but as a page in a window of its own.
/// What changes something must then show more than that nothing speaks against it (<see cref="FormProofs"/>).
/// </summary>
internal static class ForeignPages
{
    internal static Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        // Gates show a certificate, which no page can; they are no browsers.
        if (GateDoor.IsFor(http) || PageOrigin.Foreign(http.Request) is not { } problem)
            return next(http);
        return !http.WebSockets.IsWebSocketRequest && PageOrigin.IsVisit(http.Request)
            ? next(http) : Refusal(problem).ExecuteAsync(http);
    }

    internal static IResult Refusal(string problem) => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden, title: "Not from here", detail: problem + " Nothing was done.");
}
