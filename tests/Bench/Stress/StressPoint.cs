using System.Text.Json;
using CheckIn.Fixtures.Stress;

namespace CheckIn.Bench.Stress;

/// <summary>One reader's figures at one strength.</summary>
internal sealed class StressPoint(string reader)
{
    private readonly List<double> _times = [];

    internal int Read { get; private set; }

    internal int Wrong { get; private set; }

    /// <summary>The last picture was not read.</summary>
    internal bool Missed { get; private set; }

    internal double Percent => 100.0 * Read / _times.Count;

    internal double MedianMs => _times.Order().ElementAt(_times.Count / 2);

    internal void Add(string expected, IReadOnlyList<string> texts, double milliseconds)
    {
        var wrong = texts.Any(text => text != expected);
        Missed = wrong || texts.Count == 0;
        Wrong += wrong ? 1 : 0;
        Read += Missed ? 0 : 1;
        _times.Add(milliseconds);
    }

    /// <summary>One line; our own reader's columns come first, the others' carry their names.</summary>
    internal static void Write(StressKind kind, double strength, int pictures, IEnumerable<StressPoint> points)
    {
        var row = new Dictionary<string, object>
        {
            ["kind"] = kind.Name,
            ["strength"] = strength,
            ["unit"] = kind.Unit,
            ["pictures"] = pictures,
        };
        foreach (var (point, prefix) in points.Select((point, i) => (point, i == 0 ? "" : point.Name + "_")))
        {
            row[prefix + "read"] = point.Read;
            row[prefix + "wrong"] = point.Wrong;
            row[prefix + "median_ms"] = Math.Round(point.MedianMs, 3);
        }
        Console.WriteLine(JsonSerializer.Serialize(row));
    }

    private string Name => reader;
}
