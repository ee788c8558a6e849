using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Venues;

/// <summary>
/// The key that signs posters, <c>venues.key</c> in the folder of the hub's keys (mode 600) and so in its backups. It is made
/// with the first poster. With another key no poster that hangs anywhere would be known any more, so one that is missing or
/// another is said and never replaced by itself.
/// </summary>
internal sealed class VenueKey(IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events)
{
    private const int Size = 32;

    private static readonly (string English, string Vietnamese) Loss = (
        "No poster can be made or used meanwhile; gates are not concerned.",
        "Tạm thời chưa tạo hay dùng được áp phích nào; các cổng không bị ảnh hưởng.");

    private readonly KeyPlaces _places = KeyPlaces.Of(keys.Value, events.Value.Path);
    private readonly Lock _lock = new();

    private string Place => Path.Combine(_places.Directory, "venues.key");

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
    internal byte[] OpenToSign(bool mayMake) => Guarded(() => File.Exists(Place) ? Read() : mayMake ? Make() : throw Missing());

    /// <summary>The key by which a poster was signed.</summary>
    /// <param name="id">Which one.</param>
    /// <exception cref="KeysException">It cannot be had, or is another one.</exception>
    internal byte[] Open(string id) => Guarded(() =>
    {
        var key = File.Exists(Place) ? Read() : throw Missing();
        return IdOf(key) == id ? key : throw Another();
    });

    private byte[] Guarded(Func<byte[]> open)
    {
        lock (_lock)
        {
            try
            {
                return open();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeysException(
                    $"The key of posters, {Place}, cannot be used: {e.Message} {Loss.English} Mend that and try again.",
                    $"Không dùng được khoá của áp phích {Place}: {e.Message} {Loss.Vietnamese} Hãy khắc phục rồi thử lại.", e);
            }
        }
    }

    private byte[] Read()
    {
        KeyFiles.Close(Place);
        try
        {
            var key = Convert.FromHexString(File.ReadAllText(Place).Trim());
            return key.Length == Size ? key : throw new FormatException($"it has {key.Length} bytes, not {Size}");
        }
        catch (FormatException e)
        {
            throw new KeysException(
                $"{Place} is damaged ({e.Message}). {Loss.English} Put it back from a backup.",
                $"Tệp {Place} bị hỏng ({e.Message}). {Loss.Vietnamese} Hãy khôi phục từ bản sao lưu.", e);
        }
    }

    private byte[] Make()
    {
        KeyPlaces.Prepare(_places.Directory, _places.IsOwn, "Keys:Directory", Loss);
        var key = RandomNumberGenerator.GetBytes(Size);
        PrivateFile.Create(Place, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
        return key;
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
