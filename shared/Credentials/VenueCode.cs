using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CheckIn.Contract;

namespace CheckIn.Credentials;

/// <summary>
/// What a hub's poster of a place says: the address of a page of that hub, <c>https://HOST/v/SITE.VERSION.MAC</c>. Phones of
/// visitors open it; gates know it by its form, whichever hub it is of, and ask for the visitor's own code. Only the hub that
/// made it can tell whether the MAC is right.
/// </summary>
/// <param name="Site">Code of the site, [a-z0-9-]{1,64}.</param>
/// <param name="Version">Which poster of that site, from 1.</param>
/// <param name="Mac">16 bytes as base64url without padding (RFC 4648, section 5).</param>
public sealed record VenueCode(string Site, int Version, string Mac)
{
    /// <summary>Bytes of the MAC: HMAC-SHA256 (RFC 2104) cut to 128 bits.</summary>
    public const int MacSize = 16;

    /// <summary>What stands before the key in the address's path.</summary>
    public const string Path = "/v/";

    private const int MacLength = 22, MostDigits = 9;
    private static readonly SearchValues<byte> OfSites = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    /// <summary>The last part of the address: site, version and MAC with dots between them.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Site}.{Version}.{Mac}");

    /// <summary>Reads the last part of the address.</summary>
    /// <returns>Null = it is none.</returns>
    public static VenueCode? Read(string? key)
    {
        if (key is null || key.Length > GateId.MaxLength + MostDigits + MacLength + 2)
            return null;
        var bytes = Encoding.UTF8.GetBytes(key);
        if (!Cut(bytes, out var site, out var version, out var mac))
            return null;
        return new VenueCode(
            Encoding.ASCII.GetString(site), int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture),
            Encoding.ASCII.GetString(mac));
    }

    /// <summary>Whether the path of an address is that of such a page. Allocates nothing.</summary>
    internal static bool IsPath(ReadOnlySpan<byte> path) =>
        path.StartsWith("/v/"u8) && Cut(path[Path.Length..], out _, out _, out _);

    private static bool Cut(
        ReadOnlySpan<byte> key, out ReadOnlySpan<byte> site, out ReadOnlySpan<byte> version, out ReadOnlySpan<byte> mac)
    {
        version = mac = default;
        var first = key.IndexOf((byte)'.');
        site = key[..Math.Max(0, first)];
        if (site.Length is 0 or > GateId.MaxLength || site.ContainsAnyExcept(OfSites))
            return false;
        var rest = key[(first + 1)..];
        var second = rest.IndexOf((byte)'.');
        version = rest[..Math.Max(0, second)];
        mac = rest[(second + 1)..];
        return version.Length is > 0 and <= MostDigits && version[0] != '0'
            && version.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && mac.Length == MacLength && Base64Url.IsValid(mac);
    }
}
