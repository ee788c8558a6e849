namespace CheckIn.Hub.Web.Passes;

/// <summary>What the pages of passes say, in one language.</summary>
public sealed partial record PassPageWords
{
    public required string Passes { get; init; }
    public required string Intro { get; init; }
    public required string None { get; init; }
    public required string NoneNext { get; init; }
    public required string Pass { get; init; }
    public required string Category { get; init; }
    public required string Where { get; init; }
    public required string Kind { get; init; }
    public required string OnCard { get; init; }
    public required string OnPhone { get; init; }
    public required string Good { get; init; }
    public required string GoodNow { get; init; }
    public required string NotYet { get; init; }
    public required string Ended { get; init; }
    public required string Revoked { get; init; }
    public required string IssuedBy { get; init; }
    public required string Until { get; init; }
    public required string Older { get; init; }

    // Issuing cards.
    public required string Issue { get; init; }
    public required string IssueFor { get; init; }
    public required string WhereHint { get; init; }
    public required string CategoryLabel { get; init; }
    public required string From { get; init; }
    public required string FromHint { get; init; }
    public required string UntilLabel { get; init; }
    public required string UntilHint { get; init; }
    public required string Count { get; init; }
    public required string CountHint { get; init; }
    public required string CountWrong { get; init; }
    public required string Lines { get; init; }
    public required string LinesHint { get; init; }
    public required string LinesWrong { get; init; }
    public required string Roster { get; init; }
    public required string RosterHint { get; init; }
    public required string Label { get; init; }
    public required string LabelHint { get; init; }
    public required string NotADay { get; init; }
    public required string Do { get; init; }

    // The page to print.
    public required string Cards { get; init; }
    public required string CardsOnce { get; init; }
    public required string CardsHow { get; init; }
    public required string Print { get; init; }
    public required string CodeOfCard { get; init; }
    public required string ShowCard { get; init; }
    public required string CardUntil { get; init; }

    // Revoking one.
    public required string Revoke { get; init; }
    public required string RevokeTitle { get; init; }
    public required string RevokeWhat { get; init; }
    public required string RevokeOffline { get; init; }
    public required string Why { get; init; }
    public required string WhyHint { get; init; }
    public required string DoneRevoked { get; init; }
    public required string NoSuchPass { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static PassPageWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
