namespace CheckIn.Hub.Web;

/// <summary>What is said of a gate in a line.</summary>
internal static class GateText
{
    private const long NoticeableMs = 2000;

    /// <summary>How far its clock can be trusted.</summary>
    internal static string Clock(GateClockRow? clock, Words words)
    {
        if (clock is null)
            return "–";
        var parts = new List<string> { clock.ErrorMs is { } error ? "±" + words.Span(error) : words.NotSynchronised };
        if (clock.Source == Contract.ClockSources.Hub)
            parts.Add(words.ByHub);
        if (clock.Source == Contract.ClockSources.Local)
            parts.Add(words.ByUnsureHub);
        if (clock.AheadMs is > NoticeableMs or < -NoticeableMs)
            parts.Add((clock.AheadMs > 0 ? "+" : "") + words.Span(clock.AheadMs));
        return string.Join(", ", parts);
    }

    /// <summary>What stands at it, and what is not as it should be with its events.</summary>
    internal static string Attention(GateRow gate, PageContext page)
    {
        var (words, parts) = (page.Words, Standing(gate, page).ToList());
        if (gate.Conflicts > 0)
            parts.Add($"{words.Number(gate.Conflicts)} {words.Conflicts}");
        if (gate.Lost > 0)
            parts.Add($"{words.Number(gate.Lost)} {words.Lost}");
        if (gate.Refused > 0)
            parts.Add($"{words.Number(gate.Refused)} {words.Refused}");
        if (gate.ChainBreaks > 0)
            parts.Add($"{words.Number(gate.ChainBreaks)} {words.ChainBreaks}");
        if (gate.Duplicates > 0)
            parts.Add($"{words.Number(gate.Duplicates)} {words.Duplicates}");
        return parts.Count == 0 ? "–" : string.Join(", ", parts);
    }

    /// <summary>Why it is degraded and which alarms stand, each once.</summary>
    internal static IEnumerable<string> Standing(GateRow gate, PageContext page) =>
        (gate.Causes ?? []).Concat(gate.Alarms ?? []).Distinct(StringComparer.Ordinal)
            .Select(word => page.Text.CauseOf(word, page.Words));
}
