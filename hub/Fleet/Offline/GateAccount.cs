namespace CheckIn.Hub.Fleet.Offline;

/// <summary>How one gate was in a time: what <see cref="OfflineReport"/> and availability are made of.</summary>
/// <param name="Outages">Those that touch the time, oldest first.</param>
/// <param name="Total">For how long it was offline.</param>
/// <param name="Expected">For how long it was to work, while the hub watched.</param>
/// <param name="Lost">Of this, for how long it was not there.</param>
/// <param name="IsInService">Whether it had a place in the fleet: not revoked all the time.</param>
internal sealed record GateAccount(
    IReadOnlyList<Outage> Outages, TimeSpan Total, TimeSpan Expected, TimeSpan Lost, bool IsInService)
{
    /// <summary>
    /// A gate is to work while its site is open and nobody announced work on it, from when it was first heard until it
    /// is revoked, as far as the hub was there to know. It is lost then while its state is lost or stopped: a gate that
    /// was switched off in open hours lets nobody in either.
    /// </summary>
    /// <param name="spells">The gate's, that touch the time.</param>
    /// <param name="open">When it was to work by its site; in order, apart.</param>
    /// <param name="watched">When the hub was there; in order, apart.</param>
    internal static GateAccount Of(
        IReadOnlyList<Spell> spells, IReadOnlyList<Span> open, IReadOnlyList<Span> watched, Span time)
    {
        IReadOnlyList<Span> Times(Func<Spell, bool> which) => Spans.Within(
            Spans.Union(spells.Where(which).Select(spell => new Span(spell.Since, spell.Until ?? time.To))), time);
        var serves = Times(static spell => spell.State is not (PresenceState.NeverSeen or PresenceState.Revoked));
        var expected = Spans.Both(Spans.Both(serves, open), watched);
        var outages = spells.Where(static spell => spell.IsOut).Select(static spell => spell.Outage).ToArray();
        var isInService = spells.Any(static spell => spell.State != PresenceState.Revoked);
        if (outages.Length == 0)
            return new([], TimeSpan.Zero, Spans.Length(expected), TimeSpan.Zero, isInService);
        var lost = Times(static spell => spell.State is PresenceState.Lost or PresenceState.Stopped);
        return new(
            outages, Spans.Length(Times(static spell => spell.IsOut)), Spans.Length(expected),
            Spans.Length(Spans.Both(lost, expected)), isInService);
    }
}
