namespace CheckIn.Gate.Health;

/// <summary>What became of an alarm.</summary>
internal enum AlarmEdge { None, Raised, Cleared }

/// <summary>
/// One condition of the board as an alarm: it stands at once, and is cleared after the board was well for a while without
/// a break. What is not known changes nothing.
/// </summary>
/// <param name="Stands">The alarm stands.</param>
/// <param name="WellSinceNs">Since when all is well while it stands, monotonic ns; null = it is not.</param>
internal readonly record struct Trouble(bool Stands, long? WellSinceNs)
{
    internal Trouble Step(bool? bad, long nowNs, TimeSpan clearAfter, out AlarmEdge edge)
    {
        edge = AlarmEdge.None;
        if (bad is null)
            return this;
        if (bad.Value)
        {
            edge = Stands ? AlarmEdge.None : AlarmEdge.Raised;
            return new Trouble(true, null);
        }
        if (!Stands)
            return this;
        var since = WellSinceNs ?? nowNs;
        if (nowNs - since < clearAfter.Ticks * 100)
            return new Trouble(true, since);
        edge = AlarmEdge.Cleared;
        return default;
    }
}
