using System.Text.Json;

namespace CheckIn.Bench.View;

/// <summary>
/// The virtual pins' trace file, read from where the last reading ended: when a relay was switched on.
/// </summary>
internal sealed class EdgeTrace(string path)
{
    private long _readTo;

    /// <summary>The new edges to level 1, on CLOCK_MONOTONIC in ns, oldest first.</summary>
    internal IReadOnlyList<long> TakeOpened()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _readTo;
        using var reader = new StreamReader(file);
        var opened = new List<long>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            using var edge = JsonDocument.Parse(line);
            if (edge.RootElement.GetProperty("level").GetInt32() == 1)
                opened.Add(edge.RootElement.GetProperty("t_ns").GetInt64());
        }
        _readTo = file.Length;
        return opened;
    }
}
