namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A pattern of square rings around a middle module, as finders and alignment patterns are.</summary>
internal sealed class RingPattern
{
    private readonly bool[] _light;

    /// <param name="darkRings">For the middle and each ring around it, whether it is dark.</param>
    private RingPattern(params bool[] darkRings)
    {
        (Reach, Side) = (darkRings.Length - 1, (2 * darkRings.Length) - 1);
        _light = new bool[Side * Side];
        for (var i = 0; i < _light.Length; i++)
            _light[i] = !darkRings[Math.Max(Math.Abs((i % Side) - Reach), Math.Abs((i / Side) - Reach))];
        Light = _light.Count(light => light);
        Dark = _light.Length - Light;
    }

    internal static RingPattern Alignment { get; } = new(true, false, true);

    /// <summary>With its separator.</summary>
    internal static RingPattern Finder { get; } = new(true, true, false, true, false);

    /// <summary>Modules from the middle to the outermost ring.</summary>
    internal int Reach { get; }

    /// <summary>Modules on a side.</summary>
    internal int Side { get; }

    private int Light { get; }

    private int Dark { get; }

    /// <summary>Correlation with levels that lie so far apart, 1 for the pattern itself, -1 for its negative.</summary>
    internal float Match(ReadOnlySpan<float> levels, int across, int down, bool inverted)
    {
        float dark = 0, light = 0, squares = 0;
        for (var j = 0; j < Side; j++)
        {
            for (var i = 0; i < Side; i++)
            {
                var level = levels[(j * down) + (i * across)];
                squares += level * level;
                if (_light[(j * Side) + i])
                    light += level;
                else
                    dark += level;
            }
        }
        var count = _light.Length;
        var mean = (dark + light) / count;
        // Where there is hardly any contrast, noise must not pass for a pattern.
        var deviation = MathF.Sqrt(MathF.Max(squares - (count * mean * mean), count * 9));
        var match = ((light / Light) - (dark / Dark)) * MathF.Sqrt((float)Dark * Light / count) / deviation;
        return inverted ? -match : match;
    }
}
