using CheckIn.Hub.Web;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Before every endpoint: finds out who asks (<see cref="CallerReader"/>), and lets him through if the endpoint's
/// <see cref="Access"/> admits him. An endpoint without a rule admits nobody. A browser that nobody has signed in on is
/// led to the page for that, and one whose last proof is too old for what it asks to the page that asks again;
/// everything else is answered as RFC 9457 has it. A stream ends with the session or token it was asked with.
/// </summary>
internal sealed class Doorkeeper(
    CallerReader readers, SessionBook sessions, RefusalLedger ledger, ILogger<Doorkeeper> logger)
{
    internal const string SignIn = "/sign-in", Prove = "/account/prove";

    /// <summary>Of the answer that asks for another proof, so that a program can tell it from others.</summary>
    internal const string ProofWanted = "urn:checkin:proof-wanted";

    /// <summary>Finds out who asks; <see cref="Caller.Of"/> knows from then on.</summary>
    internal Task ReadAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null)
            http.Features.Set(readers.Read(http));
        return next(http);
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
            await Refuse(http, StatusCodes.Status403Forbidden, "Nobody may use this address.",
                "Không ai được dùng địa chỉ này.").ExecuteAsync(http);
        }
        else if (!access.Admits(caller))
            await TurnAwayAsync(http, caller);
        else if (access.IsFresh && caller.Session is { } session && !sessions.IsFresh(session))
            await AskAgainAsync(http);
        else
            await LetInAsync(http, caller, next);
    }

    private async Task LetInAsync(HttpContext http, Caller caller, RequestDelegate next)
    {
        await using var ending = readers.EndOf(caller)?.UnsafeRegister(static state =>
        {
            var late = (HttpContext)state!;
            if (late.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true)
                late.Abort();
        }, http) ?? default;
        await next(http);
    }

    private async Task TurnAwayAsync(HttpContext http, Caller caller)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (caller.Kind == CallerKind.Nobody && IsPage(http.Request) && HttpMethods.IsGet(http.Request.Method))
        {
            Lead(http, SignIn, Here(http.Request));
            return;
        }
        if (caller.Kind == CallerKind.Nobody)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Refuse(http, StatusCodes.Status401Unauthorized,
                "Nobody has signed in here, and no token was shown. Nothing was done.",
                "Chưa có ai đăng nhập ở đây và không có mã truy cập. Chưa làm gì cả.").ExecuteAsync(http);
            return;
        }
        ledger.Act(caller, $"{http.Request.Method} {http.Request.Path}");
        if (IsPage(http.Request))
        {
            await ForbiddenPages.Of(http).ExecuteAsync(http);
            return;
        }
        await Refuse(http, StatusCodes.Status403Forbidden,
            "Your roles do not go that far. Nothing was done; an administrator can change them.",
            "Vai trò của bạn không cho phép việc này. Chưa làm gì cả; quản trị viên có thể thay đổi vai trò.")
            .ExecuteAsync(http);
    }

    private static Task AskAgainAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (IsPage(http.Request))
        {
            Lead(http, Prove, HttpMethods.IsGet(http.Request.Method) ? Here(http.Request) : Before(http.Request));
            return Task.CompletedTask;
        }
        return Refuse(http, StatusCodes.Status403Forbidden,
            "This asks for your password or second factor again. Nothing was done; prove it on the hub's page, and try "
                + "again.",
            "Việc này cần nhập lại mật khẩu hoặc xác minh bước hai. Chưa làm gì cả; hãy xác minh trên trang của trung "
                + "tâm rồi thử lại.", ProofWanted).ExecuteAsync(http);
    }

    private static void Lead(HttpContext http, string to, string next)
    {
        http.Response.Headers.Location = $"{to}?next={Uri.EscapeDataString(next)}";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
    }

    private static string Here(HttpRequest request) => request.PathBase + request.Path + request.QueryString;

    /// <summary>The page on which the form was that was sent: what was typed is lost, the way to it is not.</summary>
    private static string Before(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page)
        && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) ? page.PathAndQuery : "/";

    /// <summary>Something that a browser shows, and no script or program asked for.</summary>
    private static bool IsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IResult Refuse(
        HttpContext http, int status, string english, string vietnamese, string? type = null) => Results.Problem(
            statusCode: status, title: "Not done", type: type,
            detail: CheckIn.Settings.Languages.Of(ApiRequests.LanguageOf(http), english, vietnamese));
}
