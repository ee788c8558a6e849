using System.Text.Json.Serialization;
using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Updates;

/// <summary>A package, told.</summary>
internal sealed record PackageRow(
    long Release, string Version, string Sha256, long Size, DateTimeOffset Created, string Key, DateTimeOffset AddedAt,
    string AddedBy)
{
    internal static PackageRow Of(UpdatePackage package) => new(
        package.Release, package.Version, package.Sha256, package.Size, package.Created, package.Signer, package.AddedAt,
        package.AddedBy);
}

/// <summary>How many gates run a version, by what they say when they connect.</summary>
/// <param name="Version">Null = they never said.</param>
internal sealed record VersionRow(string? Version, int Gates);

/// <summary>A rollout to begin. What is null is as usual (<see cref="RolloutPlan.Usual"/>).</summary>
/// <param name="Release">Of a package that is there.</param>
/// <param name="Node">All gates of this node and below it.</param>
/// <param name="Site">All gates of this site.</param>
/// <param name="Gates">These; with none of the three, all gates.</param>
/// <param name="Stages">Such as <c>1,5%,25%,100%</c>.</param>
/// <param name="StandS">Seconds.</param>
/// <param name="PatienceS">Seconds.</param>
/// <param name="StopAt">Per cent.</param>
internal sealed record RolloutRequest(
    long? Release = null, string? Node = null, string? Site = null, IReadOnlyList<string>? Gates = null,
    string? Stages = null, long? StandS = null, long? PatienceS = null, decimal? StopAt = null, int? AtLeast = null,
    int? AtOnce = null, int? TrialS = null);

internal sealed record RolloutStarted(long Id, int Gates);

/// <summary>A stage of a rollout.</summary>
/// <param name="Gates">How many gates it goes to, those of the stages before included.</param>
/// <param name="State">done, now or next.</param>
internal sealed record StageRow(string Stage, int Gates, string State);

/// <summary>A rollout, told; counts are of the gates that whoever asks may see.</summary>
/// <param name="State">running, waiting, stopped_by_rule, stopped_by_person or done.</param>
/// <param name="IsWhole">All its gates are among those counted.</param>
internal sealed record RolloutRow(
    long Id, long Release, string Version, string? Node, string? Site, string State, int Stage, IReadOnlyList<StageRow> Stages,
    int Gates, int Pending, int Asked, int Undecided, int Confirmed, int Failed, int Passed, int Gone, bool IsWhole,
    decimal StopAt, int AtLeast, int AtOnce, long StandS, long PatienceS, int TrialS, DateTimeOffset StartedAt,
    string StartedBy, DateTimeOffset ChangedAt)
{
    internal static RolloutRow Of(RolloutPicture picture)
    {
        var (head, counts, plan) = (picture.Head, picture.Counts, picture.Head.Plan);
        return new(head.Id, head.Target, head.Title, head.Node, head.Site, head.State.Word(), head.Stage + 1,
            picture.IsWhole ? StagesOf(head) : [], counts.Total, counts.Pending, counts.Asked, counts.Undecided, counts.Confirmed,
            counts.Failed, counts.Passed, counts.Gone, picture.IsWhole, plan.StopAt, plan.AtLeast, plan.AtOnce,
            (long)plan.Stand.TotalSeconds, (long)plan.Patience.TotalSeconds, plan.TrialS, head.StartedAt, head.StartedBy,
            head.ChangedAt);
    }

    internal static IReadOnlyList<StageRow> StagesOf(RolloutHead head) => [.. head.Plan.Stages.Select((stage, at) =>
        new StageRow(stage.ToString(), stage.Of(head.Gates),
            at < head.Stage || head.State == RolloutState.Done ? "done" : at == head.Stage ? "now" : "next"))];
}

/// <summary>Everything of updates at a glance.</summary>
internal sealed record UpdateOverview(
    IReadOnlyList<VersionRow> Versions, IReadOnlyList<PackageRow> Packages, IReadOnlyList<RolloutRow> Rollouts);

internal sealed record PackageList(IReadOnlyList<PackageRow> Packages);

internal sealed record RolloutList(IReadOnlyList<RolloutRow> Rollouts);

/// <param name="Next">The last one's id, for after=; null = there are no more.</param>
internal sealed record RolloutGateList(IReadOnlyList<RolloutGateRow> Gates, string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(UpdateOverview))]
[JsonSerializable(typeof(PackageList))]
[JsonSerializable(typeof(PackageRow))]
[JsonSerializable(typeof(RolloutRequest))]
[JsonSerializable(typeof(RolloutStarted))]
[JsonSerializable(typeof(RolloutRow))]
[JsonSerializable(typeof(RolloutList))]
[JsonSerializable(typeof(RolloutGateList))]
internal sealed partial class UpdateApiJson : JsonSerializerContext;
