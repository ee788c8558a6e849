using System.Text;
using System.Text.Unicode;
using CheckIn.Credentials.Health;
using CheckIn.Enrolment;
using CheckIn.Passes;

namespace CheckIn.Credentials;

/// <summary>
/// Understands codes. The kind is decided by structure, in this order: the signed kinds (<c>HC1:</c>, <c>CI1:</c>), codes
/// of enrolment and posters of places by their known beginnings, then the pipe-separated formats by their number of fields
/// and the shape of the first ones, else unknown. Fields are counted, cut and judged on the bytes, before anything is
/// decoded; <c>||</c> is an empty field, never one separator. Whatever follows the seventh field of an identity card is
/// about relatives and is not even decoded. The pipe-separated formats are unsigned: they identify, they prove nothing.
/// <para>
/// Of a signed kind nothing is said here but what it is, and its problem is that its signature has not been verified:
/// nobody is admitted by one before somebody who has the keys has judged it (<see cref="HealthCertificate.Read"/>,
/// <see cref="PassReader.Read"/>).
/// </para>
/// </summary>
public static class CredentialReader
{
    /// <summary>Longest code that is looked at, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const string TooLong = "more than 4096 bytes", NotText = "not UTF-8 text";
    private const string NotVerified = "its signature has not been verified";

    /// <summary>
    /// The kind and subject of a code; never throws, whatever the bytes, and allocates nothing. It says the same as
    /// <see cref="Read"/>.
    /// </summary>
    public static CodeReading Recognise(ReadOnlySpan<byte> code)
    {
        var reading = new CodeReading { Length = code.Length };
        if (code.Length > MaxBytes)
        {
            reading.Problem = TooLong;
            return reading;
        }
        var content = Content(code);
        reading.Kind = KindByBeginning(content);
        if (reading.Kind is CredentialKind.HealthCertificate or CredentialKind.Pass)
            reading.Problem = NotVerified;
        if (reading.Kind == CredentialKind.Unknown)
            RecogniseFields(content, ref reading);
        return reading;
    }

    /// <summary>The kind and fields of a code; never throws, whatever the bytes.</summary>
    public static Credential Read(ReadOnlySpan<byte> code)
    {
        var reading = Recognise(code);
        return new(
            reading.Kind, reading.Subject.IsEmpty ? null : Encoding.UTF8.GetString(reading.Subject), reading.Problem,
            reading.Kind switch
            {
                CredentialKind.Cccd or CredentialKind.CanCuoc => IdentityCard.Personal(reading.Fields),
                CredentialKind.NationalPersonalQr => NationalPersonalQr.Personal(reading.Fields),
                CredentialKind.InsuranceCard => InsuranceCard.Personal(reading.Fields),
                _ => Credential.NoFields,
            },
            code.Length);
    }

    /// <summary>The code without a byte order mark and without what scanners append.</summary>
    internal static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> code)
    {
        var mark = Encoding.UTF8.Preamble;
        return (code.StartsWith(mark) ? code[mark.Length..] : code).TrimEnd("\r\n\0"u8);
    }

    private static CredentialKind KindByBeginning(ReadOnlySpan<byte> content) =>
        content.StartsWith(HealthEnvelope.Prefix) ? CredentialKind.HealthCertificate
        : PassCode.IsMeant(content) ? CredentialKind.Pass
        : EnrolmentCode.IsMeant(content) ? CredentialKind.EnrolmentCode
        : VenueCodes.Matches(content) ? CredentialKind.VenueCode
        : CredentialKind.Unknown;

    private static void RecogniseFields(ReadOnlySpan<byte> content, ref CodeReading reading)
    {
        var count = content.Count((byte)'|') + 1;
        if (count is not (NationalPersonalQr.Fields or IdentityCard.Fields or IdentityCard.FieldsWithRelatives)
            && !InsuranceCard.HasFields(count))
            return;
        var text = IdentityCard.WithoutRelatives(content, count);
        if (!IsText(text))
        {
            reading.Problem = NotText;
            return;
        }
        var fields = new CodeFields(text);
        reading.Fields = fields;
        if (IdentityCard.Matches(fields))
            IdentityCard.Recognise(count, ref reading);
        else if (NationalPersonalQr.Matches(fields))
            NationalPersonalQr.Recognise(ref reading);
        else if (InsuranceCard.HasFields(count) && InsuranceCard.Matches(fields))
            InsuranceCard.Recognise(ref reading);
    }

    /// <summary>
    /// Whether it is UTF-8, without what is valid UTF-8 and yet no character: normalization throws on that.
    /// </summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && bytes.IndexOf("\uFFFE"u8) < 0;
}
