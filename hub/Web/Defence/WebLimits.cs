using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// Section <c>Web:Limits</c>: what one who asks page or API may take up. Time and sizes of requests hold for the HTTPS
/// of gates as well; connections, watchers and requests a minute have bounds of their own there.
/// </summary>
public sealed class WebLimits
{
    /// <summary>Open connections in all. Default 4,000, 10 to 100,000.</summary>
    [Range(10, 100_000)]
    public int Connections { get; set; } = 4_000;

    /// <summary>
    /// Open connections from one address (of IPv6 one network of 64 bits); forwarders of Web:Proxies are not counted.
    /// Default 400, 5 to 100,000.
    /// </summary>
    [Range(5, 100_000)]
    public int ConnectionsPerAddress { get; set; } = 400;

    /// <summary>Time for a request's line and headers to come. Default 10 s, 1 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan HeaderTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle before and between requests. Default 1 min, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time for an answer, from the headers on; what is watched, imported or fetched by gates is left out. Default 1 min,
    /// 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Bytes per second at which bodies must come and answers be taken, after a grace of <see cref="RateGrace"/>. Default
    /// 240, 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int BytesPerSecond { get; set; } = 240;

    /// <summary>How long slower is borne. Default 5 s, 2 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan RateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request's first line, its query included. Default 8,192, 1,024 to 65,536.</summary>
    [Range(1_024, 65_536)]
    public int LineBytes { get; set; } = 8_192;

    /// <summary>Bytes of all headers. Default 16,384, 4,096 to 131,072.</summary>
    [Range(4_096, 131_072)]
    public int HeaderBytes { get; set; } = 16_384;

    /// <summary>Headers of a request. Default 64, 20 to 1,000.</summary>
    [Range(20, 1_000)]
    public int Headers { get; set; } = 64;

    /// <summary>
    /// Bytes of a body, where an address does not say more or less itself. Default 65,536, 4,096 to 16,777,216.
    /// </summary>
    [Range(4_096, 16_777_216)]
    public int BodyBytes { get; set; } = 65_536;

    /// <summary>Fields of a form. Default 200, 50 to 10,000.</summary>
    [Range(50, 10_000)]
    public int Fields { get; set; } = 200;

    /// <summary>Bytes of one field of a form. Default 32,768, 1,024 to 1,048,576.</summary>
    [Range(1_024, 1_048_576)]
    public int FieldBytes { get; set; } = 32_768;

    /// <summary>Requests at a time on one HTTP/2 connection. Default 64, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Streams { get; set; } = 64;

    /// <summary>Pages and programs that are told of changes, in all. Default 2,000, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Watchers { get; set; } = 2_000;

    /// <summary>The same of one caller. Default 200, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int WatchersPerCaller { get; set; } = 200;

    /// <summary>
    /// Requests a minute of one caller, or of one address that nobody has signed in from; as many may come at once. The
    /// operator of this machine is not counted. Default 1,200, 30 to 1,000,000.
    /// </summary>
    [Range(30, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 1_200;
}
