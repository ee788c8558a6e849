using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;

namespace CheckIn.Hub.Web;

/// <summary>What somebody typed into the form.</summary>
public sealed record EnrolForm(string Site = "", string Plan = "in", string? Gate = null, string? Label = null);

/// <summary>How a claim is, as pages show it.</summary>
public sealed record ClaimView(
    string Id, string Status, string? Gate, string? Fingerprint, string? Machine, DateTimeOffset ExpiresAt,
    long Failures)
{
    internal static ClaimView Of(ClaimState claim) => new(
        claim.Id, claim.Status, claim.Gate, claim.Fingerprint, claim.Machine, claim.ExpiresAt, claim.Failures);

    /// <summary>It may still be used.</summary>
    public bool IsWaiting => Status == ClaimStatus.Waiting;

    /// <summary>Shape and colour of its state.</summary>
    public string Shape => Status switch
    {
        ClaimStatus.Waiting => "◌",
        ClaimStatus.Used => "●",
        ClaimStatus.Expired => "○",
        _ => "✕",
    };

    /// <summary>The stylesheet's word for it.</summary>
    public string Class => Status switch
    {
        ClaimStatus.Waiting => "never_seen",
        ClaimStatus.Used => "ready",
        ClaimStatus.Expired => "stopped",
        _ => "revoked",
    };
}

/// <summary>A gate with its identity, as its page shows it.</summary>
/// <param name="Row">Null = it was never seen and has no row of counts.</param>
public sealed record GateView(
    string Id, string? Label, string? Site, string? Plan, string? Standing, DateTimeOffset? Since, GateRow? Row,
    IReadOnlyList<CertificateView> Certificates)
{
    /// <summary>The one it has now: the newest that is good.</summary>
    public CertificateView? Current =>
        Certificates.FirstOrDefault(static one => one.State is CertificateView.Good or CertificateView.Unused);

    /// <summary>It can be told something now.</summary>
    public bool IsConnected => Row?.State is "ready" or "degraded";

    /// <summary>It has, or had, a certificate of this hub.</summary>
    public bool IsEnrolled => Standing is not null;

    /// <summary>It is in service.</summary>
    public bool IsInService => Standing is Standings.Active or Standings.Leaving;

    internal static GateView Of(EnrolledGate gate, GateRow? row, IReadOnlyList<GateCertificate> certificates,
        DateTimeOffset now) => new(
        gate.Id, gate.Label, gate.Site, gate.Plan, gate.Standing, gate.Since, row,
        [.. certificates.Select(one => CertificateView.Of(one, now))]);
}

/// <summary>A certificate, as pages show it.</summary>
public sealed record CertificateView(
    string Serial, string Fingerprint, DateTimeOffset IssuedAt, DateTimeOffset NotAfter, DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt, string? Why, string State, int DaysLeft)
{
    internal const string Good = "good", Unused = "unused", Over = "over", Revoked = "revoked";

    internal static CertificateView Of(GateCertificate one, DateTimeOffset now) => new(
        one.Serial, one.Fingerprint, one.IssuedAt, one.NotAfter, one.FirstUsedAt, one.RevokedAt, one.RevokedWhy,
        one.RevokedAt is not null ? Revoked : one.NotAfter <= now ? Over : one.FirstUsedAt is null ? Unused : Good,
        Math.Max(0, (int)(one.NotAfter - now).TotalDays));
}
