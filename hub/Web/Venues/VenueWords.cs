namespace CheckIn.Hub.Web.Venues;

/// <summary>What posters, the pages they lead to and the service desk say, in one language.</summary>
public sealed partial record VenueWords
{
    // The page with the poster.
    public required string Poster { get; init; }
    public required string None { get; init; }
    public required string Make { get; init; }
    public required string Print { get; init; }
    public required string How { get; init; }
    public required string Version { get; init; }
    public required string Replace { get; init; }
    public required string ReplaceWhat { get; init; }

    // The poster itself.
    public required string CodeOf { get; init; }
    public required string Step1 { get; init; }
    public required string Step2 { get; init; }
    public required string Step3 { get; init; }
    public required string Support { get; init; }

    // The page that it leads to.
    public required string Who { get; init; }
    public required string Enter { get; init; }
    public required string Leave { get; init; }
    public required string Pass { get; init; }
    public required string PassHint { get; init; }
    public required string Entered { get; init; }
    public required string Left { get; init; }
    public required string NotIn { get; init; }
    public required string Again { get; init; }
    public required string CannotUse { get; init; }

    // The service desk.
    public required string Desk { get; init; }
    public required string DeskHow { get; init; }
    public required string Code { get; init; }
    public required string CodeHint { get; init; }
    public required string Site { get; init; }
    public required string SiteHint { get; init; }
    public required string Ask { get; init; }
    public required string NotToday { get; init; }
    public required string NotTodayNext { get; init; }
    public required string Yes { get; init; }
    public required string InAt { get; init; }
    public required string OutAt { get; init; }
    public required string OutOnly { get; init; }
    public required string StillInside { get; init; }
    public required string AtPoster { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static VenueWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>Where somebody came in or left.</summary>
    internal string GateOf(string gate) => Hub.Venues.PosterGate.IsOne(gate) ? AtPoster : gate;
}
