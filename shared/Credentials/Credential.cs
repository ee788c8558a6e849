namespace CheckIn.Credentials;

/// <summary>Kinds of code that people hold up to a gate.</summary>
public enum CredentialKind { Unknown, NationalPersonalQr, Cccd, CanCuoc, VenueCode }

/// <summary>A code understood.</summary>
/// <param name="Kind">What it is, decided by structure.</param>
/// <param name="Subject">Kind and number of whom it stands for, such as "cccd:001099000001"; null when it names nobody.</param>
/// <param name="Problem">Null when well-formed; otherwise what is wrong, in words without personal data.</param>
/// <param name="Personal">Personal fields to seal, by name; empty where there are none.</param>
/// <param name="Length">Bytes of the code.</param>
public sealed record Credential(
    CredentialKind Kind, string? Subject, string? Problem, IReadOnlyDictionary<string, string> Personal, int Length);

/// <summary>Understands codes.</summary>
public static class CredentialReader
{
    /// <summary>Longest code that is looked at, in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The kind and fields of a code; never throws, whatever the bytes.</summary>
    public static Credential Read(ReadOnlySpan<byte> code) => throw new NotImplementedException();
}
