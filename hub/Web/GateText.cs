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

    /// <summary>How its machine is, as far as it has told.</summary>
    internal static IReadOnlyList<(string Name, string Value)> Machine(GateRow? gate, PageContext page)
    {
        if (gate?.Hardware is not { } machine)
            return gate?.Version is { } known ? [(EnrolmentWords.Of(page.Words).Version, known)] : [];
        var (words, text) = (page.Words, page.Text);
        (string, string?)[] all =
        [
            (EnrolmentWords.Of(words).Version, gate.Version),
            (text.Uptime, text.Lasting(TimeSpan.FromSeconds(machine.UptimeS))),
            (text.Temperature, machine.TemperatureC is { } degrees ? words.Decimal(degrees) + " °C" : null),
            (text.Supply, machine.UnderVoltage is { } weak ? weak ? text.SupplyWeak : text.SupplyGood : null),
            (text.DiskFree, Bytes(machine.DiskFreeBytes, words)),
            (text.WrittenDay, Bytes(machine.WrittenBytesDay, words)),
            (text.Memory, Bytes(machine.MemoryBytes, words)),
            (text.RoundTrip, machine.RoundTripMs is { } ms ? words.Decimal(ms) + " ms" : null),
            (text.Reads, words.Number(machine.Reads)),
            (text.Unreadable, machine.Unreadable is { } unreadable ? words.Number(unreadable) : null),
        ];
        return [.. all.Where(static one => one.Item2 is not null).Select(static one => (one.Item1, one.Item2!))];
    }

    private static string? Bytes(long? bytes, Words words) => bytes switch
    {
        null => null,
        < 1_000_000 => words.Decimal(bytes.Value / 1e3) + " kB",
        < 1_000_000_000 => words.Decimal(bytes.Value / 1e6) + " MB",
        _ => words.Decimal(bytes.Value / 1e9) + " GB",
    };
}
