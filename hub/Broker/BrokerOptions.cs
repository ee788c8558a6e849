using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>The hub's MQTT endpoint; section <c>Broker</c>.</summary>
public sealed class BrokerOptions
{
    public const string Section = "Broker";

    /// <summary>Address and port. Default 127.0.0.1:1883; loopback only; port 0 = any free one.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:1883";

    /// <summary>
    /// Largest packet taken, bytes. Default 256 KB, 1 KB to 16 MB; a larger one ends the connection with 0x95.
    /// </summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxPacketBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Connections at once. Default 25,000, 1 to 1,000,000; past it CONNECT is answered Server busy (0x89).
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 25_000;

    /// <summary>QoS 1 messages that a client may send ahead of our PUBACK. Default 16, 1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; set; } = 16;

    /// <summary>
    /// QoS 1 messages that we send ahead of a client's PUBACK, its own limit apart. Default 64, 1 to 65,535.
    /// </summary>
    [Range(1, 65_535)]
    public int MaxInFlight { get; set; } = 64;

    /// <summary>
    /// Messages waiting for one client. Default 10,000, 1 to 1,000,000; a client that lets more pile up is disconnected
    /// with Quota exceeded (0x97), so that it notices its loss and a slow one harms nobody else.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedMessages { get; set; } = 10_000;

    /// <summary>Payload bytes waiting for one client. Default 8 MB, 64 KB to 1 GB; the same policy.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Topics with a retained message. Default 100,000, 1 to 10,000,000; past it PUBACK says 0x97.</summary>
    [Range(1, 10_000_000)]
    public int MaxRetained { get; set; } = 100_000;

    /// <summary>Bytes of all retained messages. Default 256 MB, 64 KB to 2 GB; the same policy.</summary>
    [Range(64L * 1024, 2L * 1024 * 1024 * 1024)]
    public long MaxRetainedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Filters of one client. Default 100, 1 to 100,000; past it SUBACK says 0x97.</summary>
    [Range(1, 100_000)]
    public int MaxSubscriptions { get; set; } = 100;

    /// <summary>From the socket to CONNECT. Default 10 s, 1 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest Keep Alive; a client that asks for more, or for none, is told this. Default 5 min, 1 s to 18 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "18:00:00")]
    public TimeSpan MaxKeepAlive { get; set; } = TimeSpan.FromMinutes(5);

    internal bool TryGetEndPoint(out IPEndPoint endPoint)
    {
        var text = Listen.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase)
            ? "127.0.0.1" + Listen["localhost".Length..]
            : Listen;
        var parsed = IPEndPoint.TryParse(text, out var found) && text.LastIndexOf(':') > text.LastIndexOf(']');
        endPoint = found ?? new IPEndPoint(IPAddress.Loopback, 0);
        return parsed;
    }
}

/// <summary>What annotations cannot say: where the endpoint may listen.</summary>
internal sealed class BrokerOptionsRules : IValidateOptions<BrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, BrokerOptions options)
    {
        if (!options.TryGetEndPoint(out var endPoint))
        {
            return ValidateOptionsResult.Fail(
                $"Broker:Listen is '{options.Listen}', which is not an address and port such as 127.0.0.1:1883.");
        }
        if (!IPAddress.IsLoopback(endPoint.Address))
        {
            return ValidateOptionsResult.Fail(
                $"Broker:Listen is '{options.Listen}', which other machines could reach. Clients are not authenticated "
                + "yet, so anybody there could speak for a gate; use a loopback address such as 127.0.0.1:1883.");
        }
        return ValidateOptionsResult.Success;
    }
}
