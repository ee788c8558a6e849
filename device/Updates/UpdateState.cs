using System.Text.Json.Serialization;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>Where an update stands.</summary>
internal enum UpdatePhase
{
    /// <summary>There is none.</summary>
    Idle,
    /// <summary>The candidate lies ready.</summary>
    Staged,
    /// <summary>The candidate is on trial, or is to be at the next start.</summary>
    Trying,
}

/// <summary>A version in the folder of versions, by its release.</summary>
/// <param name="Release">Names its folder.</param>
/// <param name="Version">For people.</param>
internal sealed record StagedVersion(long Release, string Version);

/// <summary>What the version before could do, which is what is asked of a candidate.</summary>
/// <param name="Lanes">Names of the lanes that were ready.</param>
/// <param name="Hub">Whether the gate was connected to its hub.</param>
/// <param name="TrialS">How long the candidate may take, seconds.</param>
internal sealed record TrialTerms(IReadOnlyList<string> Lanes, bool Hub, long TrialS);

/// <summary>A release that was tried here and failed, or a package that was refused for good.</summary>
/// <param name="Release">Which.</param>
/// <param name="Why">One of <see cref="UpdateReasons"/>.</param>
/// <param name="Package">SHA-256 of a refused package; null = the release was tried.</param>
internal sealed record FailedRelease(long Release, string Why, string? Package = null);

/// <summary>The last thing to be told of an update.</summary>
/// <param name="Release">Which.</param>
/// <param name="Version">For people.</param>
/// <param name="State">One of <see cref="UpdateStates"/>.</param>
/// <param name="Why">One of <see cref="UpdateReasons"/>.</param>
/// <param name="Heard">The hub has it.</param>
/// <param name="Noted">The journal has it.</param>
internal sealed record UpdateNews(
    long Release, string Version, string State, string? Why = null, bool Heard = false, bool Noted = false);

/// <summary>
/// Everything that outlives a process, in one small file that is replaced as a whole (<see cref="VersionStore"/>). Whoever
/// changes it writes the next state before he acts on it, so that a crash between any two steps finds one that says what
/// is to be done. One process writes at a time: the gate in service; or, while a candidate is on trial, the candidate as
/// long as it lives and the launcher when it is dead.
/// </summary>
internal sealed record UpdateState
{
    /// <summary>Trials that a crash or a power cut may interrupt before the candidate counts as failed.</summary>
    internal const int MostAttempts = 3;

    /// <summary>Failed releases that are remembered; the lowest go first, which the floor has passed long ago.</summary>
    internal const int MostFailed = 32;

    /// <summary>The version in service; null = the installed one.</summary>
    public StagedVersion? Running { get; init; }

    /// <summary>The one before, kept in case the files of that one are damaged; null = the installed one.</summary>
    public StagedVersion? Previous { get; init; }

    public StagedVersion? Candidate { get; init; }

    public UpdatePhase Phase { get; init; }

    /// <summary>
    /// Trials of the candidate that were begun; 0 with <see cref="UpdatePhase.Trying"/> = the next start begins the first.
    /// </summary>
    public int Attempts { get; init; }

    /// <summary>The highest release that was ever confirmed here. Nothing below it is taken.</summary>
    public long Floor { get; init; }

    public IReadOnlyList<FailedRelease> Failed { get; init; } = [];

    public TrialTerms? Terms { get; init; }

    public UpdateNews? News { get; init; }

    [JsonIgnore]
    internal bool IsOnTrial => Phase == UpdatePhase.Trying && Attempts > 0;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UpdateState))]
internal sealed partial class UpdateStateJson : JsonSerializerContext;
