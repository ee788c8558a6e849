namespace CheckIn.Bench.View;

/// <summary>
/// Paints what the sensor sees during one exposure: the backdrop, before it the card wherever it was while the shutter
/// was open, and the sensor's noise (3 levels).
/// </summary>
internal sealed class FramePainter(int width, int height, TimeSpan exposure, Random random)
{
    private const double NoiseLevel = 3, PixelsAStep = 1.5;
    private const int MostSteps = 8, NoiseLength = 65_521;
    private readonly sbyte[] _noise = Noise(random);

    internal void Paint(Span<byte> frame, Backdrop backdrop, CodeCard card, Presentation presentation, double seconds)
    {
        backdrop.Pixels.CopyTo(frame);
        PaintCard(frame, backdrop, card, presentation.At(seconds - exposure.TotalSeconds), presentation.At(seconds));
        AddNoise(frame);
    }

    private void PaintCard(Span<byte> frame, Backdrop backdrop, CodeCard card, in Pose from, in Pose to)
    {
        var reach = (card.Extent * to.ModuleSize) + Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y);
        var (left, right) = ((int)Math.Max(0, to.X - reach), (int)Math.Min(width, to.X + reach));
        var (top, bottom) = ((int)Math.Max(0, to.Y - reach), (int)Math.Min(height, to.Y + reach));
        var way = Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y)));
        var steps = Math.Clamp((int)Math.Ceiling(way / PixelsAStep), 1, MostSteps);
        var (sin, cos) = Math.SinCos(to.Turn);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var sum = 0.0;
                for (var step = 0; step < steps; step++)
                {
                    var t = (step + 0.5) / steps;
                    var (dx, dy) = (x - from.X - (t * (to.X - from.X)), y - from.Y - (t * (to.Y - from.Y)));
                    var (u, v) = (((dx * cos) + (dy * sin)) / to.ModuleSize, ((dy * cos) - (dx * sin)) / to.ModuleSize);
                    var depth = 1 + (to.Tilt * v / card.Reach);
                    var level = card.Level(u * depth, v * depth);
                    sum += level < 0 ? backdrop[x, y] : level;
                }
                frame[(y * width) + x] = (byte)(sum / steps);
            }
        }
    }

    private void AddNoise(Span<byte> frame)
    {
        var at = random.Next(NoiseLength);
        foreach (ref var pixel in frame)
        {
            pixel = (byte)Math.Clamp(pixel + _noise[at], 0, 255);
            if (++at == NoiseLength)
                at = 0;
        }
    }

    /// <summary>Normal noise; a prime length keeps rows from repeating each other.</summary>
    private static sbyte[] Noise(Random random)
    {
        var noise = new sbyte[NoiseLength];
        for (var i = 0; i < noise.Length; i++)
        {
            var (distance, turn) = (1 - random.NextDouble(), 2 * Math.PI * random.NextDouble());
            var normal = Math.Sqrt(-2 * Math.Log(distance)) * Math.Cos(turn);
            noise[i] = (sbyte)Math.Clamp(Math.Round(NoiseLevel * normal), sbyte.MinValue, sbyte.MaxValue);
        }
        return noise;
    }
}
