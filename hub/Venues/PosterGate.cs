using CheckIn.Contract;

namespace CheckIn.Hub.Venues;

/// <summary>
/// What is recorded at a site's poster stands in a journal like a gate's, under a name that no machine can bear:
/// <c>poster-SITE</c>. Pure.
/// </summary>
internal static class PosterGate
{
    /// <summary>The lane of everything that is recorded there.</summary>
    internal const string Lane = "poster";

    private const string Prefix = "poster-";

    /// <summary>Longest code of a site that can have a poster.</summary>
    internal const int LongestSite = GateId.MaxLength - 7;

    internal static string IdOf(string site) => Prefix + site;

    internal static bool IsOne(ReadOnlySpan<char> gate) => gate.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The site whose poster it is; null = it is no poster.</summary>
    internal static string? SiteOf(ReadOnlySpan<char> gate) => IsOne(gate) ? gate[Prefix.Length..].ToString() : null;
}
