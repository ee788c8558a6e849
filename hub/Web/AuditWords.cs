namespace CheckIn.Hub.Web;

/// <summary>What the page of the audit says, in one language.</summary>
public sealed partial record AuditWords
{
    public required string Audit { get; init; }
    public required string Intro { get; init; }
    public required string Who { get; init; }
    public required string From { get; init; }
    public required string What { get; init; }
    public required string Subject { get; init; }
    public required string Place { get; init; }
    public required string When { get; init; }
    public required string Outcome { get; init; }
    public required string Detail { get; init; }
    public required string Day { get; init; }
    public required string Everyone { get; init; }
    public required string Csv { get; init; }
    public required string Empty { get; init; }
    public required string EmptyNext { get; init; }
    public required string Broken { get; init; }
    public required string BrokenNext { get; init; }
    public required string Whole { get; init; }
    public required string WholeHub { get; init; }
    public required string Older { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static AuditWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
