namespace CheckIn.Enrolment;

/// <summary>
/// Claims for many gates in one file, <c>checkin-enrol.json</c>, to be laid on the boot partition of SD cards: one claim a
/// card, or the same file on all, where each gate takes one that is still free. The hub signs it, so that a file that was
/// changed is told before anything is done with it; what it lets anybody do is still proved by each code alone.
/// </summary>
/// <param name="Bundle">Its name at the hub.</param>
/// <param name="Site">For people: the site these gates are for.</param>
/// <param name="ExpiresAt">When its claims end, Unix ms; a gate without a clock leaves that to the hub.</param>
/// <param name="Codes">Each single use, as <see cref="EnrolmentCode.ToString"/> writes them; 1 to 10,000.</param>
/// <param name="Certificate">The certificate that signed it, then the root, PEM.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over <see cref="SignedBytes"/>, base64, IEEE P1363.</param>
public sealed record ClaimBundle(
    string Bundle, string Site, long ExpiresAt, IReadOnlyList<string> Codes, string Certificate, string Signature)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "checkin-enrol.json";
    /// <summary>Most claims in one.</summary>
    public const int MaxCodes = 10_000;

    /// <summary>What is signed: every part but the signature, a line each.</summary>
    public byte[] SignedBytes() => System.Text.Encoding.UTF8.GetBytes(string.Join('\n',
        ["checkin/v1/bundle", Bundle, Site, ExpiresAt.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. Codes, Certificate]));
}
