namespace CheckIn.Bench.View;

/// <summary>
/// Where the card is: its middle in pixels, pixels a module, turn in radians, tilt (0 = facing the lens).
/// </summary>
internal readonly record struct Pose(double X, double Y, double ModuleSize, double Turn, double Tilt);

/// <summary>
/// One person holds up one code. For a while nobody is there; the card comes in over an edge, slowing down, is held in
/// a hand that trembles, and is taken away. Times in seconds from the beginning.
/// </summary>
internal sealed class Presentation
{
    private const double Tremor = 6, Leaving = 0.2, After = 0.1;
    private readonly CodeCard _card;
    private readonly (int Width, int Height) _size;
    private readonly Pose _rest;
    private readonly double _startX, _startY, _arriving, _holding, _blank, _phase, _shake;

    internal Presentation(CodeCard card, int width, int height, Random random)
    {
        (_card, _size) = (card, (width, height));
        _blank = Between(random, 0.25, 0.45);
        _arriving = Between(random, 0.35, 0.5);
        _holding = Between(random, 0.5, 0.7);
        _phase = Between(random, 0, 2 * Math.PI);
        _shake = 0.002 * height;
        var moduleSize = Between(random, 0.35, 0.6) * height / card.Modules;
        _rest = new(
            Between(random, 0.42, 0.58) * width, Between(random, 0.45, 0.55) * height, moduleSize,
            Between(random, -0.35, 0.35), Between(random, -0.15, 0.15));
        var beyond = card.Extent * moduleSize;
        (_startX, _startY) = random.Next(4) switch
        {
            0 => (-beyond, _rest.Y),
            1 => (width + beyond, _rest.Y),
            2 => (_rest.X, -beyond),
            _ => (_rest.X, height + beyond),
        };
        EnteredAt = FirstFullyInView();
    }

    /// <summary>When the last corner of the code has come into view.</summary>
    internal double EnteredAt { get; }

    internal double Duration => _blank + _arriving + _holding + Leaving + After;

    /// <summary>In the middle of the time in which the card is held.</summary>
    internal double HeldAt => _blank + _arriving + (_holding / 2);

    internal Pose At(double seconds)
    {
        var arriving = Math.Clamp((seconds - _blank) / _arriving, 0, 1);
        var leaving = Math.Clamp((seconds - _blank - _arriving - _holding) / Leaving, 0, 1);
        var there = (1 - Math.Pow(1 - arriving, 3)) * (1 - (leaving * leaving));
        var (shakeX, shakeY) = Math.SinCos((2 * Math.PI * Tremor * seconds) + _phase);
        return _rest with
        {
            X = _startX + (there * (_rest.X - _startX)) + (_shake * shakeX),
            Y = _startY + (there * (_rest.Y - _startY)) + (_shake * 0.7 * shakeY),
        };
    }

    /// <summary>Whether all of the code, not of the card, is in view.</summary>
    internal bool IsFullyInView(double seconds)
    {
        var pose = At(seconds);
        var (sin, cos) = Math.SinCos(pose.Turn);
        var half = _card.Modules * pose.ModuleSize / 2 * (1 + Math.Abs(pose.Tilt));
        var across = half * (Math.Abs(cos) + Math.Abs(sin));
        return pose.X - across >= 0 && pose.X + across < _size.Width
            && pose.Y - across >= 0 && pose.Y + across < _size.Height;
    }

    private double FirstFullyInView()
    {
        const double Step = 0.001;
        for (var t = _blank; t < _blank + _arriving + _holding; t += Step)
        {
            if (IsFullyInView(t))
                return t;
        }
        throw new InvalidOperationException("The code never comes into view; the frame is too small for it.");
    }

    private static double Between(Random random, double least, double most) =>
        least + (random.NextDouble() * (most - least));
}
