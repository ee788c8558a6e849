using CheckIn.Credentials;

namespace CheckIn.Gate.Admission;

/// <summary>The data by which a gate decides.</summary>
/// <param name="AdmittedKinds">Kinds of credential that may pass when they are well-formed.</param>
public sealed record Rules(IReadOnlySet<CredentialKind> AdmittedKinds)
{
    /// <summary>Every kind that names a person.</summary>
    public static Rules Default { get; } = new(new HashSet<CredentialKind>
    {
        CredentialKind.NationalPersonalQr, CredentialKind.Cccd, CredentialKind.CanCuoc,
    });
}
