namespace CheckIn.Contract;

/// <summary>
/// Results of an event of kind <c>passage</c>, whose body is <c>{cause?, result}</c>: <c>cause</c> is the number of the
/// event by which somebody might pass (a decision, or one of the operations <c>request_to_exit</c> and <c>command</c>);
/// without it nobody was admitted, or that could not be recorded. Stable words; new ones may be added, none is ever
/// renamed.
/// </summary>
public static class PassageWords
{
    /// <summary>The sensor told that somebody passed.</summary>
    public const string Turned = "turned";
    /// <summary>Nobody passed within the time given.</summary>
    public const string TimedOut = "timed_out";
    /// <summary>Somebody passed though nobody was admitted.</summary>
    public const string Forced = "forced";
}
