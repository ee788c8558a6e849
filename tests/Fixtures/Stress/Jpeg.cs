namespace CheckIn.Fixtures.Stress;

/// <summary>
/// What JPEG loses: blocks of 8 x 8, their cosine coefficients rounded to multiples of the table for luminance (ITU-T T.81,
/// annex K.1), scaled by quality as the Independent JPEG Group does.
/// </summary>
/// <param name="Quality">1 to 100.</param>
public sealed record Jpeg(int Quality) : Degradation
{
    private const int Side = 8;

    private static readonly byte[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly double[] Cosines = [.. Enumerable.Range(0, Side * Side).Select(i => Cosine(i / Side, i % Side))];

    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var scale = Quality < 50 ? 5000 / Quality : 200 - (2 * Quality);
        var steps = Luminance.Select(step => Math.Clamp(((step * scale) + 50) / 100, 1, 255)).ToArray();
        var packed = GreyPicture.Of(picture.Width, picture.Height, 0);
        var (block, scratch) = (new double[Side * Side], new double[Side * Side]);
        for (var top = 0; top < picture.Height; top += Side)
        {
            for (var left = 0; left < picture.Width; left += Side)
                Block(picture, packed, left, top, steps, block, scratch);
        }
        return packed;
    }

    private static void Block(
        GreyPicture from, GreyPicture into, int left, int top, int[] steps, double[] block, double[] scratch)
    {
        for (var i = 0; i < block.Length; i++)
            block[i] = from[Math.Min(left + (i % Side), from.Width - 1), Math.Min(top + (i / Side), from.Height - 1)] - 128;
        Transform(block, scratch, forward: true);
        for (var i = 0; i < block.Length; i++)
            block[i] = Math.Round(block[i] / steps[i]) * steps[i];
        Transform(block, scratch, forward: false);
        for (var i = 0; i < block.Length; i++)
        {
            var (x, y) = (left + (i % Side), top + (i / Side));
            if (x < into.Width && y < into.Height)
                into[x, y] = Level(block[i] + 128);
        }
    }

    /// <summary>Rows into the scratch, turned over, twice: rows and columns, and upright again.</summary>
    private static void Transform(double[] block, double[] scratch, bool forward)
    {
        for (var pass = 0; pass < 2; pass++, (block, scratch) = (scratch, block))
        {
            for (var row = 0; row < Side; row++)
            {
                for (var k = 0; k < Side; k++)
                {
                    var sum = 0.0;
                    for (var n = 0; n < Side; n++)
                        sum += block[(row * Side) + n] * Cosines[forward ? (k * Side) + n : (n * Side) + k];
                    scratch[(k * Side) + row] = sum;
                }
            }
        }
    }

    private static double Cosine(int frequency, int place) =>
        (frequency == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16);
}
