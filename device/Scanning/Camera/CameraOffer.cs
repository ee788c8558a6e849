using System.Globalization;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>Rates from the slowest to the fastest, frames a second; one rate where both are the same.</summary>
internal readonly record struct RateRange(double Slowest, double Fastest);

/// <summary>One thing that a camera can deliver.</summary>
/// <param name="Rates">Empty = it does not tell.</param>
internal sealed record CameraOffer(uint FourCc, int Width, int Height, IReadOnlyList<RateRange> Rates)
{
    /// <summary>
    /// The rate to ask for: the slowest that is enough, or the fastest there is; null = it does not tell.
    /// </summary>
    internal double? RateFor(double wanted)
    {
        double? best = null;
        foreach (var range in Rates)
        {
            var rate = wanted <= range.Slowest ? range.Slowest : Math.Min(wanted, range.Fastest);
            if (best is not { } other || (rate >= wanted ? other < wanted || rate < other : rate > other))
                best = rate;
        }
        return best;
    }

    public override string ToString()
    {
        var rates = Rates.Select(range => range.Slowest == range.Fastest
            ? Number(range.Fastest)
            : $"{Number(range.Slowest)}-{Number(range.Fastest)}");
        var text = $"{PixelLayout.NameOf(FourCc)} {Width}x{Height}";
        return Rates.Count == 0 ? text : $"{text} {string.Join(' ', rates)}/s";
    }

    internal static string Number(double rate) => Math.Round(rate, 1).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Sizes that a camera offers as ranges; every one of its steps is possible.</summary>
internal readonly record struct SizeRange(
    int MinWidth, int MaxWidth, int StepWidth, int MinHeight, int MaxHeight, int StepHeight)
{
    /// <summary>
    /// The sizes among these that are worth asking for: the one that is set, or usual ones and both ends.
    /// </summary>
    internal IEnumerable<(int Width, int Height)> Worthwhile(CameraOptions options)
    {
        var range = this;
        var sizes = options is { Width: { } width, Height: { } height }
            ? [(width, height)]
            : CameraNegotiation.UsualSizes.Append((MinWidth, MinHeight)).Append((MaxWidth, MaxHeight));
        return sizes.Where(range.Has).Distinct();
    }

    private bool Has((int Width, int Height) size) =>
        IsStep(size.Width, MinWidth, MaxWidth, StepWidth) && IsStep(size.Height, MinHeight, MaxHeight, StepHeight);

    private static bool IsStep(int value, int min, int max, int step) =>
        value >= min && value <= max && (step <= 1 || (value - min) % step == 0);
}
