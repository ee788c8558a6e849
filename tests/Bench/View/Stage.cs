using System.Text;
using CheckIn.Bench.Admit;

namespace CheckIn.Bench.View;

/// <summary>
/// Where codes are presented: backdrops and frames of one size, and ever new cards. The same seed shows the same.
/// </summary>
/// <param name="exposure">
/// How long the camera's shutter is open for a frame, within which whatever moves is smeared.
/// </param>
internal sealed class Stage(int width, int height, TimeSpan exposure, int seed)
{
    private const int Backdrops = 4;
    private readonly Random _random = new(seed);
    private readonly List<Backdrop> _backdrops = [];
    private FramePainter? _painter;
    private int _cards;

    internal int Width => width;
    internal int Height => height;
    internal TimeSpan Exposure => exposure;

    /// <summary>
    /// Somebody with a card that was never shown before; one card in four is a telephone in dark mode.
    /// </summary>
    internal (CodeCard Card, Presentation Presentation) Next()
    {
        var text = Encoding.UTF8.GetString(SyntheticCodes.Cccd(_cards++));
        var card = new CodeCard(
            text, dark: (byte)_random.Next(25, 75), light: (byte)_random.Next(165, 235),
            darkMode: _random.Next(4) == 0);
        return (card, new Presentation(card, width, height, _random));
    }

    internal void Paint(Span<byte> frame, CodeCard card, Presentation presentation, double seconds)
    {
        while (_backdrops.Count < Backdrops)
            _backdrops.Add(new Backdrop(width, height, _random));
        _painter ??= new FramePainter(width, height, exposure, _random);
        _painter.Paint(frame, _backdrops[_cards % Backdrops], card, presentation, seconds);
    }
}
