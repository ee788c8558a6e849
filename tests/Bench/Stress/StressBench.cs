using System.Globalization;
using CheckIn.Bench.Decode;
using CheckIn.Bench.Decode.Peers;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Stress;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Stress;

/// <summary>
/// Every reader reads the same pictures, drawn anew from their numbers: ours as a still and as a frame of a camera,
/// then the peers. A picture is read when its text and no other is read, and wrong when any other text is. The median
/// time is over all pictures of a strength, read or not.
/// </summary>
internal sealed class StressBench : IDisposable
{
    private const int WarmUps = 10;
    private readonly bool _json;
    private readonly DirectoryInfo? _pictures;
    private readonly PeerDecoder[] _peers;
    private readonly StressReader[] _readers;
    private bool _warm;

    internal StressBench(bool json, bool withPeers, DirectoryInfo? pictures)
    {
        (_json, _pictures) = (json, pictures);
        pictures?.Create();
        _peers = withPeers ? [.. Peer.All.Select(Start).OfType<PeerDecoder>()] : [];
        // Most pictures at the far end of a curve take all the time that the reader has.
        var own = new OwnDecoder(repeatBelowMs: 10);
        _readers =
        [
            new("still", own, ReadEffort.Still),
            new("frame", own, ReadEffort.Frame),
            .. _peers.Select(peer => new StressReader(peer.Name, peer, ReadEffort.Still)),
        ];
    }

    public void Dispose()
    {
        foreach (var peer in _peers)
            peer.Dispose();
    }

    internal void Run(StressKind kind, int count)
    {
        WarmUp(kind);
        var points = kind.Strengths.Select(strength => Measure(kind, strength, count)).ToArray();
        if (!_json)
            Print(kind, points);
    }

    private static PeerDecoder? Start(Peer peer)
    {
        if (PeerDecoder.Start(peer) is { } decoder)
            return decoder;
        Console.Error.WriteLine($"{peer.Name} is not measured: Debian's {peer.Package} is not installed.");
        return null;
    }

    /// <summary>The first reads are compiled while they run; their times would not be the reader's.</summary>
    private void WarmUp(StressKind kind)
    {
        for (var i = 0; i < WarmUps && !_warm; i++)
        {
            var picture = Luminance(kind.Draw(kind.Mild, i).Picture);
            foreach (var reader in _readers)
                reader.Decoder.Read(picture, reader.Effort);
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
                points[i].Add(text, _readers[i].Decoder.Read(Luminance(picture), _readers[i].Effort));
            if (_pictures is not null && points[0].Missed)
                PngWriter.Save(picture, Path.Combine(_pictures.FullName, FileName(kind, strength, number)));
        }
        if (_json)
            StressPoint.Write(kind, strength, count, points);
        return points;
    }

    private static LuminancePicture Luminance(GreyPicture picture) =>
        new(picture.Pixels, picture.Width, picture.Height);

    private static string FileName(StressKind kind, double strength, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Name}-{strength}-{number:00}.png");

    /// <summary>A kind's curves: a line a reader, per cent read at each strength, and wrong texts if any.</summary>
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

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A reader under its name in the rows.</summary>
    private sealed record StressReader(string Name, IDecoder Decoder, ReadEffort Effort);
}
