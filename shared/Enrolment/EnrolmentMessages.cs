using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CheckIn.Updates;

namespace CheckIn.Enrolment;

/// <summary>
/// <c>POST /api/v1/enrolment/{id}</c>: a gate takes up a claim. Repeated with the same key it is answered the same, so that
/// an answer lost on the way costs nothing; another key finds the claim used.
/// </summary>
/// <param name="Csr">Signing request, PKCS #10 in DER, base64; P-256. Its subject is of no account: the hub names the gate.</param>
/// <param name="Nonce">16 random bytes, base64.</param>
/// <param name="Software">Version of the gate's software.</param>
/// <param name="Machine">Model of the machine, for the technician's eyes; at most 100 characters; null = not known.</param>
public sealed record EnrolmentRequest(string Csr, string Nonce, string Software, string? Machine = null);

/// <summary>What a gate gets.</summary>
/// <param name="Gate">Its id: the common name of its certificate and its MQTT client id.</param>
/// <param name="Name">Its name for people; null = the id.</param>
/// <param name="Certificate">Its certificate and the one that issued it, PEM, in this order.</param>
/// <param name="Authority">The root to trust from now on, and no other, PEM.</param>
/// <param name="Mqtt">Where its events go, <c>mqtts://host:port</c>.</param>
/// <param name="Https">Where it asks for everything else, <c>https://host:port</c>.</param>
/// <param name="At">The hub's time, Unix ms; a lower bound for a gate without a clock.</param>
/// <param name="Provision">Its settings and keys.</param>
public sealed record EnrolmentGrant(
    string Gate, string? Name, string Certificate, string Authority, Uri Mqtt, Uri Https, long At, ProvisionMessage Provision);

/// <summary>Why a gate gets nothing. HTTP status 403 (404 for unknown, 429 for busy).</summary>
/// <param name="Reason">One of <see cref="EnrolmentReasons"/>.</param>
/// <param name="At">When it expired or was used, Unix ms; told only to who knows the code.</param>
/// <param name="Gate">The gate that used it; told only to who knows the code.</param>
public sealed record EnrolmentRefusal(string Reason, long? At = null, string? Gate = null);

/// <summary>Reasons of a refusal. Stable words; one that a gate does not know it shows as it is.</summary>
public static class EnrolmentReasons
{
    /// <summary>No such claim, or one of long ago.</summary>
    public const string Unknown = "unknown";
    /// <summary>The proof is not that of the code.</summary>
    public const string Wrong = "wrong";
    /// <summary>Another gate has used it.</summary>
    public const string Used = "used";
    /// <summary>Its time is over.</summary>
    public const string Expired = "expired";
    /// <summary>Somebody withdrew it, or it was tried wrongly too often.</summary>
    public const string Withdrawn = "withdrawn";
    /// <summary>Too many at once; try again.</summary>
    public const string Busy = "busy";
    /// <summary>The request cannot be used: no P-256 key, a signature that does not fit, too long.</summary>
    public const string Malformed = "malformed";
    /// <summary>The certificate presented is revoked, expired, or no gate's.</summary>
    public const string NotAGate = "not_a_gate";
}

/// <summary><c>POST /api/v1/gate/certificate</c> over mutual TLS: a new certificate before the old one ends.</summary>
/// <param name="Csr">As in <see cref="EnrolmentRequest"/>, of a new key.</param>
public sealed record RenewalRequest(string Csr);

/// <summary>The answer.</summary>
/// <param name="Certificate">As in <see cref="EnrolmentGrant"/>; the old one stays good to its end.</param>
/// <param name="Authority">The root or roots to trust, PEM: an authority that is replaced is announced here.</param>
public sealed record RenewalGrant(string Certificate, string Authority);

/// <summary>
/// <c>GET /api/v1/gate/provision</c> over mutual TLS, with an ETag: what the hub has for this gate. A gate asks after every
/// connection, once an hour, and when the hub's <c>desired</c> names another version.
/// </summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Standing">One of <see cref="GateStandings"/>.</param>
/// <param name="Settings">
/// Sections as in the gate's appsettings.json, <c>Gate:Id</c> among them; the gate's own settings stand above these.
/// </param>
/// <param name="Keys">Its keys.</param>
/// <param name="Update">The version of its program that it is to run; null = the one that it has.</param>
public sealed record ProvisionMessage(
    long Version, string Standing, JsonObject Settings, KeyDelivery Keys, UpdateWanted? Update = null);

/// <summary>What a hub wants of a gate.</summary>
public static class GateStandings
{
    /// <summary>It is in service.</summary>
    public const string Active = "active";
    /// <summary>It delivers what it has, wipes itself, and says so with <c>POST /api/v1/gate/wiped</c>.</summary>
    public const string Leaving = "leaving";
}

/// <summary>Keys for tags and sealing.</summary>
/// <param name="Version">Grows with every rotation; a gate takes up a tag key only with a version it does not have.</param>
/// <param name="TagDay">Day of <paramref name="TagKey"/>, yyyy-MM-dd; the gate ratchets on from there.</param>
/// <param name="TagKey">The site's tag key of that day, 32 bytes, base64.</param>
/// <param name="Tracing">Public tracing keys of that day and the days to come, in their order; at most 400.</param>
public sealed record KeyDelivery(long Version, string TagDay, string TagKey, IReadOnlyList<TracingPublicKey> Tracing);

/// <summary>The public tracing key of a day.</summary>
/// <param name="Day">yyyy-MM-dd.</param>
/// <param name="Public">Uncompressed P-256 point, 65 bytes, base64.</param>
public sealed record TracingPublicKey(string Day, string Public);

/// <summary>Source-generated JSON of what enrolment sends.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(EnrolmentGrant))]
[JsonSerializable(typeof(EnrolmentRefusal))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(RenewalGrant))]
[JsonSerializable(typeof(ProvisionMessage))]
[JsonSerializable(typeof(ClaimBundle))]
[JsonSerializable(typeof(UpdateReport))]
public sealed partial class EnrolmentJson : JsonSerializerContext;
