using System.Security.Cryptography;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Visitors;

/// <summary>
/// The key to which what visitors declare is encrypted in the database (AES-256-GCM, a nonce for each), so that a copy of the
/// database alone tells nobody's name. A file of mode 600 among the hub's keys and in its backups, made with the first
/// declaration. What is encrypted is bound to its row: put into another, it cannot be read.
/// </summary>
internal sealed class VisitorKey(IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events, ILogger<VisitorKey> logger)
{
    internal const string FileName = "visitors.key";
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;

    private static readonly (string English, string Vietnamese) Loss = (
        "Nothing that visitors declare can be kept, and no code is made for them; passes that they have go on.",
        "Chưa lưu được khai báo của khách và chưa tạo mã cho khách; các thẻ đã có vẫn dùng được.");

    private readonly KeyPlaces _places = KeyPlaces.Of(keys.Value, events.Value.Path);
    private readonly Lock _lock = new();
    private byte[]? _key;

    private string Place => Path.Combine(_places.Directory, FileName);

    /// <summary>Encrypted for this row; made anew for each.</summary>
    /// <param name="row">The row's hash, 32 bytes.</param>
    /// <param name="plain">What nobody else is to read.</param>
    /// <exception cref="KeysException">The key cannot be read or made.</exception>
    internal byte[] Seal(ReadOnlySpan<byte> row, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(ReadOrMake(), TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(^TagBytes), row);
        return box;
    }

    /// <summary>Null = it cannot be read: by another key, or the key is not there. The log says so.</summary>
    internal byte[]? Open(ReadOnlySpan<byte> row, ReadOnlySpan<byte> box)
    {
        try
        {
            var plain = new byte[box.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(Read() ?? throw new IOException($"{Place} is not there"), TagBytes);
            aes.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], plain, row);
            return plain;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException or OverflowException)
        {
            Log.NotOpened(logger, e.Message);
            return null;
        }
    }

    private byte[] ReadOrMake()
    {
        lock (_lock)
        {
            try
            {
                if (Read() is { } known)
                    return known;
                KeyPlaces.Prepare(_places.Directory, _places.IsOwn, "Keys:Directory", Loss);
                var key = RandomNumberGenerator.GetBytes(KeyBytes);
                PrivateFile.Create(Place, key);
                return _key = key;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeysException(
                    $"The key {Place} cannot be read or made: {e.Message} {Loss.English} Mend that and try again.",
                    $"Không đọc hoặc tạo được khoá {Place}: {e.Message} {Loss.Vietnamese} Hãy khắc phục rồi thử lại.", e);
            }
        }
    }

    private byte[]? Read()
    {
        if (_key is { } known)
            return known;
        if (!File.Exists(Place))
            return null;
        KeyFiles.Close(Place);
        var key = File.ReadAllBytes(Place);
        return _key = key.Length == KeyBytes ? key
            : throw new IOException($"it is not {KeyBytes} bytes long; put it back from a backup.");
    }
}
