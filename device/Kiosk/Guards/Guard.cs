using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>Somebody who may act at the gate's own screen, by a PIN of his own.</summary>
/// <param name="Name">1 to 32 small letters, digits, dots, hyphens; it stands in events, so it is a post rather than a person.</param>
/// <param name="Salt">Random, 16 bytes, Base64url.</param>
/// <param name="Hash">PBKDF2 of the PIN by HMAC-SHA-256, 32 bytes, Base64url.</param>
/// <param name="Rounds">Of it.</param>
internal sealed record Guard(string Name, string Salt, string Hash, int Rounds)
{
    /// <summary>Longest name.</summary>
    internal const int LongestName = 32;

    private const int SaltBytes = 16, HashBytes = 32;

    /// <summary>
    /// Some tenths of a second on a Raspberry Pi 4. A PIN has few digits: who has the file finds it in days, whatever this is.
    /// What keeps guessers away at the screen is that it takes few guesses (<see cref="GuardDoor"/>).
    /// </summary>
    private const int UsualRounds = 200_000;

    private const int MostRounds = 10_000_000;

    /// <summary>Somebody new.</summary>
    /// <param name="name">As <see cref="IsName"/> has it.</param>
    /// <param name="pin">As <see cref="Pin.ProblemOf"/> has it.</param>
    /// <param name="rounds">Of the hash.</param>
    internal static Guard Of(string name, string pin, int rounds = UsualRounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new Guard(name, Base64Url.EncodeToString(salt), Base64Url.EncodeToString(HashOf(pin, salt, rounds)), rounds);
    }

    /// <summary>Whether that is his PIN. Takes as long whatever it is.</summary>
    internal bool Knows(string pin) => CryptographicOperations.FixedTimeEquals(
        HashOf(pin, Base64Url.DecodeFromChars(Salt), Rounds), Base64Url.DecodeFromChars(Hash));

    /// <summary>Whether a guard can be called so.</summary>
    internal static bool IsName(string? name) => name is { Length: > 0 and <= LongestName } && char.IsAsciiLetterLower(name[0])
        && name.All(static sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '.' or '-');

    /// <summary>Whether this can have come of <see cref="Of"/>.</summary>
    internal bool IsSound => IsName(Name) && Rounds is > 0 and <= MostRounds
        && Base64Url.IsValid(Salt, out var salt) && salt == SaltBytes && Base64Url.IsValid(Hash, out var hash) && hash == HashBytes;

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;

    private static byte[] HashOf(string pin, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(pin), salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
