using System.Text;

namespace CheckIn.Credentials;

/// <summary>
/// Understands codes. The kind is decided by structure, in this order: posters of places by their known beginnings,
/// then the pipe-separated formats by their number of fields and the shape of the first ones, else unknown. Fields are
/// split before anything is trimmed, and <c>||</c> is an empty field, never one separator. The formats are unsigned:
/// they identify, they prove nothing.
/// </summary>
public static class CredentialReader
{
    /// <summary>Longest code that is looked at, in bytes.</summary>
    public const int MaxBytes = 4096;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The kind and fields of a code; never throws, whatever the bytes.</summary>
    public static Credential Read(ReadOnlySpan<byte> code)
    {
        if (code.Length > MaxBytes)
            return Unknown(code.Length, $"more than {MaxBytes} bytes");
        if (!TryDecode(code, out var text))
            return Unknown(code.Length, "not UTF-8");
        text = text.TrimEnd('\r', '\n', '\0');
        if (VenueCodes.Matches(text))
            return new(CredentialKind.VenueCode, null, null, Credential.NoFields, code.Length);
        var fields = text.Split('|');
        if (IdentityCard.Matches(fields))
            return IdentityCard.Read(fields, code.Length);
        if (NationalPersonalQr.Matches(fields))
            return NationalPersonalQr.Read(fields, code.Length);
        return Unknown(code.Length, null);
    }

    private static Credential Unknown(int length, string? problem) =>
        new(CredentialKind.Unknown, null, problem, Credential.NoFields, length);

    private static bool TryDecode(ReadOnlySpan<byte> code, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(code);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
