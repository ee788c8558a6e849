using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Venues;

/// <summary>
/// The key that signs posters, <c>venues.key</c> in the folder of the hub's keys (mode 600) and so in its backups. It is made
/// with the first poster. With another key no poster that hangs anywhere would be known any more, so one that is missing or
/// another is said and never replaced by itself.
/// </summary>
internal sealed class VenueKey(IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events)
{
    private static readonly (string English, string Vietnamese) Loss = (
        "No poster can be made or used meanwhile; gates are not concerned.",
        "Tạm thời chưa tạo hay dùng được áp phích nào; các cổng không bị ảnh hưởng.");

    private readonly RandomKeyFile _file = new(
        KeyPlaces.Of(keys.Value, events.Value.Path), "venues.key", ("posters", "áp phích"), Loss);

    private string Place => _file.Place;

    /// <summary>Which key it is; tells nothing of it.</summary>
    internal static string IdOf(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key, "checkin/v1/venue-key-id"u8).AsSpan(0, 8));

    /// <summary>The code of a site's poster.</summary>
    internal static VenueCode Sign(ReadOnlySpan<byte> key, string site, int version) =>
        new(site, version, MacOf(key, FormattableString.Invariant($"checkin/v1/venue/{site}/{version}")));

    /// <summary>Whether this key made that code.</summary>
    internal static bool HasSigned(ReadOnlySpan<byte> key, VenueCode code) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Sign(key, code.Site, code.Version).Mac), Encoding.ASCII.GetBytes(code.Mac));

    /// <summary>Of anything else that the hub must know again, such as a form: 128 bits as base64url.</summary>
    internal static string MacOf(ReadOnlySpan<byte> key, string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, VenueCode.MacSize));

    /// <summary>The key that signs from now on.</summary>
    /// <param name="mayMake">There is no poster yet, so that one may be made.</param>
    /// <exception cref="KeysException">It cannot be had.</exception>
    internal byte[] OpenToSign(bool mayMake) => _file.Open(mayMake, Missing);

    /// <summary>The key by which a poster was signed.</summary>
    /// <param name="id">Which one.</param>
    /// <exception cref="KeysException">It cannot be had, or is another one.</exception>
    internal byte[] Open(string id)
    {
        var key = _file.Open(mayMake: false, Missing);
        return IdOf(key) == id ? key : throw Another();
    }

    private KeysException Missing() => new(
        $"The key of posters, {Place}, is not there. {Loss.English} Connect its medium, or put the file back from a backup.",
        $"Không thấy khoá của áp phích {Place}. {Loss.Vietnamese} Hãy gắn thiết bị lưu trữ hoặc khôi phục tệp từ bản sao lưu.");

    private KeysException Another() => new(
        $"{Place} is not the key by which this poster was signed. {Loss.English} Put the one back that belongs to the database, "
            + "from the same backup, or replace the poster.",
        $"{Place} không phải khoá đã ký áp phích này. {Loss.Vietnamese} Hãy khôi phục đúng khoá từ cùng bản sao lưu, hoặc thay "
            + "áp phích.");
}
