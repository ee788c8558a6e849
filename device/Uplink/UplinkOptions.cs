using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;
using CheckIn.Settings;

namespace CheckIn.Gate.Uplink;

/// <summary>Section <c>Uplink</c>.</summary>
public sealed class UplinkOptions : IValidatableObject
{
    /// <summary>
    /// The hub's MQTT endpoint, <c>mqtts://host:port</c> (8883) or <c>mqtt://host:port</c> (1883). Default
    /// <c>mqtt://127.0.0.1:1883</c>; an enrolled gate has it from its hub. Plain TCP reaches this machine only; any other host
    /// is refused at start, because events would travel in the clear.
    /// </summary>
    [CutsOff]
    [Required]
    public Uri Hub { get; set; } = new("mqtt://127.0.0.1:1883");

    /// <summary>
    /// The gate's certificate, and those between it and the root, of an authority other than the hub's: a PEM file, read anew
    /// when it changes. With <see cref="Key"/> and <see cref="Authority"/> it stands in place of what enrolment gave. Its
    /// common name must be Gate:Id. Default none.
    /// </summary>
    [CutsOff]
    public string? Certificate { get; set; }

    /// <summary>Its private key, PEM, not encrypted, mode 600. Default none.</summary>
    [CutsOff]
    public string? Key { get; set; }

    /// <summary>The roots by which the hub is known, PEM, in place of the hub's own authority. Default none.</summary>
    [CutsOff]
    public string? Authority { get; set; }

    /// <summary>MQTT Keep Alive, 5 s to 60 s, default 25 s; a silent link is given up after one and a half times that.</summary>
    [CutsOff]
    [Range(typeof(TimeSpan), "00:00:05", "00:01:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How often health is sent, 10 s to 10 min, default 60 s; each time a tenth earlier or later at random.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan HealthEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait before connecting anew, 1 s to 10 min, default 60 s. The waits grow up to it with full jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReconnectCap { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Time without a hub after which the alarm <c>hub_lost</c> is recorded, 10 s to 1 h, default 1 min. Nothing else
    /// comes of it: the gate decides and records as ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan HubLostAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the hub may leave a batch unacknowledged before it is sent again, 1 s to 5 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events in a batch, 1 to 500, default 500.</summary>
    [Range(1, Contract.EventBatch.MaxEvents)]
    public int BatchEvents { get; set; } = Contract.EventBatch.MaxEvents;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hub is null)
        {
            // An empty text; that it must not be is told already.
        }
        else if (!MqttEndpoint.IsOne(Hub))
        {
            yield return new ValidationResult(
                $"Uplink:Hub is '{Hub}'; it must be mqtts://host:port, or mqtt://host:port on this machine, such as "
                + "mqtt://127.0.0.1:1883.", [nameof(Hub)]);
        }
        else if (MqttEndpoint.IsInTheClear(Hub))
        {
            yield return new ValidationResult(
                $"Uplink:Hub is '{Hub}'; events may not leave this machine unencrypted. Enrol this gate and leave Uplink:Hub to "
                + "the hub (checkin-gate enrol CODE); or use mqtts:// with Uplink:Certificate, Key and Authority; or a loopback "
                + "address and an encrypted tunnel that ends there.", [nameof(Hub)]);
        }
        var files = new[] { Certificate, Key, Authority }.Count(static file => !string.IsNullOrWhiteSpace(file));
        if (files is not (0 or 3))
        {
            yield return new ValidationResult(
                $"Uplink:Certificate is '{Certificate}', Uplink:Key '{Key}', Uplink:Authority '{Authority}'; all three or none, "
                + "since each is worth nothing without the others.", [nameof(Certificate)]);
        }
    }

    /// <summary>Whether the connection is encrypted.</summary>
    internal bool IsEncrypted => Hub.Scheme == "mqtts";

    /// <summary>Whether certificate and key are somebody else's and not those of enrolment.</summary>
    internal bool HasOwnFiles => !string.IsNullOrWhiteSpace(Certificate);
}
