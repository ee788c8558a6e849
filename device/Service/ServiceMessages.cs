using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Service;

/// <summary>One line from a command to the gate.</summary>
/// <param name="Do"><c>status</c>, <c>settings</c>, <c>test</c> or <c>verdict</c>.</param>
/// <param name="What">Test, verdict: one of <see cref="Trials"/>.</param>
/// <param name="Lane">Test, verdict: the lane's name.</param>
/// <param name="Seconds">Test of a scanner or of sensors: how long to watch, 1 to <see cref="MaxSeconds"/>.</param>
/// <param name="Ok">Verdict: whether the technician saw or heard it.</param>
/// <param name="All">Settings: also what nobody has said.</param>
internal sealed record ServiceRequest(string Do, string? What = null, string? Lane = null, int? Seconds = null, bool? Ok = null,
    bool? All = null)
{
    /// <summary>Longest request, bytes.</summary>
    internal const int MaxBytes = 4096;

    internal const int MaxSeconds = 60;
}

/// <summary>What a technician can have tried.</summary>
internal static class Trials
{
    internal const string Relay = "relay";
    internal const string Green = "green";
    internal const string Red = "red";
    internal const string Buzzer = "buzzer";
    internal const string Scanner = "scanner";
    internal const string Sensors = "sensors";
}

/// <summary>Why something was not done; stable words.</summary>
internal static class Refusals
{
    internal const string BadRequest = "bad_request";
    internal const string Busy = "busy";
    internal const string Emergency = "emergency";
    internal const string NoSuchLane = "no_such_lane";
    internal const string NotWired = "not_wired";
    internal const string JournalFailed = "journal_failed";
    internal const string HardwareFailed = "hardware_failed";
    internal const string NotAllowed = "not_allowed";
}

/// <summary>One line from the gate; the one with <paramref name="Done"/> is the last of its request.</summary>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Error">One of <see cref="Refusals"/>.</param>
/// <param name="Detail">More about that, in English.</param>
internal sealed record ServiceAnswer(
    bool Done, bool? Ok = null, string? Error = null, string? Detail = null, StatusReport? Status = null,
    TestReading? Reading = null, IReadOnlyList<SettingShown>? Settings = null)
{
    /// <summary>Longest answer, bytes.</summary>
    internal const int MaxBytes = 256 * 1024;

    internal static ServiceAnswer Well { get; } = new(true, true);

    internal static ServiceAnswer Refused(string error, string? detail = null) => new(true, false, error, detail);
}

/// <summary>What is seen during a test.</summary>
/// <param name="Scanner">The lane's scanner now.</param>
/// <param name="Sensors">Every sensor now.</param>
internal sealed record TestReading(LaneHealth? Scanner = null, IReadOnlyList<SensorReading>? Sensors = null);

/// <summary>What a lane has, for whoever tries it.</summary>
/// <param name="Tests">Which of <see cref="Trials"/> it can be put to.</param>
/// <param name="Pulse">How long its relay is on, ms; null = it has none.</param>
internal sealed record LaneEquipment(string Lane, string Direction, string Scanner, IReadOnlyList<string> Tests, long? Pulse);

/// <summary>The running gate in figures.</summary>
/// <param name="User">Whose process it is.</param>
/// <param name="Supervised">A service manager started it and hears of its state.</param>
/// <param name="WatchdogS">Seconds after which that service manager ends a gate that has fallen silent; null = never.</param>
/// <param name="Silent">Loops that have fallen silent; empty = every one goes on.</param>
/// <param name="Identity">The gate's certificate; null = it has none.</param>
/// <param name="HubSettings">How it stands with the hub's settings, as the hub is told.</param>
/// <param name="Modes">Of every lane that follows an order of the hub.</param>
internal sealed record StatusReport(
    string Gate, string Name, int Process, string User, string Hub, string Journal, bool Supervised, double? WatchdogS,
    IReadOnlyList<string> Silent, IReadOnlyList<LaneEquipment> Equipment, IReadOnlyList<SensorReading> Sensors,
    HealthMessage Health, IdentityReport? Identity = null, ReportedMessage? HubSettings = null,
    IReadOnlyList<LaneModeReading>? Modes = null);

/// <summary>An order that a lane follows.</summary>
/// <param name="Mode">One of <see cref="ModeWords"/>.</param>
/// <param name="LeftS">Seconds until it ends.</param>
internal sealed record LaneModeReading(string Lane, string Mode, double LeftS);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceRequest))]
[JsonSerializable(typeof(ServiceAnswer))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class ServiceJson : JsonSerializerContext
{
    /// <summary>For a terminal: letters as letters.</summary>
    internal static ServiceJson Readable => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
