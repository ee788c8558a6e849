using System.Globalization;

namespace CheckIn.Hardware.Devices;

/// <summary>A line changed its level.</summary>
/// <param name="Ns">CLOCK_MONOTONIC.</param>
internal readonly record struct Edge(long Ns, int Line, int Level);

/// <summary>
/// Every level that any process gave to a line, and every line that was let go, as the kernel recorded it with its own
/// clock: nothing that is short is missed, and the process that drives has no say in it. What a released line does is
/// the chip's business; this one's goes back to its pull, which <see cref="Chip"/> shows.
/// </summary>
internal sealed class Edges
{
    private const string Folder = "/sys/kernel/tracing";
    private readonly Chip _chip;

    internal Edges(Chip chip)
    {
        _chip = chip;
        File.WriteAllText(Folder + "/trace_clock", "mono");
        File.WriteAllText(Folder + "/buffer_size_kb", "256");
        File.AppendAllText(Folder + "/kprobe_events", "p:lab/released gpio_simulator:gpio_sim_free line=%si:u32\n");
        File.WriteAllText(Folder + "/events/gpio/gpio_value/enable", "1");
        File.WriteAllText(Folder + "/events/lab/released/enable", "1");
    }

    /// <summary>Edges of one line since a moment; a level that it had already is no edge.</summary>
    /// <param name="line">Its offset.</param>
    /// <param name="idle">Its level when nobody drives it, which is that of an inactive relay.</param>
    /// <param name="sinceNs">CLOCK_MONOTONIC.</param>
    /// <param name="wasActive">It was on at that moment.</param>
    internal IReadOnlyList<Edge> Of(int line, int idle, long sinceNs, bool wasActive = false)
    {
        var edges = new List<Edge>();
        var level = wasActive ? 1 - idle : idle;
        foreach (var edge in File.ReadLines(Folder + "/trace").Select(text => Parse(text, idle)).OfType<Edge>())
        {
            if (edge.Line != line || edge.Ns < sinceNs || edge.Level == level)
                continue;
            level = edge.Level;
            edges.Add(edge);
        }
        return edges;
    }

    /// <summary>" name-123  [000] .....  24.086691: gpio_value: 979 set 1", or "… released: (…) line=17".</summary>
    private Edge? Parse(string text, int idle)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var what = Array.FindIndex(words, word => word is "gpio_value:" or "released:");
        if (what < 1 || text[0] == '#')
            return null;
        var ns = (long)(decimal.Parse(words[what - 1].TrimEnd(':'), CultureInfo.InvariantCulture) * 1_000_000_000);
        if (words[what] == "released:")
            return new Edge(ns, Number(words[^1]["line=".Length..]), idle);
        return words[^2] == "set" ? new Edge(ns, Number(words[^3]) - _chip.FirstNumber, Number(words[^1])) : null;
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
