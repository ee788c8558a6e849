using System.ComponentModel.DataAnnotations;
using CheckIn.Enrolment;

namespace CheckIn.Hub.Enrolment;

/// <summary>How gates come into service and what they are served; section <c>Enrolment</c>.</summary>
public sealed class EnrolmentOptions : IValidatableObject
{
    public const string Section = "Enrolment";

    /// <summary>
    /// The DNS name or address by which gates reach this hub, such as <c>hub.example</c>; it stands in every code, and
    /// the hub's certificate bears it. Default none: no gate can be enrolled. With it, <see cref="Listen"/> and
    /// Broker:TlsListen have defaults.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Address and port of HTTPS for gates. Default: with <see cref="Address"/> port 8443 of every address, or of
    /// 127.0.0.1 when that is the local machine; else none.
    /// </summary>
    public string? Listen { get; set; }

    /// <summary>
    /// Where gates bring their events, host:port, over TLS. Default: <see cref="Address"/> with the port of
    /// Broker:TlsListen. Needed when the MQTT server is another one.
    /// </summary>
    public string? Mqtt { get; set; }

    /// <summary>Life of a one-time code. Default 5 min, 1 min to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong proofs after which a claim is withdrawn. Default 5, 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxFailures { get; set; } = 5;

    /// <summary>Claims that may wait at a time, those of bundles included. Default 20,000, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MaxClaims { get; set; } = 20_000;

    /// <summary>Codes issued a minute at most. Default 60, 1 to 10,000; a bundle counts as one.</summary>
    [Range(1, 10_000)]
    public int CodesPerMinute { get; set; } = 60;

    /// <summary>Requests without a certificate taken from one address a minute. Default 30, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 30;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is { Length: > 0 } address && Problem(address) is { } no)
        {
            yield return new ValidationResult(
                $"Enrolment:Address {no}; it must be the name or address by which gates reach this hub, such as "
                    + "hub.example.");
        }
        if (Mqtt is { Length: > 0 } mqtt && Problem(mqtt) is { } wrong)
            yield return new ValidationResult(
                $"Enrolment:Mqtt {wrong}; it must be host:port, such as mqtt.example:8883.");
    }

    private static string? Problem(string address)
    {
        try
        {
            EnrolmentCode.New("0000", address);
            return null;
        }
        catch (FormatException e)
        {
            return "is wrong: " + e.Message;
        }
    }
}
