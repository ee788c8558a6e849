namespace CheckIn.Hub.Web;

/// <summary>What the pages of updates say, in one language.</summary>
public sealed partial record UpdatePageWords
{
    public required string Updates { get; init; }
    public required string Versions { get; init; }
    public required string Version { get; init; }
    public required string Gates { get; init; }
    public required string NotKnown { get; init; }
    public required string NoGates { get; init; }
    public required string NoGatesNext { get; init; }
    public required string Packages { get; init; }
    public required string Release { get; init; }
    public required string Size { get; init; }
    public required string SignedBy { get; init; }
    public required string Added { get; init; }
    public required string NoPackages { get; init; }
    public required string NoPackagesNext { get; init; }
    public required string Rollouts { get; init; }
    public required string Rollout { get; init; }
    public required string NoRollouts { get; init; }
    public required string NoRolloutsNext { get; init; }
    public required string State { get; init; }
    public required string Progress { get; init; }
    public required string Failed { get; init; }
    public required string Started { get; init; }
    public required string StartedBy { get; init; }
    public required string Where { get; init; }
    public required string Everywhere { get; init; }
    public required string SomeGates { get; init; }
    public required string PartOnly { get; init; }

    // Beginning one.
    public required string Start { get; init; }
    public required string StartTitle { get; init; }
    public required string Node { get; init; }
    public required string NodeHint { get; init; }
    public required string Site { get; init; }
    public required string SiteHint { get; init; }
    public required string Stages { get; init; }
    public required string StagesHint { get; init; }
    public required string Stand { get; init; }
    public required string StandHint { get; init; }
    public required string StopAt { get; init; }
    public required string StopAtHint { get; init; }
    public required string NotANumber { get; init; }

    // One of them.
    public required string Stage { get; init; }
    public required string UpTo { get; init; }
    public required string StageDone { get; init; }
    public required string StageNow { get; init; }
    public required string StageNext { get; init; }
    public required string Rule { get; init; }
    public required string Failures { get; init; }
    public required string NoFailures { get; init; }
    public required string Gate { get; init; }
    public required string Why { get; init; }
    public required string Silent { get; init; }
    public required string MoreFailures { get; init; }
    public required string StoppedByRule { get; init; }
    public required string Stop { get; init; }
    public required string StopTitle { get; init; }
    public required string StopWhat { get; init; }
    public required string StopGates { get; init; }
    public required string Resume { get; init; }
    public required string ResumeTitle { get; init; }
    public required string ResumeWhat { get; init; }
    public required string ResumeForgives { get; init; }
    public required string DoneStart { get; init; }
    public required string DoneStop { get; init; }
    public required string DoneResume { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static UpdatePageWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
