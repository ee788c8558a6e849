using System.Text.Json;

namespace CheckIn.Bench.View;

/// <summary>
/// The virtual pins' trace file, read from where the last reading ended: when a relay was switched on.
/// </summary>
internal sealed class EdgeTrace(string path)
{
    private long _readTo;

    /// <summary>The new edges to level 1, on CLOCK_MONOTONIC in ns, oldest first.</summary>
    internal IReadOnlyList<long> TakeOpened() => [.. TakeRises().Select(rise => rise.AtNs)];

    /// <summary>The same, each with its pin.</summary>
    internal IReadOnlyList<(int Pin, long AtNs)> TakeRises()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _readTo;
        using var reader = new StreamReader(file);
        var rises = new List<(int, long)>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            using var edge = JsonDocument.Parse(line);
            if (edge.RootElement.GetProperty("level").GetInt32() == 1)
                rises.Add((edge.RootElement.GetProperty("pin").GetInt32(), edge.RootElement.GetProperty("t_ns").GetInt64()));
        }
        _readTo = file.Length;
        return rises;
    }
}
