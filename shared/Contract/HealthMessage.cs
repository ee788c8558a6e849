namespace CheckIn.Contract;

/// <summary>A gate's figures, every 60 s; QoS 0. Counters count since the process started.</summary>
/// <param name="Session">Number of the connection that sends it.</param>
/// <param name="UptimeS">Seconds since the process started.</param>
/// <param name="Backlog">Events not yet acknowledged.</param>
/// <param name="Decided">Decisions journalled.</param>
/// <param name="Admitted">Of these, admitted.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="Frames">Pictures looked at.</param>
/// <param name="Reads">Codes read, repeats included.</param>
/// <param name="JournalBytes">Size of the journal's files.</param>
/// <param name="Clock">The gate's clock when this was written.</param>
public sealed record HealthMessage(
    long Session, long UptimeS, long Backlog, long Decided, long Admitted, long Refused,
    long Frames, long Reads, long JournalBytes, ClockReading? Clock = null)
{
    /// <summary>How full the journal is, of what its bound leaves for decisions; absent = an older gate.</summary>
    public int? JournalPercent { get; init; }

    /// <summary>
    /// Delivered events that went before their retention ended, because the journal was full; absent = an older gate.
    /// </summary>
    public long? DroppedEarly { get; init; }

    /// <summary>Bytes that the gate wrote to its medium in the last 24 h, or since its start; absent = not known.</summary>
    public long? WrittenBytesDay { get; init; }

    /// <summary>Refused codes without an event of their own, counted in alarms <c>unknown_codes</c>; absent = an older gate.</summary>
    public long? UnknownCounted { get; init; }

    /// <summary>Decisions and alarms that could not be journalled; absent = an older gate.</summary>
    public long? JournalFailures { get; init; }

    /// <summary>Words of the alarms that stand now, as in their events; absent = none.</summary>
    public IReadOnlyList<string>? Alarms { get; init; }

    /// <summary>Pictures in which something looked like a code and could not be read; absent = an older gate.</summary>
    public long? Unreadable { get; init; }

    /// <summary>Events that waited for the journal and did not fit into the queue before it; absent = an older gate.</summary>
    public long? EventsUnrecorded { get; init; }

    /// <summary>Version of the gate's software; absent = an older gate.</summary>
    public string? Version { get; init; }

    /// <summary>The board; absent = it tells nothing.</summary>
    public BoardHealth? Board { get; init; }

    /// <summary>The file system that holds the journal; absent = not known.</summary>
    public DiskHealth? Disk { get; init; }

    /// <summary>The gate's own memory; absent = not known.</summary>
    public MemoryHealth? Memory { get; init; }

    /// <summary>The connection to the hub; absent = an older gate.</summary>
    public LinkHealth? Link { get; init; }

    /// <summary>
    /// The process that holds the relays, <c>ready</c> or <c>lost</c>; absent = there is none, or an older gate.
    /// </summary>
    public string? Guard { get; init; }

    /// <summary>Every open lane, at most <see cref="MaxLanes"/>; absent = none is open, or an older gate.</summary>
    public IReadOnlyList<LaneHealth>? Lanes { get; init; }

    /// <summary>
    /// Whole days until the gate's certificate ends, negative after; absent = it has none, does not know the time, or is an
    /// older gate.
    /// </summary>
    public int? CertificateDaysLeft { get; init; }

    /// <summary>
    /// How often the gate sends its health, s, give or take a tenth; absent = an older gate, which does every 60 s.
    /// </summary>
    public int? EveryS { get; init; }

    /// <summary>What became of commands; absent = there was none, or an older gate.</summary>
    public CommandCounts? Commands { get; init; }

    /// <summary>Lists that the gate decides by; absent = it has none, or is an older gate.</summary>
    public IReadOnlyList<ListHealth>? Lists { get; init; }

    /// <summary>Most lanes in one message; a hub reads no more.</summary>
    public const int MaxLanes = 8;
}

/// <summary>What the board tells of itself. Whatever is absent, its kernel does not tell.</summary>
/// <param name="TemperatureC">Temperature of the processor, °C.</param>
/// <param name="UnderVoltage">True while its supply is too weak.</param>
/// <param name="Throttled">True while it slows itself down, for heat or a weak supply.</param>
/// <param name="CpuLimitMhz">The limit on its processor's clock, MHz, while that is below what it can do.</param>
public sealed record BoardHealth(double? TemperatureC, bool? UnderVoltage, bool? Throttled, int? CpuLimitMhz);

/// <summary>Room on a file system.</summary>
/// <param name="FreeBytes">Room for the gate's user.</param>
/// <param name="TotalBytes">Its size.</param>
public sealed record DiskHealth(long FreeBytes, long TotalBytes);

/// <summary>Memory of the gate's process.</summary>
/// <param name="ResidentBytes">All that is in memory.</param>
/// <param name="AnonymousBytes">Of it, what belongs to the gate alone; the rest is files, which others share.</param>
public sealed record MemoryHealth(long ResidentBytes, long AnonymousBytes);

/// <summary>The gate's connection to the hub, as the gate has it.</summary>
/// <param name="ConnectedS">Seconds since it was made; absent = there is none now.</param>
/// <param name="LostS">Seconds since the last one ended, or since the start; absent = there is one now.</param>
/// <param name="Connections">Connections made since the process started.</param>
/// <param name="RoundTripMs">Time to the hub and back when it was made, ms; absent = there was none yet.</param>
/// <param name="Problem">Why the last one ended or could not be made; absent = there is one now, or none was tried.</param>
public sealed record LinkHealth(
    long? ConnectedS, long? LostS, long Connections, double? RoundTripMs = null, string? Problem = null);

/// <summary>A list that a gate decides by.</summary>
/// <param name="Name">One of <see cref="ListNames"/>.</param>
/// <param name="Version">As the hub named it.</param>
/// <param name="AgeS">Seconds since the hub last said that it is the newest.</param>
public sealed record ListHealth(string Name, long Version, long AgeS);

/// <summary>A lane, as far as its scanner tells; no personal data.</summary>
/// <param name="Lane">Its name.</param>
/// <param name="Ready">Whether its scanner is there and being listened to.</param>
/// <param name="Codes">Codes it has handed on since the process started.</param>
/// <param name="LastCodeS">Seconds since the last of them; absent = there was none.</param>
/// <param name="Device">The scanner's device or name; absent = not known.</param>
/// <param name="Problem">Why it is not ready, for an operator; absent = it is.</param>
/// <param name="Format">Camera: size, pixel format and rate.</param>
/// <param name="FramesPerSecond">Camera: frames looked at in the last seconds.</param>
/// <param name="Focus">Camera: sharpness of the last frame, 0 (blurred or flat) to 100.</param>
public sealed record LaneHealth(
    string Lane, bool Ready, long Codes, long? LastCodeS = null, string? Device = null, string? Problem = null,
    string? Format = null, double? FramesPerSecond = null, int? Focus = null);
