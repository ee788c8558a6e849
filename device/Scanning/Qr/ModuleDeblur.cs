namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Undoes a bell-shaped blur on the levels of modules. What the modules would look like under the blur is computed from
/// the present guess, and the guess corrected by what is missing (Van Cittert's iteration); levels stay between the
/// darkest and the lightest that were seen, which keeps noise from growing as an unbounded inverse would let it.
/// </summary>
internal sealed class ModuleDeblur
{
    private const int Rounds = 12;
    private const float Relaxation = 1.4f;
    private readonly float[] _rows = new float[QrVersion.LargestSize * QrVersion.LargestSize];

    /// <summary>Corrects the guess, which begins as the levels themselves.</summary>
    /// <param name="levels">The modules' levels as seen, row by row.</param>
    /// <param name="guess">A copy of them, to be corrected.</param>
    /// <param name="size">Modules on a side.</param>
    /// <param name="sigma">Standard deviation of the blur, in modules.</param>
    internal void Undo(ReadOnlySpan<float> levels, Span<float> guess, int size, float sigma)
    {
        // Shares of a module's own light and of its first and second neighbours' along a line.
        var inner = Within(0.5f / sigma);
        var near = (Within(1.5f / sigma) - inner) / 2;
        var own = 1 - (2 * near);
        var (low, high) = Range(levels);
        for (var round = 0; round < Rounds; round++)
        {
            Blend(guess, _rows, size, own, near);
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    var at = (y * size) + x;
                    var above = _rows[y > 0 ? at - size : at];
                    var below = _rows[y < size - 1 ? at + size : at];
                    var seen = (own * _rows[at]) + (near * (above + below));
                    guess[at] = Math.Clamp(guess[at] + (Relaxation * (levels[at] - seen)), low, high);
                }
            }
        }
    }

    private static void Blend(ReadOnlySpan<float> from, Span<float> to, int size, float own, float near)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var at = (y * size) + x;
                to[at] = (own * from[at]) + (near * (from[x > 0 ? at - 1 : at] + from[x < size - 1 ? at + 1 : at]));
            }
        }
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> levels)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (var level in levels)
            (low, high) = (MathF.Min(low, level), MathF.Max(high, level));
        return (low, high);
    }

    /// <summary>Share of a bell curve within so many standard deviations of its middle, to three digits.</summary>
    private static float Within(float deviations)
    {
        // Abramowitz and Stegun, 7.1.27, for the error function.
        var x = deviations / MathF.Sqrt(2);
        var d = 1 + (0.278393f * x) + (0.230389f * x * x) + (0.000972f * x * x * x) + (0.078108f * x * x * x * x);
        return 1 - (1 / (d * d * d * d));
    }
}
