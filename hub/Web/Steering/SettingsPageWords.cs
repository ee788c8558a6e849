namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of settings say, in one language.</summary>
public sealed partial record SettingsPageWords
{
    public required string Settings { get; init; }
    public required string Intro { get; init; }
    public required string Differing { get; init; }
    public required string NoneDiffers { get; init; }
    public required string NoneDiffersNext { get; init; }
    public required string Gate { get; init; }
    public required string Site { get; init; }
    public required string Since { get; init; }
    public required string How { get; init; }
    public required string Scopes { get; init; }
    public required string NoScopes { get; init; }
    public required string NoScopesNext { get; init; }
    public required string Latest { get; init; }
    public required string Changed { get; init; }
    public required string By { get; init; }
    public required string HasIt { get; init; }
    public required string Catalog { get; init; }
    public required string CatalogIntro { get; init; }

    // How many gates are how far.
    public required string Applied { get; init; }
    public required string Underway { get; init; }
    public required string Refused { get; init; }
    public required string Late { get; init; }
    public required string Absent { get; init; }
    public required string NoGates { get; init; }
    public required string Silent { get; init; }
    public required string Waiting { get; init; }
    public required string Trying { get; init; }
    public required string StateRefused { get; init; }
    public required string StateReverted { get; init; }
    public required string Other { get; init; }

    // What a place says.
    public required string Here { get; init; }
    public required string Nothing { get; init; }
    public required string NothingNext { get; init; }
    public required string Setting { get; init; }
    public required string Value { get; init; }
    public required string Change { get; init; }
    public required string ChangeJson { get; init; }
    public required string AsJson { get; init; }
    public required string History { get; init; }
    public required string Number { get; init; }
    public required string Changes { get; init; }
    public required string TakenAway { get; init; }
    public required string InForce { get; init; }
    public required string BeingRolled { get; init; }
    public required string AppliedHow { get; init; }
    public required string AtOnce { get; init; }
    public required string InStages { get; init; }
    public required string RollBack { get; init; }
    public required string RollBackTo { get; init; }
    public required string Older { get; init; }
    public required string Rolling { get; init; }
    public required string RolloutWhole { get; init; }
    public required string RolledOver { get; init; }

    // Changing one setting.
    public required string ChangeOf { get; init; }
    public required string Search { get; init; }
    public required string NoSetting { get; init; }
    public required string NoSettingNext { get; init; }
    public required string Choose { get; init; }
    public required string About { get; init; }
    public required string SetHere { get; init; }
    public required string Own { get; init; }
    public required string MayCut { get; init; }
    public required string Default { get; init; }
    public required string Range { get; init; }
    public required string Least { get; init; }
    public required string Most { get; init; }
    public required string NowHere { get; init; }
    public required string NotHere { get; init; }
    public required string CutsWhat { get; init; }
    public required string Lane { get; init; }
    public required string LaneHint { get; init; }
    public required string NewValue { get; init; }
    public required string SpanHint { get; init; }
    public required string On { get; init; }
    public required string Off { get; init; }
    public required string Set { get; init; }
    public required string Unset { get; init; }
    public required string UnsetHint { get; init; }
    public required string WhatToDo { get; init; }
    public required string Preview { get; init; }
    public required string NotOne { get; init; }
    public required string NotALane { get; init; }
    public required string Draft { get; init; }
    public required string DraftDrop { get; init; }
    public required string PatchLabel { get; init; }
    public required string PatchHint { get; init; }
    public required string NotJson { get; init; }

    // Before it is done.
    public required string PreviewOf { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
    public required string Concerned { get; init; }
    public required string NoneConcerned { get; init; }
    public required string NoChange { get; init; }
    public required string Cutting { get; init; }
    public required string Quiet { get; init; }
    public required string Problems { get; init; }
    public required string Title { get; init; }
    public required string TitleHint { get; init; }
    public required string TitleMissing { get; init; }
    public required string HowToApply { get; init; }
    public required string NowHint { get; init; }
    public required string StagesHint { get; init; }
    public required string PlanOfStages { get; init; }
    public required string Apply { get; init; }
    public required string AddMore { get; init; }
    public required string DoneChange { get; init; }
    public required string DoneStages { get; init; }
    public required string DoneBack { get; init; }
    public required string DoneStop { get; init; }
    public required string DoneResume { get; init; }

    // Going back, stopping and going on.
    public required string BackTitle { get; init; }
    public required string BackToNothing { get; init; }
    public required string BackWhat { get; init; }
    public required string BackNothingWhat { get; init; }
    public required string BackEnds { get; init; }
    public required string BackHistory { get; init; }
    public required string StopTitle { get; init; }
    public required string StopWhat { get; init; }
    public required string ResumeTitle { get; init; }
    public required string ResumeWhat { get; init; }
    public required string StoppedByRule { get; init; }
    public required string NoSuchRollout { get; init; }
    public required string NoSuchVersion { get; init; }
    public required string NoSuchSetting { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static SettingsPageWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
