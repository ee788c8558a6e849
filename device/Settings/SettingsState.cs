using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CheckIn.Contract;

namespace CheckIn.Gate.Settings;

/// <summary>Settings of the hub as they lie here.</summary>
/// <param name="Version">The hub's number; above 0.</param>
/// <param name="Values">As <see cref="SettingsWanted.Values"/>.</param>
internal sealed record HubSettings(long Version, JsonObject Values);

/// <summary>Settings of the hub on trial, or that are to be with the next life.</summary>
/// <param name="Version">The hub's number; 0 = the hub sets nothing any more.</param>
/// <param name="Values">As <see cref="SettingsWanted.Values"/>.</param>
/// <param name="Lanes">Names of the lanes that were ready before; they must be again.</param>
/// <param name="Hub">Whether they could cut the gate off, so that the hub must be reached with them.</param>
/// <param name="Begun">They are in force, or were when the process ended.</param>
/// <param name="Attempts">Lives that began with them.</param>
internal sealed record TriedSettings(
    long Version, JsonObject Values, IReadOnlyList<string> Lanes, bool Hub, bool Begun = false, int Attempts = 0);

/// <summary>What the gate decided last, so that it does not try again what failed.</summary>
/// <param name="Version">About which settings.</param>
/// <param name="State"><c>applied</c>, <c>refused</c> or <c>reverted</c> of <see cref="ReportedStates"/>.</param>
/// <param name="Errors">Why not; null = they are in force.</param>
/// <param name="Noted">The journal has it, if there is something to be noted.</param>
internal sealed record SettingsDecision(
    long Version, string State, IReadOnlyList<SettingsError>? Errors = null, bool Noted = true);

/// <summary>
/// Everything about the hub's settings that outlives a process, in one small file that is replaced as a whole
/// (<see cref="SettingsStore"/>). Each step is written before it is acted on (<see cref="SettingsSteps"/>).
/// </summary>
internal sealed record SettingsState
{
    /// <summary>Lives that may begin with settings on trial and be stopped before these are confirmed.</summary>
    internal const int MostAttempts = 3;

    /// <summary>Those that stay; null = none.</summary>
    public HubSettings? Applied { get; init; }

    /// <summary>Those on trial, or asked for; null = none.</summary>
    public TriedSettings? Trial { get; init; }

    /// <summary>Null = nothing was ever decided: as if none were wanted.</summary>
    public SettingsDecision? Decided { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SettingsState))]
internal sealed partial class SettingsStateJson : JsonSerializerContext;
