using System.Text;

namespace CheckIn.Credentials;

/// <summary>Posters of places, of this and other systems: whoever shows one is asked to show his own code.</summary>
internal static class VenueCodes
{
    private static readonly byte[][] Hosts =
        ["qr.tokhaiyte.vn"u8.ToArray(), "qr.pccovid.gov.vn"u8.ToArray(), "e.coronawarn.app"u8.ToArray()];
    private static readonly byte[][] Prefixes = ["NZCOVIDTRACER:"u8.ToArray(), "UKC19TRACING:1:"u8.ToArray()];

    internal static bool Matches(ReadOnlySpan<byte> code)
    {
        foreach (var prefix in Prefixes)
        {
            if (code.StartsWith(prefix))
                return true;
        }
        var scheme = "https://"u8;
        return code.Length > scheme.Length && Ascii.EqualsIgnoreCase(code[..scheme.Length], scheme)
            && (IsKnown(Host(code[scheme.Length..])) || IsOfHub(code[scheme.Length..]));
    }

    /// <summary>A hub's own poster is known by its path, for its host is any hub's.</summary>
    private static bool IsOfHub(ReadOnlySpan<byte> rest) =>
        rest.IndexOf((byte)'/') is > 0 and var path && VenueCode.IsPath(rest[path..]);

    /// <summary>
    /// The host of what follows the scheme, so that a name inside a path, a query or before an @ does not count.
    /// Cut by hand: a URI type may throw on some hosts only when it is asked for them.
    /// </summary>
    private static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny("/?#\\"u8);
        var authority = end < 0 ? rest : rest[..end];
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        var port = authority.IndexOf((byte)':');
        return port < 0 ? authority : authority[..port];
    }

    private static bool IsKnown(ReadOnlySpan<byte> host)
    {
        foreach (var known in Hosts)
        {
            if (Ascii.EqualsIgnoreCase(host, known))
                return true;
        }
        return false;
    }
}
