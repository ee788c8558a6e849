namespace CheckIn.Hub.Accounts;

/// <summary>
/// Before every endpoint: finds out who asks (<see cref="CallerReader"/>), and lets him through if the endpoint's
/// <see cref="Access"/> admits him. An endpoint without a rule admits nobody. A browser that nobody has signed in on is
/// led to the page for that; everything else is answered as RFC 9457 has it.
/// </summary>
internal sealed class Doorkeeper(CallerReader readers, ILogger<Doorkeeper> logger)
{
    internal const string SignIn = "/sign-in";

    /// <summary>Finds out who asks; <see cref="Caller.Of"/> knows from then on.</summary>
    internal async Task ReadAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null)
            http.Features.Set(await readers.ReadAsync(http));
        await next(http);
    }

    /// <summary>Whether he may.</summary>
    internal async Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        // What is no route is the framework's own answer: there is nothing here, or not for this method.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var caller = Caller.Of(http);
        if (endpoint.Metadata.GetMetadata<Access>() is not { } access)
        {
            Log.NoRule(logger, endpoint.DisplayName ?? "?");
            await Refuse(StatusCodes.Status403Forbidden, "Nobody may use this address.").ExecuteAsync(http);
        }
        else if (access.Admits(caller))
            await next(http);
        else
            await TurnAwayAsync(http, caller);
    }

    private static async Task TurnAwayAsync(HttpContext http, Caller caller)
    {
        var request = http.Request;
        http.Response.Headers.CacheControl = "no-store";
        if (caller.Kind == CallerKind.Nobody && IsPage(request))
        {
            var here = request.PathBase + request.Path + request.QueryString;
            http.Response.Headers.Location = $"{SignIn}?next={Uri.EscapeDataString(here)}";
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            return;
        }
        if (caller.Kind == CallerKind.Nobody)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Refuse(
                StatusCodes.Status401Unauthorized,
                "Nobody has signed in here, and no token was shown. Nothing was done.").ExecuteAsync(http);
        }
        else
        {
            await Refuse(
                StatusCodes.Status403Forbidden,
                "Your roles do not go that far. Nothing was done; an administrator can change them.").ExecuteAsync(http);
        }
    }

    /// <summary>Something that a browser shows, and no form, script or program asked for.</summary>
    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IResult Refuse(int status, string detail) =>
        Results.Problem(statusCode: status, title: "Not done", detail: detail);
}
