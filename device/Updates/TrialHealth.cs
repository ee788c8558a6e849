namespace CheckIn.Gate.Updates;

/// <summary>What a version on trial can do by now.</summary>
/// <param name="Tried">Every lane was opened, or found not to work.</param>
/// <param name="Lanes">Names of the lanes that are ready.</param>
/// <param name="AllLanes">Whether these are all.</param>
/// <param name="Guard">The guard holds the relays, or there are none to hold.</param>
/// <param name="Journal">An event of this run has its row, and nothing is in the way of the next.</param>
/// <param name="Hub">The hub has acknowledged an event of this run.</param>
/// <param name="Silent">Loops that have fallen silent.</param>
internal sealed record TrialReading(
    bool Tried, IReadOnlyList<string> Lanes, bool AllLanes, bool Guard, bool Journal, bool Hub,
    IReadOnlyList<string> Silent);

/// <summary>
/// Whether a version on trial does what the one before did: a lane whose scanner was unplugged before the switch is no
/// fault of the new version, and one that is not ready any more is.
/// </summary>
internal static class TrialHealth
{
    /// <summary>What is missing, in English words for a log; empty = it is healthy.</summary>
    /// <param name="now">What it can do.</param>
    /// <param name="terms">What is asked of it; null = everything but the hub.</param>
    internal static IReadOnlyList<string> Missing(TrialReading now, TrialTerms? terms)
    {
        var missing = new List<string>();
        if (!now.Tried)
            missing.Add("lanes are not open");
        else if (terms is null ? !now.AllLanes : !terms.Lanes.All(now.Lanes.Contains))
            missing.Add("lanes that were ready are not");
        if (!now.Guard)
            missing.Add("no guard holds the relays");
        if (!now.Journal)
            missing.Add("the journal has no event of this run, or cannot be written");
        if (terms is { Hub: true } && !now.Hub)
            missing.Add("the hub has acknowledged nothing of this run");
        if (now.Silent.Count > 0)
            missing.Add("silent: " + string.Join(", ", now.Silent));
        return missing;
    }
}
