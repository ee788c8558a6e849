using System.Security.Cryptography;

namespace CheckIn.Enrolment;

/// <summary>
/// What gate and hub show each other in place of a code: HMAC-SHA256 under <see cref="EnrolmentCode.Key"/>, base64, in the
/// HTTP header <see cref="Header"/>. The gate's covers the certificate that the hub showed in the TLS handshake and the
/// request's body, so whoever stands between them with another certificate can pass nothing on. The hub's covers the
/// request and the answer: only then does the gate believe that it spoke to the hub that made the code, and takes the
/// authority in it for its own.
/// </summary>
public static class EnrolmentProof
{
    /// <summary>Header of request and answer.</summary>
    public const string Header = "CheckIn-Proof";

    /// <summary>The gate's.</summary>
    /// <param name="key">Of the code.</param>
    /// <param name="hubCertificate">SHA-256 of the certificate that the hub showed (DER).</param>
    /// <param name="request">The body, byte for byte.</param>
    public static string OfGate(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hubCertificate, ReadOnlySpan<byte> request) =>
        Of(key, "checkin/v1/enrolment/gate"u8, hubCertificate, SHA256.HashData(request));

    /// <summary>The hub's.</summary>
    /// <param name="key">Of the code.</param>
    /// <param name="request">The body that is answered.</param>
    /// <param name="answer">The answer's body, byte for byte.</param>
    public static string OfHub(ReadOnlySpan<byte> key, ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer) =>
        Of(key, "checkin/v1/enrolment/hub"u8, SHA256.HashData(request), SHA256.HashData(answer));

    /// <summary>Whether two proofs are one, in constant time.</summary>
    public static bool AreEqual(string proof, string? given) => CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.ASCII.GetBytes(proof), System.Text.Encoding.ASCII.GetBytes(given ?? ""));

    private static string Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> word, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(word);
        mac.AppendData([0]);
        mac.AppendData(first);
        mac.AppendData(second);
        return Convert.ToBase64String(mac.GetHashAndReset());
    }
}
