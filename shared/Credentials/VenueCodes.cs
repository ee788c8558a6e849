namespace CheckIn.Credentials;

/// <summary>Posters of places, of this and other systems: whoever shows one is asked to show his own code.</summary>
internal static class VenueCodes
{
    private static readonly string[] Hosts = ["qr.tokhaiyte.vn", "qr.pccovid.gov.vn", "e.coronawarn.app"];
    private static readonly string[] Prefixes = ["NZCOVIDTRACER:", "UKC19TRACING:1:"];

    internal static bool Matches(string text)
    {
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        // The address is parsed, so that a host inside a path or a query does not count.
        return text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && Array.IndexOf(Hosts, address.IdnHost.ToLowerInvariant()) >= 0;
    }
}
