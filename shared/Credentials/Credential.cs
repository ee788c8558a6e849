namespace CheckIn.Credentials;

/// <summary>Kinds of code that people hold up to a gate.</summary>
public enum CredentialKind
{
    /// <summary>Nothing known.</summary>
    Unknown,
    /// <summary>National personal QR 1.1 (Decision 1405/QĐ-BTTTT, 2021).</summary>
    NationalPersonalQr,
    /// <summary>Chip-based citizen identity card of 2021.</summary>
    Cccd,
    /// <summary>Identity card of 2024 (Circular 16/2024/TT-BCA).</summary>
    CanCuoc,
    /// <summary>
    /// Health certificate with a signature (<c>HC1:</c>), as the EU's digital COVID certificate and Vietnam's vaccine
    /// passport.
    /// </summary>
    HealthCertificate,
    /// <summary>Card of the Vietnamese health insurance (BHYT).</summary>
    InsuranceCard,
    /// <summary>A pass that the hub has signed (<c>CI1:</c>).</summary>
    Pass,
    /// <summary>The poster of a place, shown by mistake.</summary>
    VenueCode,
    /// <summary>
    /// A code that puts a gate into service, shown to one that is. It holds a secret; nothing of it is kept.
    /// </summary>
    EnrolmentCode,
}

/// <summary>A code understood.</summary>
/// <param name="Kind">What it is, decided by structure.</param>
/// <param name="Subject">Kind and number of whom it stands for, such as "cccd:001099000001"; null when it names
/// nobody.</param>
/// <param name="Problem">Null when well-formed; otherwise what is wrong, in words without personal data.</param>
/// <param name="Personal">Personal fields to seal, by name; empty where there are none.</param>
/// <param name="Length">Bytes of the code.</param>
public sealed record Credential(
    CredentialKind Kind, string? Subject, string? Problem, IReadOnlyDictionary<string, string> Personal, int Length)
{
    internal static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();
}
