namespace CheckIn.Bench.Decode;

/// <summary>What one decoder made of one picture.</summary>
internal sealed record PictureResult(Specimen Specimen, Reading Reading, Verdict Verdict);

/// <summary>What one decoder made of a set, or of several together.</summary>
/// <param name="Effort">How much our reader was told each picture is worth; peers know no such thing.</param>
internal sealed record SetResult(
    string Decoder, string Set, int Rotation, string? Effort, IReadOnlyList<PictureResult> Pictures)
{
    private readonly double[] _sorted = [.. Pictures.Select(picture => picture.Reading.Ms).Order()];

    /// <summary>All that a decoder made of the sets at one rotation.</summary>
    internal static SetResult Total(IGrouping<(string Decoder, int Rotation), SetResult> sets) => new(
        sets.Key.Decoder, "total", sets.Key.Rotation, sets.First().Effort, [.. sets.SelectMany(set => set.Pictures)]);

    /// <summary>Figures for the table; the ratios stand only beside our own.</summary>
    internal (string Name, object? Value)[] Row(IReadOnlyList<(string Peer, SetResult Result)> peers) =>
    [
        ("decoder", Decoder), ("set", Set), ("rotation", Rotation), ("effort", Effort), ("images", Pictures.Count),
        ("right", Count(Verdict.Right)), ("wrong", Count(Verdict.Wrong)), ("disputed", Count(Verdict.Disputed)),
        ("extra", Pictures.Sum(picture => picture.Specimen.Extra(picture.Reading.Codes))),
        ("codes", Pictures.Sum(picture => picture.Reading.Codes.Count)),
        ("median_ms", Math.Round(At(_sorted, 0.5), 3)), ("p95_ms", Math.Round(At(_sorted, 0.95), 3)),
        ("mean_ms", Math.Round(Pictures.Select(picture => picture.Reading.MeanMs).DefaultIfEmpty().Average(), 3)),
        ("bytes_per_frame", BytesPerFrame()),
        .. peers.Select(peer => ($"{peer.Peer.Replace('-', '_')}_ratio", (object?)RatioTo(peer.Result))),
    ];

    /// <summary>
    /// Our median over the peer's, over the pictures with a code where the set has any: there it is asked how long it
    /// takes to read, and in sets without a code how long to see that there is none.
    /// </summary>
    private double? RatioTo(SetResult peer)
    {
        var (ours, theirs) = (MedianOfInterest(), peer.MedianOfInterest());
        return theirs > 0 ? Math.Round(ours / theirs, 3) : null;
    }

    private double MedianOfInterest()
    {
        var coded = Pictures.Where(picture => picture.Specimen.Expected is not null).ToArray();
        double[] sorted = [.. coded.Select(picture => picture.Reading.Ms).Order()];
        return At(sorted.Length > 0 ? sorted : _sorted, 0.5);
    }

    private int Count(Verdict verdict) => Pictures.Count(picture => picture.Verdict == verdict);

    private long? BytesPerFrame() => Pictures.Any(picture => picture.Reading.Bytes is null)
        ? null
        : Pictures.Sum(picture => picture.Reading.Bytes!.Value) / Math.Max(1, Pictures.Count);

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
