using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>Why nothing of a file of claims is used.</summary>
internal enum ClaimFault
{
    /// <summary>It cannot be read from the card.</summary>
    Unreadable,
    /// <summary>It is no file of claims, or longer than one can be.</summary>
    NoBundle,
    /// <summary>Something in it is not as the hub signed it.</summary>
    Changed,
}

/// <summary>Nothing of a file of claims is used.</summary>
internal sealed class ClaimFileException(ClaimFault fault, string detail) : Exception(detail)
{
    internal ClaimFault Fault { get; } = fault;
}

/// <summary>
/// A file of claims on the boot partition. Signature and chain are checked before anything in it is done, so that a
/// file that a card has damaged or somebody has edited is told from a good one. That it is signed lets nobody in:
/// whether a claim is good, each code proves to the hub itself.
/// </summary>
internal static class ClaimFile
{
    /// <summary>More than the longest bundle with the longest addresses.</summary>
    internal const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The bundle; null = there is no such file.</summary>
    /// <exception cref="ClaimFileException">Nothing of it may be used.</exception>
    internal static ClaimBundle? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            if (new FileInfo(path).Length > MaxBytes)
                throw new ClaimFileException(ClaimFault.NoBundle, $"more than {MaxBytes} bytes");
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClaimFileException(ClaimFault.Unreadable, e.Message);
        }
    }

    /// <summary>What the file says, if it is as the hub signed it.</summary>
    /// <exception cref="ClaimFileException">Nothing of it may be used.</exception>
    internal static ClaimBundle Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            // A computer's editor may have put a byte order mark before it.
            var text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            var bundle = JsonSerializer.Deserialize(text, EnrolmentJson.Default.ClaimBundle);
            if (bundle is not { Bundle: not null, Site: not null, Codes: not null, Certificate: not null, Signature: not null }
                || bundle.Codes.Count is 0 or > ClaimBundle.MaxCodes || bundle.Codes.Any(static code => code is null))
                throw new ClaimFileException(ClaimFault.NoBundle, "parts of it are missing");
            Verify(bundle);
            return bundle;
        }
        catch (JsonException e)
        {
            throw new ClaimFileException(ClaimFault.NoBundle, e.Message);
        }
    }

    private static void Verify(ClaimBundle bundle)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(bundle.Certificate);
            if (certificates.Count < 2)
                throw new ClaimFileException(ClaimFault.Changed, "a certificate is missing");
            if (!IsChained(certificates))
                throw new ClaimFileException(ClaimFault.Changed, "its certificate was not issued by the root in it");
            using var key = certificates[0].GetECDsaPublicKey();
            if (key is null || !key.VerifyData(
                bundle.SignedBytes(), Convert.FromBase64String(bundle.Signature), HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                throw new ClaimFileException(ClaimFault.Changed, "the signature does not fit");
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new ClaimFileException(ClaimFault.Changed, e.Message);
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    /// <summary>Up to the last certificate in it. Times are left to the hub: a gate may have no clock yet.</summary>
    private static bool IsChained(X509Certificate2Collection certificates)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates[^1]);
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        try
        {
            return chain.Build(certificates[0]);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }
}
