using System.Text;
using CheckIn.Enrolment;

namespace CheckIn.Credentials;

/// <summary>
/// Understands codes. The kind is decided by structure, in this order: health certificates (<c>HC1:</c>, not read yet),
/// codes of enrolment and posters of places by their known beginnings, then the pipe-separated formats by their number of fields and the shape
/// of the first ones, else unknown. Fields are counted and cut on the bytes, before anything is decoded or trimmed;
/// <c>||</c> is an empty field, never one separator. Whatever follows the seventh field of an identity card is about
/// relatives and is not even decoded. The formats are unsigned: they identify, they prove nothing.
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
        var content = Content(code);
        if (content.StartsWith("HC1:"u8))
            return Unknown(code.Length, null);
        if (EnrolmentCode.IsMeant(content))
            return new(CredentialKind.EnrolmentCode, null, null, Credential.NoFields, code.Length);
        if (VenueCodes.Matches(content))
            return new(CredentialKind.VenueCode, null, null, Credential.NoFields, code.Length);
        var count = content.Count((byte)'|') + 1;
        if (count is not (NationalPersonalQr.Fields or IdentityCard.Fields or IdentityCard.FieldsWithRelatives))
            return Unknown(code.Length, null);
        if (!TryDecode(IdentityCard.WithoutRelatives(content, count), out var text))
            return Unknown(code.Length, "not UTF-8 text");
        var fields = text.Split('|');
        if (IdentityCard.Matches(fields))
            return IdentityCard.Read(fields, count, code.Length);
        if (NationalPersonalQr.Matches(fields))
            return NationalPersonalQr.Read(fields, code.Length);
        return Unknown(code.Length, null);
    }

    /// <summary>The code without a byte order mark and without what scanners append.</summary>
    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> code)
    {
        var mark = Encoding.UTF8.Preamble;
        return (code.StartsWith(mark) ? code[mark.Length..] : code).TrimEnd("\r\n\0"u8);
    }

    private static Credential Unknown(int length, string? problem) =>
        new(CredentialKind.Unknown, null, problem, Credential.NoFields, length);

    private static bool TryDecode(ReadOnlySpan<byte> code, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(code);
            // Valid UTF-8, yet no character: normalization throws on it.
            return !text.Contains('\uFFFE', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
