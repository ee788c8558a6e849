using System.Text.Json;
using CheckIn.Bench.Decode;
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

    private string Reader => reader;

    internal void Add(string expected, Reading reading)
    {
        var wrong = reading.Codes.Any(code => code.Text != expected);
        Missed = wrong || reading.Codes.Count == 0;
        Wrong += wrong ? 1 : 0;
        Read += Missed ? 0 : 1;
        _times.Add(reading.Ms);
    }

    /// <summary>One line; our reader's columns for a still come first, the others' carry their names.</summary>
    internal static void Write(StressKind kind, double strength, int pictures, IReadOnlyList<StressPoint> points)
    {
        var row = new Dictionary<string, object>
        {
            ["kind"] = kind.Name,
            ["strength"] = strength,
            ["unit"] = kind.Unit,
            ["pictures"] = pictures,
        };
        for (var i = 0; i < points.Count; i++)
        {
            var prefix = i == 0 ? "" : points[i].Reader.Replace('-', '_') + "_";
            row[prefix + "read"] = points[i].Read;
            row[prefix + "wrong"] = points[i].Wrong;
            row[prefix + "median_ms"] = Math.Round(points[i].MedianMs, 3);
        }
        Console.WriteLine(JsonSerializer.Serialize(row));
    }
}
