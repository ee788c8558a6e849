using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Updates;
using CheckIn.Settings;

namespace CheckIn.Hub.Desired;

/// <summary>How a change is rolled out; what is null is as usual.</summary>
/// <param name="Stages">Such as <c>1,5%,25%,100%</c>.</param>
/// <param name="StandS">Seconds.</param>
/// <param name="PatienceS">Seconds.</param>
/// <param name="StopAt">Per cent.</param>
internal sealed record PlanRequest(
    string? Stages = null, long? StandS = null, long? PatienceS = null, decimal? StopAt = null, int? AtLeast = null,
    int? AtOnce = null)
{
    /// <summary>One gate, then a few, then a quarter, then all, five minutes between.</summary>
    internal static RolloutPlan Usual { get; } = new(
        RolloutStage.Parse("1,5%,25%,100%")!, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), 5, AtOnce: 1000);

    internal RolloutPlan Plan() => RolloutPlanReader.Read(Usual, Stages, StandS, PatienceS, StopAt, AtLeast, AtOnce);
}

/// <summary>A change of settings.</summary>
/// <param name="Patch">JSON merge patch on what the scope says.</param>
/// <param name="Title">What it is for, 1 to 100 characters.</param>
/// <param name="Expected">The scope's version that it was written against, 0 = none; null = whichever.</param>
/// <param name="Rollout">Null = to all at once.</param>
internal sealed record ChangeRequest(
    JsonObject? Patch = null, string? Title = null, long? Expected = null, PlanRequest? Rollout = null);

/// <param name="Number">The version to say again; 0 = nothing.</param>
/// <param name="Rollout">Null = to all at once.</param>
internal sealed record RollBackRequest(long? Number = null, PlanRequest? Rollout = null);

/// <param name="Document">What the scope would say.</param>
/// <param name="Gates">How many gates it concerns.</param>
/// <param name="Problems">Why it cannot be; empty = it can.</param>
/// <param name="Cutting">Settings that may cut a gate off, which each gate therefore tries and takes back.</param>
internal sealed record PreviewRow(
    JsonObject Document, int Gates, IReadOnlyList<ProblemRow> Problems, IReadOnlyList<string> Cutting);

internal sealed record ProblemRow(string Path, string Problem)
{
    internal static ProblemRow Of(SettingProblem problem, Language language) =>
        new(problem.Path, language.Of(problem.English, problem.Vietnamese));
}

/// <summary>A scope's version.</summary>
internal sealed record VersionOfScope(
    long Number, string Title, JsonObject Patch, JsonObject Document, string By, DateTimeOffset At, long? Rollout)
{
    internal static VersionOfScope? Of(LayerVersion? version) => version is null ? null : new(
        version.Number, version.Title, version.Patch, version.Document, version.By, version.At, version.Rollout);
}

/// <summary>A scope, told.</summary>
/// <param name="Current">What it says; null = nothing yet.</param>
/// <param name="Rolling">What is being rolled out, or was stopped on its way; null = nothing.</param>
internal sealed record ScopeRow(
    string Scope, VersionOfScope? Current, VersionOfScope? Rolling, int Gates, int Applied, int Underway, int Refused, int Late,
    int Absent)
{
    internal static ScopeRow Of(LayerPicture picture) => new(
        picture.Scope.Word(), VersionOfScope.Of(picture.Current), VersionOfScope.Of(picture.Rolling), picture.Counts.Gates,
        picture.Counts.Applied, picture.Counts.Underway, picture.Counts.Refused, picture.Counts.Late, picture.Counts.Absent);
}

internal sealed record ScopeList(IReadOnlyList<ScopeRow> Scopes);

/// <param name="Next">The last one's number, for before=; null = there are no more.</param>
internal sealed record VersionList(IReadOnlyList<VersionOfScope> Versions, long? Next);

/// <summary>What a gate said of its settings.</summary>
/// <param name="DifferentSince">Since when wanted and applied differ; null = they do not.</param>
internal sealed record ReportRow(
    long Version, long Wanted, string State, IReadOnlyList<SettingsError> Errors, IReadOnlyList<string> Overridden,
    IReadOnlyList<string> Ignored, DateTimeOffset At, DateTimeOffset? DifferentSince)
{
    internal static ReportRow? Of(GateReport? report) => report is not { Message: var said } ? null : new(
        said.Version, said.Wanted ?? said.Version, said.State, said.Errors ?? [], said.Overridden ?? [], said.Ignored ?? [],
        report.At, report.DifferentSince);
}

/// <summary>A gate's settings, told.</summary>
internal sealed record GateSettingsRow(
    string Gate, long Version, DateTimeOffset? ChangedAt, JsonObject Values, IReadOnlyList<SettingSource> Sources,
    ReportRow? Report);

internal sealed record DifferenceRow(string Gate, string? Site, DateTimeOffset Since, bool IsLate, ReportRow? Report);

/// <param name="Next">The last one's id, for after=; null = there are no more.</param>
internal sealed record DifferenceList(IReadOnlyList<DifferenceRow> Gates, string? Next);

/// <summary>A rollout of settings, told; counts are of the gates that whoever asks may see.</summary>
/// <param name="Scope">Whose settings; null = no longer kept.</param>
internal sealed record SettingsRolloutRow(
    long Id, string? Scope, long? Number, string Title, string State, int Stage, IReadOnlyList<StageRow> Stages, int Gates,
    int Pending, int Asked, int Undecided, int Confirmed, int Failed, int Passed, int Gone, bool IsWhole, decimal StopAt,
    int AtLeast, int AtOnce, long StandS, long PatienceS, DateTimeOffset StartedAt, string StartedBy, DateTimeOffset ChangedAt)
{
    internal static SettingsRolloutRow Of(RolloutPicture picture, LayerVersion? version)
    {
        var (head, counts, plan) = (picture.Head, picture.Counts, picture.Head.Plan);
        return new(head.Id, version?.Scope, version?.Number, head.Title, head.State.Word(), head.Stage + 1,
            picture.IsWhole ? RolloutRow.StagesOf(head) : [], counts.Total, counts.Pending, counts.Asked, counts.Undecided,
            counts.Confirmed, counts.Failed, counts.Passed, counts.Gone, picture.IsWhole, plan.StopAt, plan.AtLeast, plan.AtOnce,
            (long)plan.Stand.TotalSeconds, (long)plan.Patience.TotalSeconds, head.StartedAt, head.StartedBy, head.ChangedAt);
    }
}

internal sealed record SettingsRolloutList(IReadOnlyList<SettingsRolloutRow> Rollouts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(RollBackRequest))]
[JsonSerializable(typeof(PreviewRow))]
[JsonSerializable(typeof(SettingsChange))]
[JsonSerializable(typeof(ScopeList))]
[JsonSerializable(typeof(VersionList))]
[JsonSerializable(typeof(GateSettingsRow))]
[JsonSerializable(typeof(DifferenceList))]
[JsonSerializable(typeof(SettingsRolloutList))]
[JsonSerializable(typeof(RolloutGateList))]
internal sealed partial class SettingsJson : JsonSerializerContext;
