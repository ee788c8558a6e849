using System.Diagnostics;
using System.Globalization;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Stress;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Stress;

/// <summary>
/// Every reader reads the same pictures, drawn anew from their numbers. A picture is read when its text and no other is
/// read, and wrong when any other text is. The median time is over all pictures of a strength, read or not.
/// </summary>
internal sealed class StressBench : IDisposable
{
    private readonly bool _json;
    private readonly DirectoryInfo? _pictures;
    private readonly StressReader[] _readers;
    private bool _warm;

    internal StressBench(bool json, bool withPeers, DirectoryInfo? pictures)
    {
        (_json, _pictures) = (json, pictures);
        pictures?.Create();
        var reader = new QrReader();
        StressReader[] own = [new("still", Own(reader, ReadEffort.Still)), new("frame", Own(reader, ReadEffort.Frame))];
        _readers = own;
        _ = withPeers;
    }

    public void Dispose()
    {
    }

    internal void Run(StressKind kind, int count)
    {
        Warm(kind);
        var points = kind.Strengths.Select(strength => Measure(kind, strength, count)).ToArray();
        if (!_json)
            Print(kind, points);
    }

    /// <summary>The first reads are compiled while they run; their times would not be the reader's.</summary>
    private void Warm(StressKind kind)
    {
        for (var i = 0; i < 10 && !_warm; i++)
        {
            foreach (var reader in _readers)
                reader.Read(kind.Draw(kind.Mild, i).Picture);
        }
        _warm = true;
    }

    private StressPoint[] Measure(StressKind kind, double strength, int count)
    {
        var points = _readers.Select(reader => new StressPoint(reader.Name)).ToArray();
        for (var number = 0; number < count; number++)
        {
            var (text, picture) = kind.Draw(strength, number);
            for (var i = 0; i < _readers.Length; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var texts = _readers[i].Read(picture);
                points[i].Add(text, texts, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            if (_pictures is not null && points[0].Missed)
                PngWriter.Save(picture, Path.Combine(_pictures.FullName, Name(kind, strength, number)));
        }
        if (_json)
            StressPoint.Write(kind, strength, count, points);
        return points;
    }

    private static string Name(StressKind kind, double strength, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Name}-{strength}-{number:00}.png");

    /// <summary>A kind's curves: a line a reader, per cent read at each strength, and wrong texts if there are any.</summary>
    private void Print(StressKind kind, StressPoint[][] points)
    {
        Console.WriteLine(Line(kind.Name, kind.Strengths.Select(Text)) + "  " + kind.Unit);
        for (var i = 0; i < _readers.Length; i++)
        {
            var curve = points.Select(point => point[i]).ToArray();
            var wrong = curve.Sum(point => point.Wrong);
            Console.WriteLine(Line("  " + _readers[i].Name, curve.Select(point => Text(point.Percent)))
                + $"  {Text(curve.Average(point => point.Percent))} % in all, median "
                + string.Join('/', curve.Select(point => Text(point.MedianMs))) + " ms"
                + (wrong > 0 ? $", {wrong} WRONG" : ""));
        }
        Console.WriteLine();
    }

    private static string Line(string name, IEnumerable<string> cells) =>
        name.PadRight(12) + string.Concat(cells.Select(cell => cell.PadLeft(6)));

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static Func<GreyPicture, IReadOnlyList<string>> Own(QrReader reader, ReadEffort effort) => picture =>
        [.. reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, effort).Select(code => code.Text)];
}
