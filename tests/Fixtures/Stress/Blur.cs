namespace CheckIn.Fixtures.Stress;

/// <summary>Out of focus: a Gaussian, first along the rows and then along the columns.</summary>
/// <param name="Sigma">Standard deviation in pixels.</param>
public sealed record Blur(double Sigma) : Degradation
{
    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var kernel = Kernel();
        var (width, height) = (picture.Width, picture.Height);
        var across = new float[picture.Pixels.Length];
        Convolve(kernel, height, width, (row, x) => picture[x, row], (row, x, level) => across[(row * width) + x] = level);
        var blurred = GreyPicture.Of(width, height, 0);
        Convolve(kernel, width, height,
            (column, y) => across[(y * width) + column], (column, y, level) => blurred[column, y] = Level(level));
        return blurred;
    }

    private float[] Kernel()
    {
        var radius = (int)Math.Ceiling(3 * Sigma);
        var weights = Enumerable.Range(-radius, (2 * radius) + 1)
            .Select(i => Math.Exp(-i * i / Math.Max(1e-9, 2 * Sigma * Sigma))).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    /// <summary>Every line on its own; at its ends the last level is repeated.</summary>
    private static void Convolve(
        float[] kernel, int lines, int length, Func<int, int, float> from, Action<int, int, float> into)
    {
        var radius = kernel.Length / 2;
        var line = new float[length + (2 * radius)];
        for (var i = 0; i < lines; i++)
        {
            for (var j = 0; j < line.Length; j++)
                line[j] = from(i, Math.Clamp(j - radius, 0, length - 1));
            for (var j = 0; j < length; j++)
            {
                var sum = 0f;
                for (var k = 0; k < kernel.Length; k++)
                    sum += kernel[k] * line[j + k];
                into(i, j, sum);
            }
        }
    }
}
