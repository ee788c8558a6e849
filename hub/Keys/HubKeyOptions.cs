namespace CheckIn.Hub.Keys;

/// <summary>The keys that gates get for tags and sealing; section <c>Keys</c>.</summary>
public sealed class HubKeyOptions
{
    public const string Section = "Keys";

    /// <summary>
    /// Where the root of the tag keys and the public tracing keys are, mode 700. Default: <c>keys</c> beside the events.
    /// It may lie on another medium than the hub's data, so that nobody gets both with one copy.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>
    /// Where the private halves of the tracing keys are written, mode 700; only tracing needs them. Default:
    /// <c>tracing-private</c> below <see cref="Directory"/>. <c>none</c> = they are made on another machine
    /// (<c>checkin-hub keys make</c>), and this one has the public halves only.
    /// </summary>
    public string? TracingDirectory { get; set; }
}
