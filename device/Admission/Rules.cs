using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Modes;

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

    private static readonly Rules LockedDown = Default with { LetsNobodyIn = true }, Free = Default with { AdmitsAnyCode = true };

    /// <summary>Whoever these rules would admit is refused.</summary>
    public bool LetsNobodyIn { get; init; }

    /// <summary>Whoever shows anything is admitted.</summary>
    public bool AdmitsAnyCode { get; init; }

    /// <summary>Those of a lane that leads that way, by the mode it is in.</summary>
    internal static Rules Of(LaneMode mode, Direction direction) => mode switch
    {
        LaneMode.Lockdown when direction == Direction.In => LockedDown,
        LaneMode.FreePassage => Free,
        _ => Default,
    };
}
