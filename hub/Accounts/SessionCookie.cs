namespace CheckIn.Hub.Accounts;

/// <summary>
/// The cookie with a session's id. Over TLS its name has the prefix by which browsers hold it to this host, this path
/// and TLS (RFC 6265bis 4.1.3.2); on plain loopback, where that cannot be, another name. It goes with no request that
/// another site's page makes, but with links that lead here, no script reads it, and it ends with the browser.
/// </summary>
public static class SessionCookie
{
    internal const string OverTls = "__Host-checkin", Plain = "checkin-session";

    /// <summary>Null = none.</summary>
    public static string? Read(HttpContext http) => http.Request.Cookies[NameFor(http)];

    public static void Write(HttpContext http, string id) =>
        http.Response.Cookies.Append(NameFor(http), id, Form(http));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), Form(http));

    private static string NameFor(HttpContext http) => http.Request.IsHttps ? OverTls : Plain;

    private static CookieOptions Form(HttpContext http) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
    };
}
