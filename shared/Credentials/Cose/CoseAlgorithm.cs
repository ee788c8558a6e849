namespace CheckIn.Credentials.Cose;

/// <summary>The signature algorithms that are read, by their numbers in IANA's registry of COSE.</summary>
public static class CoseAlgorithm
{
    /// <summary>ECDSA with SHA-256 (RFC 9053 section 2.1), here on P-256 alone.</summary>
    public const long Es256 = -7;
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8230 section 2).</summary>
    public const long Ps256 = -37;
}
