using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Codes that follow the time (RFC 6238), as every generator on a telephone makes them: HMAC-SHA-1, 30 s, six digits.
/// The code of the step before and of the one after are good too, for clocks that differ; which step was used last is
/// the caller's to remember, so that no code is good twice.
/// </summary>
internal static class Totp
{
    internal const int Digits = 6, SecretBytes = 20;
    private const int Step = 30, Drift = 1, Group = 4;

    internal static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    internal static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / Step;

    /// <summary>Whether it looks like one of these, and not like a code for recovery.</summary>
    internal static bool IsCode(string typed) => Fold(typed) is { Length: Digits } code && code.All(char.IsAsciiDigit);

    /// <summary>The step whose code it is, of those that are good now; null = of none.</summary>
    internal static long? Match(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        var code = Encoding.UTF8.GetBytes(Fold(typed));
        var current = StepAt(now);
        long? found = null;
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            // All of them whatever the first says: the time it takes tells nothing.
            if (CryptographicOperations.FixedTimeEquals(code, Encoding.UTF8.GetBytes(Code(secret, step))))
                found = step;
        }
        return found;
    }

    /// <summary>The code of a step (RFC 4226 5.3).</summary>
    internal static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the standard's function, and what generators have; HMAC bears its collisions
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7fffffff;
        var bound = 1L;
        for (var i = 0; i < digits; i++)
            bound *= 10;
        return (number % bound).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>For a generator: to type, and as a QR code has it.</summary>
    internal static TotpOffer Offer(byte[] secret, string name)
    {
        var text = Base32.Write(secret).ToUpperInvariant();
        return new TotpOffer(
            string.Join(' ', text.Chunk(Group).Select(static part => new string(part))),
            $"otpauth://totp/CheckIn:{Uri.EscapeDataString(name)}?secret={text}&issuer=CheckIn");
    }

    private static string Fold(string typed) => new([.. typed.Where(static sign => !char.IsWhiteSpace(sign))]);
}
