using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.FleetSimulator;

/// <summary>What became of a run.</summary>
internal sealed record FleetReport(FleetOptions Options, FleetCounters Counters)
{
    internal required bool IsConnected { get; init; }
    internal required TimeSpan ConnectedAfter { get; init; }
    internal required TimeSpan Settling { get; init; }
    internal required TimeSpan Took { get; init; }
    internal required long Positioned { get; init; }

    /// <summary>Null = no gate fell silent.</summary>
    internal SilenceFound? Silence { get; init; }

    /// <summary>Null = none were changed.</summary>
    internal SettingsFound? Settings { get; init; }

    /// <summary>How long settings took to each gate.</summary>
    internal required Latencies Reach { get; init; }

    /// <summary>Null = the hub's store was not looked at.</summary>
    internal StoreCheck? Store { get; init; }

    internal bool IsGood => IsConnected && Positioned == Options.Gates && Counters.Acked == Counters.Recorded
        && Counters.Breaches == 0 && Store is null or { IsGood: true }
        && Silence is null or { IsGood: true } && Settings is null or { IsGood: true };

    internal string ToJson() => JsonSerializer.Serialize(new FleetFigures
    {
        Gates = Options.Gates + Options.Silent,
        Scenario = Options.Scenario.Name,
        Seconds = Seconds(Took),
        HubMustHold = Counters.Recorded,
        EventsSent = Counters.Sent,
        EventsAcked = Counters.Acked,
        EventsResent = Counters.Resent,
        AckedPerS = Counters.AckedPerSecond,
        AckP50Ms = Counters.Ack.Ms(0.5),
        AckP99Ms = Counters.Ack.Ms(0.99),
        AckMaxMs = Counters.Ack.LongestMs,
        DeliveryP50Ms = Counters.Delivery.Ms(0.5),
        DeliveryP99Ms = Counters.Delivery.Ms(0.99),
        ConnectedAfterS = Seconds(ConnectedAfter),
        SettledAfterS = Seconds(Settling),
        Connects = Counters.Connects,
        ConnectsPerS = Counters.MostConnectsInASecond,
        BackP50Ms = Counters.Back.Ms(0.5),
        BackP99Ms = Counters.Back.Ms(0.99),
        BackMaxMs = Counters.Back.LongestMs,
        Busy = Counters.Busy,
        LinksLost = Counters.Lost,
        AcksLate = Counters.Late,
        AskedAgain = Counters.AskedAgain,
        WentBack = Counters.WentBack,
        HostileClosed = Counters.HostileClosed,
        Errors = Counters.Breaches + Counters.Lost,
        Endings = Counters.Endings(),
        PeakRssMb = PeakMemory(),
        Stored = Store?.Stored,
        Missing = Store?.Missing,
        StoredAgain = Store?.Again,
        ChainBroken = Store?.Broken,
        LostExpected = Silence?.Expected,
        LostFound = Silence?.Found,
        LostFalse = Silence?.False,
        LostAfterMaxS = Silence is null ? null : Seconds(Silence.AfterMax),
        SettingsReached = Settings?.Reached,
        SettingsP50S = Reach.Ms(0.5) / 1000,
        SettingsP99S = Reach.Ms(0.99) / 1000,
        SettingsAllS = Settings?.AllAfter is { } all ? Seconds(all) : null,
        SettingsFailed = Settings?.Stopped?.Failed,
        SettingsDecided = Settings?.Stopped?.Decided,
    }, FleetJson.Default.FleetFigures);

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1);

    private static long PeakMemory() => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) / 1024)
        .FirstOrDefault();
}

/// <summary>The last line's fields.</summary>
internal sealed record FleetFigures
{
    public required int Gates { get; init; }
    public required string Scenario { get; init; }
    public required double Seconds { get; init; }
    /// <summary>Events in all journals.</summary>
    public required long HubMustHold { get; init; }
    public required long EventsSent { get; init; }
    public required long EventsAcked { get; init; }
    public required long EventsResent { get; init; }
    public required double AckedPerS { get; init; }
    public required double? AckP50Ms { get; init; }
    public required double? AckP99Ms { get; init; }
    public required double AckMaxMs { get; init; }
    public required double? DeliveryP50Ms { get; init; }
    public required double? DeliveryP99Ms { get; init; }
    public required double ConnectedAfterS { get; init; }
    public required double SettledAfterS { get; init; }
    public required long Connects { get; init; }
    /// <summary>Within the busiest second.</summary>
    public required int ConnectsPerS { get; init; }
    public required double? BackP50Ms { get; init; }
    public required double? BackP99Ms { get; init; }
    public required double BackMaxMs { get; init; }
    public required long Busy { get; init; }
    public required long LinksLost { get; init; }
    public required long AcksLate { get; init; }
    public required long AskedAgain { get; init; }
    public required long WentBack { get; init; }
    public required long HostileClosed { get; init; }
    public required long Errors { get; init; }
    public required string Endings { get; init; }
    public required long PeakRssMb { get; init; }
    public required long? Stored { get; init; }
    public required long? Missing { get; init; }
    public required long? StoredAgain { get; init; }
    public required long? ChainBroken { get; init; }
    /// <summary>Gates that fell silent.</summary>
    public required int? LostExpected { get; init; }
    public required int? LostFound { get; init; }
    /// <summary>Gates that the hub called lost and that were there.</summary>
    public required int? LostFalse { get; init; }
    public required double? LostAfterMaxS { get; init; }
    /// <summary>Gates that took a changed setting up.</summary>
    public required int? SettingsReached { get; init; }
    public required double? SettingsP50S { get; init; }
    public required double? SettingsP99S { get; init; }
    /// <summary>Until the hub knew that all have it.</summary>
    public required double? SettingsAllS { get; init; }
    /// <summary>Gates that had failed when a rollout was stopped.</summary>
    public required int? SettingsFailed { get; init; }
    public required int? SettingsDecided { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FleetFigures))]
internal sealed partial class FleetJson : JsonSerializerContext;
