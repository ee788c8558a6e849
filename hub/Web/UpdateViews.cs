using System.Globalization;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Updates;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>How many gates run a version.</summary>
/// <param name="Version">Null = they never said.</param>
public sealed record VersionView(string? Version, int Gates);

/// <summary>A package on a page.</summary>
public sealed record PackageView(string Release, string Version, string Size, string Key, DateTimeOffset AddedAt)
{
    internal static PackageView Of(UpdatePackage package) => new(
        package.Release.ToString(CultureInfo.InvariantCulture), package.Version,
        string.Create(CultureInfo.InvariantCulture, $"{package.Size / 1048576.0:0.0} MiB"), package.Signer, package.AddedAt);
}

/// <summary>A stage on a page.</summary>
/// <param name="State">done, now or next.</param>
public sealed record StageView(string Stage, int Gates, string State);

/// <summary>A gate that failed.</summary>
public sealed record FailureView(string Gate, string? Site, string Why);

/// <summary>A rollout on a page.</summary>
/// <param name="Mark">The state of gates whose colour it has.</param>
/// <param name="Where">Code of the node or site; null = all, or gates by name.</param>
/// <param name="Steps">How many gates are how far.</param>
public sealed record RolloutView(
    string Number, string Release, string Version, string State, string Mark, string? Where, bool IsByGates, int Gates,
    int Confirmed, int Failed, int Asked, IReadOnlyList<Total> Steps, IReadOnlyList<StageView> Stages, bool IsWhole,
    string StopAt, DateTimeOffset StartedAt, string StartedBy)
{
    public bool IsStoppedByRule { get; init; }
    public bool MayStop { get; init; }
    public bool MayResume { get; init; }

    internal static RolloutView Of(RolloutPicture picture, PageContext page)
    {
        var (head, counts, words) = (picture.Head, picture.Counts, new RolloutWords(SitePages.LanguageOf(page)));
        return new(
            head.Id.ToString(CultureInfo.InvariantCulture), head.Target.ToString(CultureInfo.InvariantCulture), head.Title,
            words.State(head.State.Word()), MarkOf(head.State), head.Site ?? head.Node, head.IsByGates, counts.Total,
            counts.Confirmed, counts.Failed, counts.Asked, StepsOf(counts, words),
            picture.IsWhole ? [.. RolloutRow.StagesOf(head).Select(static row => new StageView(row.Stage, row.Gates, row.State))] : [],
            picture.IsWhole, head.Plan.StopAt.ToString("0.####", CultureInfo.InvariantCulture), head.StartedAt, head.StartedBy)
        {
            IsStoppedByRule = head.State == RolloutState.StoppedByRule,
            MayStop = head.State.IsOpen(),
            MayResume = head.State is RolloutState.StoppedByRule or RolloutState.StoppedByPerson,
        };
    }

    private static Total[] StepsOf(RolloutCounts counts, RolloutWords words) =>
    [
        .. new[]
        {
            new Total(words.Step("confirmed"), counts.Confirmed, "ready"),
            new Total(words.Step("failed"), counts.Failed, "lost"),
            new Total(words.Step("undecided"), counts.Undecided, "degraded"),
            new Total(words.Step("asked"), counts.Asked - counts.Undecided, "init"),
            new Total(words.Step("pending"), counts.Pending, "never_seen"),
            new Total(words.Step("passed"), counts.Passed, "stopped"),
            new Total(words.Step("gone"), counts.Gone, "stopped"),
        }.Where(static total => total.Value > 0),
    ];

    private static string MarkOf(RolloutState state) => state switch
    {
        RolloutState.Running => "init",
        RolloutState.Waiting => "never_seen",
        RolloutState.StoppedByRule => "lost",
        RolloutState.StoppedByPerson => "stopped",
        _ => "ready",
    };
}
