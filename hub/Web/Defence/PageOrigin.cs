namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// Whose page a request comes from, by what the browser itself says and no page can forge: Origin, and Sec-Fetch-Site.
/// Pure.
/// </summary>
internal static class PageOrigin
{
    /// <summary>What tells a foreign page; null = none is seen.</summary>
    internal static string? Foreign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } sites && sites is not ["same-origin" or "none"])
            return "Another web site asked it through this browser.";
        // "null" is what a browser says of a page that it trusts nowhere.
        return request.Headers.Origin is { Count: > 0 } origins && !(origins is [{ } origin] && IsOwn(origin, request))
            ? "A page that is not the hub's own asked it." : null;
    }

    /// <summary>Whether it is shown that the hub's own page asks, or a person by himself and no page.</summary>
    internal static bool IsShown(HttpRequest request) => Foreign(request) is null
        && (request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"].Count > 0);

    /// <summary>
    /// Somebody follows a link to one of the hub's pages, from wherever: it is shown as a whole, in a window, and what
    /// led here cannot read it.
    /// </summary>
    internal static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Origin.Count == 0
        && request.Headers["Sec-Fetch-Mode"] is ["navigate"] && request.Headers["Sec-Fetch-Dest"] is ["document"];

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && page.UserInfo.Length == 0 && own.UserInfo.Length == 0
        && page.Scheme == own.Scheme && page.Port == own.Port
        && page.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);
}
