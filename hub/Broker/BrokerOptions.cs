using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CheckIn.Hub.Broker;

/// <summary>Who is the MQTT server.</summary>
public enum BrokerMode
{
    /// <summary>The hub itself.</summary>
    Embedded,
    /// <summary>Another server, to which the hub connects as a client.</summary>
    External,
}

/// <summary>Who may publish and subscribe what.</summary>
public enum BrokerAccess
{
    /// <summary>The product's topics belong to the hub and its gates.</summary>
    Strict,
    /// <summary>Any topic for anybody, for development and conformance tests; on loopback addresses only.</summary>
    Open,
}

/// <summary>
/// The hub's MQTT endpoint; section <c>Broker</c>. Every limit has one policy, named with it, and counts what it
/// refuses.
/// </summary>
public sealed class BrokerOptions
{
    public const string Section = "Broker";

    /// <summary>Embedded (default): the hub is the server. External: it connects to <see cref="Server"/>.</summary>
    public BrokerMode Mode { get; set; }

    /// <summary>Strict (default), or Open: any topic for anybody, refused unless every endpoint is loopback.</summary>
    public BrokerAccess Access { get; set; }

    /// <summary>Address and port. Default 127.0.0.1:1883; loopback only; port 0 = any free one.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:1883";

    /// <summary>
    /// Address and port for MQTT over TLS. Default: with Enrolment:Address port 8883 of every address, or of 127.0.0.1
    /// when that is the local machine; else none. Without <see cref="TlsCertificate"/> the hub's own authority makes
    /// the server's certificate, and a client needs one of it (TLS 1.3).
    /// </summary>
    public string? TlsListen { get; set; }

    /// <summary>
    /// The server's certificate with its chain, PEM, of another authority than the hub's own; watched, and taken up
    /// when it is replaced (TLS 1.2 and 1.3).
    /// </summary>
    public string? TlsCertificate { get; set; }

    /// <summary>The certificate's private key, PEM. Default: it stands in the certificate's file.</summary>
    public string? TlsKey { get; set; }

    /// <summary>
    /// With <see cref="TlsCertificate"/>: the authority of the gates' certificates, PEM. Every client over TLS needs
    /// one, whose common name is its client identifier, and may use a gate's own topics only. Default none:
    /// certificates mean nothing, and only loopback addresses may listen.
    /// </summary>
    public string? TlsClientAuthority { get; set; }

    /// <summary>
    /// File of the retained messages and of the sessions that outlive their connection. Default: <c>broker.db</c>
    /// beside the events. <c>none</c> = they end with the process.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Longest time between a change and its commit to <see cref="Path"/>. Default 100 ms, 10 ms to 1 min. A crash
    /// loses what changed since; an ordered stop loses nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StoreInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Largest packet taken, bytes. Default 256 KB, 1 KB to 16 MB; a larger one ends the connection with 0x95.
    /// </summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxPacketBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Bytes of packets that are being received, of all clients. Default 64 MB, 1 MB to 2 GB, at least
    /// <see cref="MaxPacketBytes"/>. A packet over 8 KB is not read on before its size is reserved here; until then its
    /// connection waits.
    /// </summary>
    [Range(1024L * 1024, 2L * 1024 * 1024 * 1024)]
    public long MaxReceivingBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// How long a packet over 8 KB may take from then on. Default 1 min, 1 s to 1 h; then the connection ends with
    /// 0x97.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PacketTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The same while others wait for <see cref="MaxReceivingBytes"/>, so that nobody starves them by sending slowly.
    /// Default 10 s, 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PacketTimeoutWhenCrowded { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Connections at once. Default 25,000, 1 to 1,000,000; past it CONNECT is answered Server busy (0x89).
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 25_000;

    /// <summary>
    /// CONNECTs taken a second, with as many again at once. Default 2,000, 1 to 1,000,000; past it the answer is Server
    /// busy (0x89).
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnectsPerSecond { get; set; } = 2000;

    /// <summary>
    /// Sessions, those without a connection included. Default 100,000, 1 to 10,000,000; past it CONNECT for a new one
    /// is answered Quota exceeded (0x97).
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxSessions { get; set; } = 100_000;

    /// <summary>
    /// Longest life of a session after its connection. Default 7 days, 0 to 366 days; a client that asks for more is
    /// told this, and MQTT 3.1.1 clients without Clean Session get it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan MaxSessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Messages at QoS 1 and 2 that a client may send ahead of our answers. Default 64, 1 to 65,535; more end the
    /// connection with 0x93.
    /// </summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; set; } = 64;

    /// <summary>
    /// Messages at QoS 1 and 2 that we send ahead of a client's answers, its own limit apart. Default 1,000, 1 to
    /// 65,535; further ones wait.
    /// </summary>
    [Range(1, 65_535)]
    public int MaxInFlight { get; set; } = 1_000;

    /// <summary>Topics that a client may abbreviate. Default 16, 0 to 65,535; past it 0x94.</summary>
    [Range(0, 65_535)]
    public int TopicAliasMaximum { get; set; } = 16;

    /// <summary>Topics that we abbreviate towards a client that allows it. Default 16, 0 to 65,535.</summary>
    [Range(0, 65_535)]
    public int MaxSentAliases { get; set; } = 16;

    /// <summary>
    /// Messages waiting for one client. Default 10,000, 1 to 1,000,000. From 1,000 or the half on, publishers (never
    /// gates) are not read from while the client takes at least 1,000 messages a second; a slower one is given up
    /// within two, and its queue fills. Past the limit, further messages at QoS 0 are dropped, and so are all for a
    /// client that is away; one at QoS 1 or 2 ends the client's connection with Quota exceeded (0x97), so that it
    /// notices its loss.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedMessages { get; set; } = 10_000;

    /// <summary>Bytes waiting for one client. Default 8 MB, 64 KB to 1 GB; the same policy.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Bytes waiting for all clients. Default 256 MB, 1 MB to 64 GB. Past it the same policy meets every client for
    /// whom more than 16 KB is waiting; those who keep up notice nothing.
    /// </summary>
    [Range(1024L * 1024, 64L * 1024 * 1024 * 1024)]
    public long MaxQueuedBytesInAll { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Bytes of the wills of all clients. Default 64 MB, 1 MB to 4 GB; past it CONNECT with a will is answered Quota
    /// exceeded (0x97).
    /// </summary>
    [Range(1024L * 1024, 4L * 1024 * 1024 * 1024)]
    public long MaxWillBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Topics with a retained message. Default 100,000, 1 to 10,000,000; past it PUBACK says 0x97 (a 3.1.1 client is
    /// disconnected), and the message is not delivered either.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxRetained { get; set; } = 100_000;

    /// <summary>Bytes of all retained messages. Default 256 MB, 64 KB to 2 GB; the same policy.</summary>
    [Range(64L * 1024, 2L * 1024 * 1024 * 1024)]
    public long MaxRetainedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Filters of one client. Default 100, 1 to 100,000; past it SUBACK says 0x97.</summary>
    [Range(1, 100_000)]
    public int MaxSubscriptions { get; set; } = 100;

    /// <summary>
    /// Filters of all clients, one more counted for every 64 characters. Default 1,000,000, 1 to 100,000,000; past it
    /// SUBACK says 0x97.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxSubscriptionsInAll { get; set; } = 1_000_000;

    /// <summary>
    /// From the socket to CONNECT. Default 10 s, 1 s to 2 min; then the connection is closed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest Keep Alive; a client that asks for more, or for none, is told this. Default 1 min, 1 s to 18 h. A 3.1.1
    /// client cannot be told: its own holds, and without one it may be silent.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "18:00:00")]
    public TimeSpan MaxKeepAlive { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The server of <see cref="BrokerMode.External"/>, <c>mqtt://</c> or <c>mqtts://</c>.</summary>
    public Uri Server { get; set; } = new("mqtt://127.0.0.1:1883");

    /// <summary>The hub's client identifier there; replicas need different ones. Default <c>checkin-hub</c>.</summary>
    [Required, MinLength(1), MaxLength(256)]
    public string ServerClientId { get; set; } = "checkin-hub";

    /// <summary>
    /// The only authority trusted for its certificate, PEM. Default: with Enrolment:Address the hub's own (see
    /// <c>checkin-hub authority server</c>), else those that the machine trusts.
    /// </summary>
    public string? ServerAuthority { get; set; }

    /// <summary>
    /// A directory from which that server reads its access list, the authority, its certificate and the list of revoked
    /// certificates, as <c>checkin-hub mosquitto</c> makes it; this hub keeps them current, and puts revoked gates out.
    /// Default none: revocations do not reach that server. Needs mqtts and this hub's own authority.
    /// </summary>
    public string? ServerFiles { get; set; }

    /// <summary>
    /// Client identifiers of further hubs at that server, for its access list. Default none. Each must be one that no
    /// gate can have, with a capital letter or a dot.
    /// </summary>
    public string[] ServerHubs { get; set; } = [];

    /// <summary>
    /// The hub's certificate there with its chain, PEM. Default: with Enrolment:Address one of the hub's own authority
    /// that bears <see cref="ServerClientId"/>, else none.
    /// </summary>
    public string? ServerCertificate { get; set; }

    /// <summary>The private key of <see cref="ServerCertificate"/>, PEM. Default: it stands in the same file.</summary>
    public string? ServerKey { get; set; }

    /// <summary>User name there. Default none.</summary>
    public string? ServerUserName { get; set; }

    /// <summary>
    /// Password there; better given as a file of mode 600 that <c>Broker:ServerPasswordFile</c> names, or as the
    /// service manager's credential <c>Broker.ServerPassword</c>. Default none.
    /// </summary>
    public string? ServerPassword { get; set; }

    /// <summary>
    /// Replicas that share the events: those with one group get each batch once among them. Default none = this hub
    /// gets all. Without <c>/</c>, <c>+</c> and <c>#</c>.
    /// </summary>
    [RegularExpression("[^/+#]+")]
    public string? ShareGroup { get; set; }

    internal static bool TryParse(string text, out IPEndPoint endPoint)
    {
        if (text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase))
            text = "127.0.0.1" + text["localhost".Length..];
        var parsed = IPEndPoint.TryParse(text, out var found) && text.LastIndexOf(':') > text.LastIndexOf(']');
        endPoint = found ?? new IPEndPoint(IPAddress.Loopback, 0);
        return parsed;
    }
}
