namespace CheckIn.Hub.Web;

/// <summary>What the pages of enrolment and of one gate say, in one language.</summary>
public sealed partial record EnrolmentWords
{
    public required string Gates { get; init; }
    public required string Enrol { get; init; }
    public required string EnrolIntro { get; init; }
    public required string NotPossible { get; init; }
    public required string NotDone { get; init; }
    public required string Site { get; init; }
    public required string SiteHint { get; init; }
    public required string Plan { get; init; }
    public required string GateId { get; init; }
    public required string GateIdHint { get; init; }
    public required string Label { get; init; }
    public required string LabelHint { get; init; }
    public required string Issue { get; init; }
    public required string Another { get; init; }
    public required string CodeTitle { get; init; }
    public required string CodeOnce { get; init; }
    public required string CodeHow { get; init; }
    public required string CodeFor { get; init; }
    public required string ReplacementFor { get; init; }
    public required string QrTitle { get; init; }
    public required string Until { get; init; }
    public required string Left { get; init; }
    public required string Waiting { get; init; }
    public required string WaitingNext { get; init; }
    public required string Used { get; init; }
    public required string UsedNext { get; init; }
    public required string Expired { get; init; }
    public required string ExpiredNext { get; init; }
    public required string Withdrawn { get; init; }
    public required string WithdrawnNext { get; init; }
    public required string Failures { get; init; }
    public required string Withdraw { get; init; }
    public required string LookAgain { get; init; }
    public required string OpenGate { get; init; }
    public required string NoSuchCode { get; init; }
    public required string Automatic { get; init; }
    public required string Identity { get; init; }
    public required string Standing { get; init; }
    public required string Fingerprint { get; init; }
    public required string FingerprintHint { get; init; }
    public required string Machine { get; init; }
    public required string Certificate { get; init; }
    public required string Certificates { get; init; }
    public required string DaysLeft { get; init; }
    public required string NoCertificate { get; init; }
    public required string Serial { get; init; }
    public required string Issued { get; init; }
    public required string ValidUntil { get; init; }
    public required string FirstUsed { get; init; }
    public required string Good { get; init; }
    public required string NotYetUsed { get; init; }
    public required string Over { get; init; }
    public required string Revoked { get; init; }
    public required string Active { get; init; }
    public required string Leaving { get; init; }
    public required string Departed { get; init; }
    public required string NeverEnrolled { get; init; }
    public required string Version { get; init; }
    public required string NoSuchGate { get; init; }
    public required string Actions { get; init; }
    public required string Cancel { get; init; }
    public required string Replace { get; init; }
    public required string ReplaceBrief { get; init; }
    public required string ReplaceDo { get; init; }
    public required IReadOnlyList<string> ReplaceWhat { get; init; }
    public required string Revoke { get; init; }
    public required string RevokeBrief { get; init; }
    public required string RevokeDo { get; init; }
    public required IReadOnlyList<string> RevokeWhat { get; init; }
    public required string RevokeDone { get; init; }
    public required string Why { get; init; }
    public required string WhyHint { get; init; }
    public required string WhyDefault { get; init; }
    public required string Decommission { get; init; }
    public required string DecommissionBrief { get; init; }
    public required string DecommissionDo { get; init; }
    public required IReadOnlyList<string> DecommissionWhat { get; init; }
    public required string DecommissionDone { get; init; }
    public required string BacklogNote { get; init; }
    public required string OfflineNote { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static EnrolmentWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>A lane plan by its name; one that was saved here is called what it was called.</summary>
    public string PlanOf(string name) => (this == English, name) switch
    {
        (true, "in") => "in: one lane, entry",
        (true, "out") => "out: one lane, exit",
        (true, "in-out") => "in-out: two lanes, entry and exit",
        (false, "in") => "in: một làn vào",
        (false, "out") => "out: một làn ra",
        (false, "in-out") => "in-out: hai làn, vào và ra",
        _ => name,
    };

    /// <summary>What became of a gate: word and shape.</summary>
    public (string Word, string Shape) StandingOf(string? standing) => standing switch
    {
        "active" => (Active, "●"),
        "leaving" => (Leaving, "○"),
        "left" => (Departed, "○"),
        "revoked" => (Revoked, "✕"),
        null => (NeverEnrolled, "◌"),
        _ => (standing, "◌"),
    };
}
