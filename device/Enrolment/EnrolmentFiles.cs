using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Updates;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// What the gate is since its enrolment; <c>enrolment.json</c>. Where this file is, the gate is enrolled.
/// </summary>
/// <param name="Gate">Its id.</param>
/// <param name="Name">Its name for people; null = the id.</param>
/// <param name="Mqtt">Where events go, <c>mqtts://host:port</c>.</param>
/// <param name="Https">Where everything else is asked for.</param>
/// <param name="At">The hub's time at the enrolment, Unix ms.</param>
internal sealed record EnrolledGate(string Gate, string? Name, Uri Mqtt, Uri Https, long At);

/// <summary>What the hub has for the gate, without settings and keys; <c>provision.json</c>.</summary>
/// <param name="Version">The hub's.</param>
/// <param name="Standing">One of <see cref="GateStandings"/>.</param>
/// <param name="Tag">The hub's ETag for it; null = not known, so that it is asked for anew.</param>
/// <param name="Update">The version of its program that it is to run; null = the one that it has.</param>
/// <param name="Problems">What is wrong with its settings, so that those before hold; null = nothing.</param>
internal sealed record StoredProvision(
    long Version, string Standing, string? Tag = null, UpdateWanted? Update = null,
    IReadOnlyList<SettingsError>? Problems = null);

/// <summary>
/// A claim that was asked for and not answered; <c>pending.json</c>. After a crash the same key gets the answer that
/// was lost, where another one would find the code used.
/// </summary>
/// <param name="Id">The claim's name.</param>
/// <param name="Key">The gate's key, PKCS #8, PEM.</param>
internal sealed record PendingClaim(string Id, string Key);

/// <summary>The key and the certificates as they are stored, PEM.</summary>
/// <param name="Key">PKCS #8.</param>
/// <param name="Certificate">The gate's, then the one that issued it.</param>
/// <param name="Authority">The roots to trust.</param>
internal sealed record StoredIdentity(string Key, string Certificate, string Authority);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnrolledGate))]
[JsonSerializable(typeof(StoredProvision))]
[JsonSerializable(typeof(PendingClaim))]
[JsonSerializable(typeof(KeyDelivery))]
internal sealed partial class EnrolmentFilesJson : JsonSerializerContext;
