using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>What became of one gate lately.</summary>
/// <param name="Outage">The one that lasts; null = it is there.</param>
/// <param name="Spells">What was known of it in the last week, oldest first.</param>
/// <param name="Alerts">All of it that touch the last week, the newest first.</param>
public sealed record GateStory(
    DateTimeOffset From, DateTimeOffset To, Outage? Outage, IReadOnlyList<PresenceSpell> Spells,
    IReadOnlyList<Alert> Alerts)
{
    internal static readonly TimeSpan Length = TimeSpan.FromDays(7);

    internal static GateStory Of(string gate, OfflineDesk offline, AlertDesk alerts, DateTimeOffset now)
    {
        var from = now - Length;
        var told = alerts.Of(gate, from, now);
        return new(from, now, offline.Of(gate), offline.Timeline(gate, from, now), [.. told.Reverse()]);
    }

    /// <summary>Those that stand.</summary>
    public IEnumerable<Alert> Standing => Alerts.Where(static alert => alert.ClearedAt is null);

    /// <summary>The same as a picture takes them.</summary>
    internal IReadOnlyList<TimelineSpell> Timeline(PageContext page) => [.. Spells.Select(spell =>
    {
        var state = GateRows.Word(spell.State);
        return new TimelineSpell(spell.Since, spell.Until, state, Title(spell, page.Words.Of(state).Word, page));
    })];

    private static string Title(PresenceSpell spell, string word, PageContext page)
    {
        var until = spell.Until is { } ended ? page.Short(ended) : "…";
        var why = Why(spell, page) is { Length: > 0 } told ? ", " + told : "";
        return $"{word}: {page.Short(spell.Since)} – {until}{why}";
    }

    /// <summary>Why it was away, or degraded; empty where there is nothing to say.</summary>
    internal static string Why(PresenceSpell spell, PageContext page)
    {
        if (spell.Cause is { } cause
            && spell.State is not (PresenceState.Ready or PresenceState.Degraded or PresenceState.Init))
            return OfflineWords.Of(page.Words).CauseOf(cause, spell.IsSure);
        return spell.State != PresenceState.Degraded ? "" : string.Join(", ", (spell.Detail ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(word => page.Text.CauseOf(word, page.Words)));
    }
}
