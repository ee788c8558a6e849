namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of modes say, in one language.</summary>
public sealed partial record ModePageWords
{
    public required string Modes { get; init; }
    public required string Intro { get; init; }
    public required string Order { get; init; }
    public required string Standing { get; init; }
    public required string None { get; init; }
    public required string NoneNext { get; init; }
    public required string Past { get; init; }
    public required string NonePast { get; init; }
    public required string Mode { get; init; }
    public required string Lane { get; init; }
    public required string LaneHint { get; init; }
    public required string EveryLane { get; init; }
    public required string Until { get; init; }
    public required string Why { get; init; }
    public required string WhyHint { get; init; }
    public required string By { get; init; }
    public required string Ordered { get; init; }
    public required string InForce { get; init; }
    public required string AllHave { get; init; }
    public required string SomeHave { get; init; }
    public required string Left { get; init; }
    public required string End { get; init; }
    public required string EndedBy { get; init; }
    public required string RanOut { get; init; }
    public required string Over { get; init; }

    // What each does.
    public required string LockdownWhat { get; init; }
    public required string HoldOpenWhat { get; init; }
    public required string FreePassageWhat { get; init; }

    // Ordering one.
    public required string OrderFor { get; init; }
    public required string Where { get; init; }
    public required string WhereHint { get; init; }
    public required string Lasting { get; init; }
    public required string UntilMoment { get; init; }
    public required string UntilLabel { get; init; }
    public required string UntilHint { get; init; }
    public required string NotAMoment { get; init; }
    public required string ModeMissing { get; init; }
    public required string WhyMissing { get; init; }
    public required string Next { get; init; }
    public required string ConfirmTitle { get; init; }
    public required string ConfirmGates { get; init; }
    public required string ConfirmUntil { get; init; }
    public required string ConfirmLane { get; init; }
    public required string Do { get; init; }
    public required string DoneOrder { get; init; }
    public required string EndTitle { get; init; }
    public required string EndWhat { get; init; }
    public required string EndOthers { get; init; }
    public required string DoneEnd { get; init; }
    public required string NoSuchOrder { get; init; }

    /// <summary>What a mode does; of one that is unknown nothing.</summary>
    public string WhatOf(string mode) => mode switch
    {
        Contract.ModeWords.Lockdown => LockdownWhat,
        Contract.ModeWords.HoldOpen => HoldOpenWhat,
        Contract.ModeWords.FreePassage => FreePassageWhat,
        _ => "",
    };

    /// <summary>In the language of the page's other words.</summary>
    public static ModePageWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
