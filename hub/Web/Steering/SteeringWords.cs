namespace CheckIn.Hub.Web.Steering;

/// <summary>How places are called and found that one steers, in one language.</summary>
public sealed partial record SteeringWords
{
    public required string OfHub { get; init; }
    public required string WholeHub { get; init; }
    public required string OfNode { get; init; }
    public required string OfGroup { get; init; }
    public required string OfSite { get; init; }
    public required string OfGate { get; init; }
    public required string Find { get; init; }
    public required string Search { get; init; }
    public required string FindLess { get; init; }
    public required string FindLessNext { get; init; }
    public required string FindMore { get; init; }
    public required string Where { get; init; }
    public required string Settings { get; init; }
    public required string Modes { get; init; }
    public required string NoSuchScope { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static SteeringWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
