using System.Buffers.Binary;
using System.Security.Cryptography;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// The key to which the secrets of code generators are encrypted in the database: they cannot be hashed, and who gets a
/// copy of the database alone is not to make everybody's codes. A file of mode 600 among the hub's keys, made with the
/// first generator. Without it nobody's codes are good; recovery codes, passkeys and a reset are.
/// </summary>
internal sealed class FactorKey(
    IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events, ILogger<FactorKey> logger)
{
    internal const string FileName = "factor.key";
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;
    private readonly Lock _lock = new();
    private byte[]? _key;

    private KeyPlaces Places => KeyPlaces.Of(keys.Value, events.Value.Path);

    /// <summary>Encrypted for this person; made anew for each.</summary>
    /// <exception cref="AccountException">The key cannot be read or made.</exception>
    internal byte[] Seal(long person, ReadOnlySpan<byte> secret)
    {
        var sealedSecret = new byte[NonceBytes + secret.Length + TagBytes];
        var nonce = sealedSecret.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(ReadOrMake(), TagBytes);
        aes.Encrypt(nonce, secret, sealedSecret.AsSpan(NonceBytes, secret.Length), sealedSecret.AsSpan(^TagBytes),
            Context(person));
        return sealedSecret;
    }

    /// <summary>Null = it cannot be read: by another key, or the key is not there. The log says so.</summary>
    internal byte[]? Open(long person, ReadOnlySpan<byte> sealedSecret)
    {
        try
        {
            var secret = new byte[sealedSecret.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(Read() ?? throw new IOException($"{FileName} is not there"), TagBytes);
            aes.Decrypt(
                sealedSecret[..NonceBytes], sealedSecret[NonceBytes..^TagBytes], sealedSecret[^TagBytes..], secret,
                Context(person));
            return secret;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException or OverflowException)
        {
            Log.NoFactorKey(logger, person, e.Message);
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
                KeyPlaces.Prepare(Places.Directory, Places.IsOwn, "Keys:Directory", (
                    "Nobody can set up a generator of codes.", "Chưa thiết lập được ứng dụng tạo mã."));
                var key = RandomNumberGenerator.GetBytes(KeyBytes);
                PrivateFile.Create(Path.Combine(Places.Directory, FileName), key);
                return _key = key;
            }
            catch (KeysException e)
            {
                throw new AccountException(e.Message, e.In(CheckIn.Settings.Language.Vietnamese));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AccountException(
                    $"The key {FileName} in {Places.Directory} cannot be read or made: {e.Message} Nothing was done.",
                    $"Không đọc hoặc tạo được khoá {FileName} trong {Places.Directory}: {e.Message} Chưa làm gì cả.");
            }
        }
    }

    private byte[]? Read()
    {
        if (_key is { } known)
            return known;
        var path = Path.Combine(Places.Directory, FileName);
        if (!File.Exists(path))
            return null;
        var key = File.ReadAllBytes(path);
        return _key = key.Length == KeyBytes ? key : throw new IOException($"{path} is not {KeyBytes} bytes long");
    }

    private static byte[] Context(long person)
    {
        var context = new byte[16 + 8];
        "checkin-totp-v1\0"u8.CopyTo(context);
        BinaryPrimitives.WriteInt64BigEndian(context.AsSpan(16), person);
        return context;
    }
}
