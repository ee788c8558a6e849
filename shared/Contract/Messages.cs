using System.Text.Json.Serialization;

namespace CheckIn.Contract;

/// <summary>Content types: the name of each payload, carried in MQTT's Content Type property.</summary>
public static class ContentTypes
{
    public const string State = "application/vnd.checkin.state+json";
    public const string Events = "application/vnd.checkin.events+json";
    public const string Ack = "application/vnd.checkin.ack+json";
    public const string Health = "application/vnd.checkin.health+json";
    public const string HubState = "application/vnd.checkin.hub-state+json";
    public const string Desired = "application/vnd.checkin.desired+json";
    public const string Reported = "application/vnd.checkin.reported+json";
    public const string Command = "application/vnd.checkin.command+json";
    public const string Reply = "application/vnd.checkin.reply+json";
    public const string Inside = "application/vnd.checkin.inside+json";
    public const string Alert = "application/vnd.checkin.alert+json";
}

/// <summary>What a gate says of itself on its <c>state</c> topic.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateState>))]
public enum GateState
{
    [JsonStringEnumMemberName("ready")] Ready,
    [JsonStringEnumMemberName("degraded")] Degraded,
    [JsonStringEnumMemberName("stopped")] Stopped,
    /// <summary>Only ever sent as the will of a connection that ended without a word.</summary>
    [JsonStringEnumMemberName("lost")] Lost,
    /// <summary>It is there, and has not tried all of its lanes yet; <c>ready</c> follows.</summary>
    [JsonStringEnumMemberName("init")] Init,
}

/// <summary>Birth, will and farewell of a gate; retained, QoS 1.</summary>
/// <param name="State">What the gate says, or has said for it by its will.</param>
/// <param name="Session">Number of the connection; birth and will of one connection carry the same.</param>
/// <param name="Boot">Boot id of the machine (<c>/proc/sys/kernel/random/boot_id</c>).</param>
/// <param name="Version">Version of the gate's software.</param>
/// <param name="Backlog">Events not yet acknowledged.</param>
/// <param name="Epoch">Identity of the journal now in use; the hub states its position in it.</param>
/// <param name="Earlier">
/// Earlier epochs of which the gate still keeps events, oldest first, at most <see cref="MaxEarlier"/>; the hub states
/// its position in each. Absent = none.
/// </param>
public sealed record StateMessage(
    GateState State, long Session, string Boot, string Version, long Backlog, string? Epoch = null,
    IReadOnlyList<string>? Earlier = null)
{
    /// <summary>Most earlier epochs in one message; a hub reads no more.</summary>
    public const int MaxEarlier = 32;
}

/// <summary>The hub's position: everything up to <paramref name="Through"/> is committed there.</summary>
/// <param name="Epoch">Identity of the journal file.</param>
/// <param name="Through">Highest sequence number below which the hub has every event; 0 = none.</param>
/// <param name="Hash">
/// Chain link of event <paramref name="Through"/>, 64 hexadecimal digits; the epoch's genesis link at 0. Empty where the
/// hub has no link, because that number could not be read: it then says nothing.
/// </param>
/// <param name="Refused">What the hub set aside, and why.</param>
/// <param name="First">First number of the batch that this answers; absent when a birth is answered.</param>
/// <param name="Last">
/// Its last number: every event from <paramref name="First"/> to here is committed at the hub, those in
/// <paramref name="Refused"/> aside from the journal. Absent when the batch as a whole is refused.
/// </param>
/// <param name="Link">
/// Chain link of event <paramref name="Last"/> as that batch had it: of two gates that go by one name and hear each
/// other's answers, each knows its own by it. Absent together with <paramref name="Last"/>.
/// </param>
public sealed record AckMessage(
    string Epoch, long Through, string Hash, IReadOnlyList<RefusedEvents>? Refused = null,
    long? First = null, long? Last = null, string? Link = null);

/// <summary>Events that the hub set aside instead of storing them.</summary>
/// <param name="First">First sequence number concerned.</param>
/// <param name="Last">Last sequence number concerned.</param>
/// <param name="Reason">One of <see cref="RefusalReasons"/>; a gate takes a word it does not know for malformed.</param>
public sealed record RefusedEvents(long First, long Last, string Reason);

/// <summary>Why the hub set events aside. All of them are kept for inspection.</summary>
public static class RefusalReasons
{
    /// <summary>The batch cannot be read. The gate sends it again in halves until one event is left over.</summary>
    public const string Malformed = "malformed";
    /// <summary>It has more bytes or events than a batch may have; as malformed.</summary>
    public const string Oversized = "oversized";
    /// <summary>
    /// Other content under numbers that are taken: two journals claim to be this epoch. The gate begins a new one.
    /// </summary>
    public const string Conflict = "conflict";
    /// <summary>
    /// Of a newer contract (<see cref="EventBatch.Contract"/>): the gate keeps it and offers it again later.
    /// </summary>
    public const string Unsupported = "unsupported";
}

/// <summary>
/// On a gate's <c>inside</c> topic, QoS 0, never retained: how many are inside the whole site, for a gate that has a cap
/// (<c>Rules:MostInside</c>) and shares its site with others; when that is another, at most once a second, and again every
/// half minute. A gate puts to it what its own events have changed since <paramref name="Through"/>. A number, and nobody's name.
/// </summary>
/// <param name="Inside">How many, 0 or more, by everything that the site's gates have delivered.</param>
/// <param name="Epoch">Identity of the gate's latest journal file that the hub knows.</param>
/// <param name="Through">Highest number in it up to which every event of the gate is counted; 0 = none.</param>
public sealed record InsideMessage(int Inside, string Epoch, long Through);

/// <summary>
/// The hub's own state; retained, and published again every minute. Heard live (MQTT's RETAIN clear) and online, it
/// tells the time on networks that have no other source.
/// </summary>
/// <param name="Online">False when the hub says goodbye, and in its will.</param>
/// <param name="Timestamp">The hub's wall time when this was written, Unix ms.</param>
/// <param name="Clock">How far the hub trusts its clock; absent = it is not synchronised.</param>
public sealed record HubStateMessage(bool Online, long Timestamp, ClockQuality? Clock = null);

/// <summary>Source-generated JSON for what crosses a wall, except batches (<see cref="EventBatch"/>).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(AckMessage))]
[JsonSerializable(typeof(HealthMessage))]
[JsonSerializable(typeof(HubStateMessage))]
[JsonSerializable(typeof(DesiredMessage))]
[JsonSerializable(typeof(ReportedMessage))]
[JsonSerializable(typeof(CommandMessage))]
[JsonSerializable(typeof(ReplyMessage))]
[JsonSerializable(typeof(InsideMessage))]
[JsonSerializable(typeof(AlertMessage))]
public sealed partial class ContractJson : JsonSerializerContext;
