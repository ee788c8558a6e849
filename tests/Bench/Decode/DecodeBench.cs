using System.Diagnostics;
using CheckIn.Bench.Decode.Peers;
using CheckIn.Bench.Decode.Report;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode;

/// <summary>
/// Reads every picture of every set at every rotation: first our reader the whole set, then each peer the same set, all
/// on one core. What is read is judged by <see cref="Disputes.Judge"/>, whoever read it. After the folders come frames
/// without a code, read as frames of a camera, and one row a rotation for the folders together.
/// </summary>
internal sealed class DecodeBench(Table table, ReadEffort effort, bool namesFailures, DecodeReport? report)
    : IDisposable
{
    // A gate runs for months; what is measured is not the compiler, which works beside the first readings.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    private readonly OwnDecoder _own = new();
    private readonly Disputes _disputes = new();
    private readonly List<PeerDecoder> _peers = [];
    private readonly List<SetResult> _results = [];

    /// <summary>Starts the peers; one that is not installed is named on standard error and left out.</summary>
    internal void StartPeers()
    {
        foreach (var peer in Peer.All)
        {
            if (PeerDecoder.Start(peer) is { } decoder)
                _peers.Add(decoder);
            else
                Console.Error.WriteLine($"{peer.Name} is not measured: Debian's {peer.Package} is not installed.");
        }
    }

    internal void Run(IReadOnlyList<DirectoryInfo> folders, IReadOnlyList<int> rotations)
    {
        var sets = folders.Select(PictureSet.Of).ToArray();
        WarmUp(sets);
        foreach (var set in sets)
        {
            foreach (var rotation in rotations)
                _results.AddRange(Measure(set.Turned(rotation), effort));
        }
        foreach (var (width, height) in new[] { (640, 480), (1280, 720) })
        {
            var blank = PictureSet.Blank(sets, width, height);
            if (blank.Specimens.Count > 0)
                Measure(blank, ReadEffort.Frame);
        }
        foreach (var totals in _results.GroupBy(result => (result.Decoder, result.Rotation)).Select(SetResult.Total)
            .GroupBy(total => total.Rotation))
            Print([.. totals]);
        report?.Write(table.Rows);
    }

    public void Dispose() => _peers.ForEach(peer => peer.Dispose());

    private void WarmUp(PictureSet[] sets)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var specimen in sets.SelectMany(set => set.Specimens))
        {
            if (Stopwatch.GetElapsedTime(began) > Warmup)
                return;
            var picture = specimen.Load();
            _own.Read(picture, effort);
            _own.Read(picture, ReadEffort.Frame);
        }
    }

    private List<SetResult> Measure(PictureSet set, ReadEffort worth)
    {
        List<SetResult> results = [Measure(_own, set, worth, worth.ToString().ToLowerInvariant())];
        foreach (var peer in _peers.ToArray())
        {
            try
            {
                results.Add(Measure(peer, set, worth, null));
            }
            catch (PeerException e)
            {
                Console.Error.WriteLine($"{e.Message} It is not measured from {set.Name} at {set.Rotation} on.");
                _peers.Remove(peer);
                peer.Dispose();
            }
        }
        if (namesFailures)
            NameFailures(set, results[0]);
        report?.Add(results);
        Print(results);
        return results;
    }

    private SetResult Measure(IDecoder decoder, PictureSet set, ReadEffort worth, string? effort) => new(
        decoder.Name, set.Name, set.Rotation, effort,
        [
            .. set.Specimens.Select(specimen =>
            {
                var picture = specimen.Load();
                var reading = set.IsWatched ? decoder.Watch(picture) : decoder.Read(picture, worth);
                return new PictureResult(specimen, reading, _disputes.Judge(specimen, reading.Codes));
            }),
        ]);

    private void Print(List<SetResult> results)
    {
        var peers = results.Skip(1).Select(result => (result.Decoder, result)).ToArray();
        table.Add(results[0].Row(peers));
        foreach (var result in results.Skip(1))
            table.Add(result.Row([]));
    }

    private static void NameFailures(PictureSet set, SetResult own)
    {
        foreach (var picture in own.Pictures.Where(picture => picture.Verdict != Verdict.Right))
        {
            var what = picture.Verdict switch
            {
                Verdict.NotRead => "not read: " + picture.Reading.Stage,
                Verdict.Disputed => "disputed: " + picture.Reading.Codes[0].Text,
                _ => "wrong: " + picture.Reading.Codes[0].Text,
            };
            Console.Error.WriteLine($"{set.Name}/{picture.Specimen.Name} at {set.Rotation}: {what}");
        }
    }
}
