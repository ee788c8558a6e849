namespace CheckIn.Hub.Web;

/// <summary>Where somebody is led back to: a path of this site, whoever made the link that he followed.</summary>
internal static class OwnPath
{
    private const int Longest = 500;

    /// <summary>What was asked for, if it is one, without its language; else what stands for it.</summary>
    internal static string Of(string? typed, string otherwise)
    {
        var isOwn = typed is { Length: > 0 and <= Longest } && typed[0] == '/'
            && !typed.StartsWith("//", StringComparison.Ordinal)
            && !typed.Contains('\\', StringComparison.Ordinal) && !typed.Any(char.IsControl)
            && Uri.TryCreate(typed, UriKind.Relative, out _);
        return isOwn ? WithoutLanguage(typed!) : otherwise;
    }

    /// <summary>The page that a form was on, as its browser tells; else what stands for it.</summary>
    internal static string OfReferrer(HttpRequest request, string otherwise) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page)
            && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? Of(page.PathAndQuery, otherwise) : otherwise;

    private static string WithoutLanguage(string path)
    {
        var at = path.IndexOf('?', StringComparison.Ordinal);
        if (at < 0)
            return path;
        var rest = path[(at + 1)..].Split('&')
            .Where(static pair => !pair.StartsWith("lang=", StringComparison.Ordinal));
        var query = string.Join('&', rest);
        return query.Length == 0 ? path[..at] : path[..at] + "?" + query;
    }
}
