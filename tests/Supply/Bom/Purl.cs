namespace CheckIn.Supply.Bom;

/// <summary>Package URLs.</summary>
internal static class Purl
{
    internal static string NuGet(string name, string version) => $"pkg:nuget/{Escape(name)}@{Escape(version)}";

    internal static string Generic(string name, string? version) =>
        version is null ? $"pkg:generic/{Escape(name)}" : $"pkg:generic/{Escape(name)}@{Escape(version)}";

    /// <summary>The package without its version, in lower case: what advisories name.</summary>
    internal static string Package(string purl)
    {
        var end = purl.IndexOfAny(['@', '?', '#']);
        return (end < 0 ? purl : purl[..end]).ToLowerInvariant();
    }

    // A '+' stands for a space in too many readers of URLs.
    private static string Escape(string text) => Uri.EscapeDataString(text);
}
