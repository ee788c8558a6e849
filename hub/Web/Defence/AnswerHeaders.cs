namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// What every answer says to browsers, errors and refusals included: where what is shown may load from, that nobody
/// embeds or keeps it, and that the next time is encrypted too. Written as the answer starts, so that no later step can
/// leave it out; what a step has said itself stays.
/// </summary>
internal static class AnswerHeaders
{
    internal const string OfPages =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    internal const string OfAnythingElse =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Nothing but passkeys; the rest of a device is none of the hub's business.</summary>
    private const string Permissions =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), "
        + "gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        + "screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=(), publickey-credentials-create=(self), "
        + "publickey-credentials-get=(self)";

    /// <summary>A year.</summary>
    private const string OnlyTls = "max-age=31536000";

    internal static Task WriteAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            Write((HttpContext)state);
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    private static void Write(HttpContext http)
    {
        var (headers, type) = (http.Response.Headers, http.Response.ContentType);
        var isPage = type is not null && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = isPage ? OfPages : OfAnythingElse;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": with that a browser calls even our own forms' origin "null".
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        // For localhost a browser would hold every other program of the machine to it as well.
        if (http.Request.IsHttps && !http.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            headers.StrictTransportSecurity = OnlyTls;
    }
}
