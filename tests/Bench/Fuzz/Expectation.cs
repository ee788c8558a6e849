using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Fuzz;

/// <summary>What may be read of an input: anything, nothing, or one text alone.</summary>
/// <param name="OnlyText">The text, where nothing else may come out; null = see <paramref name="Blank"/>.</param>
/// <param name="Blank">Whether there is no code in it.</param>
internal sealed record Expectation(string? OnlyText, bool Blank = false)
{
    internal static readonly Expectation Anything = new(OnlyText: null);
    internal static readonly Expectation Nothing = new(OnlyText: null, Blank: true);

    /// <summary>Whether something other than the one text was read.</summary>
    internal bool IsMisread(IReadOnlyList<QrCode> codes) =>
        OnlyText is not null && codes.Any(code => code.Text != OnlyText);

    /// <summary>Whether something was read where there is no code.</summary>
    internal bool IsPhantom(IReadOnlyList<QrCode> codes) => Blank && codes.Count > 0;
}
