using System.Text.Json.Serialization;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Enrolment;

/// <summary>POST /api/v1/enrolment-codes.</summary>
internal sealed record CodeRequest(string? Site, string? Plan, string? Gate = null, string? Label = null);

/// <summary>A code: shown now and never again.</summary>
/// <param name="Code">As it is read out and typed.</param>
/// <param name="Qr">As it stands in a QR picture.</param>
/// <param name="LifetimeS">Seconds it is good for; of use where two clocks differ.</param>
internal sealed record CodeAnswer(string Id, string Code, string Qr, DateTimeOffset ExpiresAt, long LifetimeS);

/// <summary>POST /api/v1/enrolment-bundles.</summary>
/// <param name="LifetimeS">Default two days.</param>
/// <param name="Split">A signed file for each gate.</param>
internal sealed record BundleRequest(string? Site, string? Plan, int Count, long? LifetimeS = null, bool Split = false);

/// <summary>Contents of files of the name <see cref="ClaimBundle.FileName"/>.</summary>
internal sealed record BundleAnswer(string Bundle, DateTimeOffset ExpiresAt, IReadOnlyList<string> Files);

/// <summary>How many claims were withdrawn.</summary>
internal sealed record WithdrawnAnswer(int Withdrawn);

/// <summary>POST /api/v1/gates/{id}/replace: what is not said stays as it is.</summary>
internal sealed record ReplaceRequest(string? Site = null, string? Plan = null, string? Label = null);

/// <summary>POST /api/v1/gates/{id}/revoke.</summary>
internal sealed record RevokeRequest(string? Why = null);

/// <summary>POST /api/v1/keys/rotate.</summary>
/// <param name="Site">Null = every site.</param>
internal sealed record RotateRequest(string? Site = null);

/// <summary>GET /api/v1/gates/{id}/certificates.</summary>
internal sealed record CertificateList(
    string Gate, string? Label, string? Site, string? Plan, string? Standing, DateTimeOffset? Since,
    IReadOnlyList<GateCertificate> Certificates);

/// <summary>GET /api/v1/plans.</summary>
internal sealed record PlanList(IReadOnlyList<string> Plans);

/// <summary>PUT /api/v1/plans/{name}.</summary>
/// <param name="Gates">How many in service have it, and are told.</param>
internal sealed record PlanSaved(string Plan, int Gates);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(CodeAnswer))]
[JsonSerializable(typeof(ClaimState))]
[JsonSerializable(typeof(BundleRequest))]
[JsonSerializable(typeof(BundleAnswer))]
[JsonSerializable(typeof(WithdrawnAnswer))]
[JsonSerializable(typeof(ReplaceRequest))]
[JsonSerializable(typeof(RevokeRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(CertificateList))]
[JsonSerializable(typeof(PlanList))]
[JsonSerializable(typeof(PlanSaved))]
internal sealed partial class AdminJson : JsonSerializerContext;
