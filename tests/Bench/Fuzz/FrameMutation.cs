namespace CheckIn.Bench.Fuzz;

/// <summary>
/// Frames of every size and stride with what a reader might stumble over: noise, slopes, stripes, checkerboards, crowds
/// of finder patterns, and pictures of codes that were cut, stretched, sheared and shuffled.
/// </summary>
internal static class FrameMutation
{
    private const int UsualSide = 200, SomeSide = 400, RareWidth = 1280, RareHeight = 1024, LongSide = 5000;

    /// <summary>Draws a frame; tells what may be read.</summary>
    internal static Expectation Draw(FuzzFrame frame, FuzzRandom random, IReadOnlyList<DrawnCode> codes)
    {
        Begin(frame, random);
        if (frame.Width == 0 || frame.Height == 0)
            return Expectation.Nothing;
        var hasCode = DrawOne(frame, random, codes);
        if (hasCode && random.OnceIn(3))
            Shuffle(frame, random);
        Weather(frame, random);
        return hasCode ? Expectation.Anything : Expectation.Nothing;
    }

    private static void Begin(FuzzFrame frame, FuzzRandom random)
    {
        var (width, height) = random.Next(1000) switch
        {
            0 or 1 => (random.Between(SomeSide, RareWidth), random.Between(SomeSide, RareHeight)),
            < 5 => (random.Between(0, LongSide), random.Between(0, 40)),
            < 8 => (random.Between(0, 40), random.Between(0, LongSide)),
            < 40 => (random.Between(0, SomeSide), random.Between(0, SomeSide)),
            < 100 => (random.Between(0, 30), random.Between(0, 30)),
            _ => (random.Between(15, UsualSide), random.Between(15, UsualSide)),
        };
        frame.Begin(width, height, width + (random.OnceIn(3) ? random.Next(65) : 0), random);
    }

    /// <summary>Fills the frame; true when a code's picture is in it.</summary>
    private static bool DrawOne(FuzzFrame frame, FuzzRandom random, IReadOnlyList<DrawnCode> codes)
    {
        switch (random.Next(40))
        {
            case < 5:
                random.Fill(frame.Pixels);
                return false;
            case < 10:
                Slope(frame, random);
                return false;
            case < 15:
                Stripes(frame, random);
                return false;
            case < 20:
                Checkerboard(frame, random);
                return false;
            case 20:
                frame.Pixels.Fill((byte)random.Between(128, 255));
                Finders(frame, random, random.Between(1, 40));
                return false;
            case < 23:
                frame.Pixels.Fill((byte)random.Between(128, 255));
                Code(frame, random, random.Pick(codes));
                Finders(frame, random, random.Between(1, 12));
                return true;
            default:
                frame.Pixels.Fill((byte)random.Between(100, 255));
                for (var i = random.OnceIn(8) ? 4 : 1; i > 0; i--)
                    Code(frame, random, random.Pick(codes));
                return true;
        }
    }

    private static void Slope(FuzzFrame frame, FuzzRandom random)
    {
        var (start, right, down) = (random.Between(0.0, 255), random.Between(-4.0, 4), random.Between(-4.0, 4));
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)Math.Clamp(start + (x * right) + (y * down), 0, 255);
        }
    }

    private static void Stripes(FuzzFrame frame, FuzzRandom random)
    {
        var (right, down) = (random.Between(-0.6, 0.6), random.Between(-0.6, 0.6));
        if (random.OnceIn(2))
            (right, down) = random.OnceIn(2) ? (right, 0.0) : (0.0, down);
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = ((int)Math.Floor((x * right) + (y * down)) & 1) == 0 ? (byte)20 : (byte)230;
        }
    }

    private static void Checkerboard(FuzzFrame frame, FuzzRandom random)
    {
        var (width, height) = (random.Between(1, 12), random.Between(1, 12));
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = (((x / width) + (y / height)) & 1) == 0 ? (byte)20 : (byte)230;
        }
    }

    /// <summary>Finder patterns of one size or several, by chance or in rows.</summary>
    private static void Finders(FuzzFrame frame, FuzzRandom random, int count)
    {
        var (module, inRows, gap) = (random.Between(1, 5), random.OnceIn(2), random.Between(1, 6));
        for (var i = 0; i < count; i++)
        {
            var pitch = (7 + gap) * module;
            var perRow = Math.Max(1, frame.Width / pitch);
            var (x, y) = inRows
                ? (i % perRow * pitch, i / perRow * pitch)
                : (random.Between(-10, frame.Width), random.Between(-10, frame.Height));
            Finder(frame, x, y, inRows || random.OnceIn(2) ? module : random.Between(1, 5));
        }
    }

    private static void Finder(FuzzFrame frame, int left, int top, int module)
    {
        for (var y = Math.Max(0, top); y < Math.Min(frame.Height, top + (7 * module)); y++)
        {
            var row = frame.Row(y);
            for (var x = Math.Max(0, left); x < Math.Min(frame.Width, left + (7 * module)); x++)
            {
                var ring = Math.Max(Math.Abs(((x - left) / module) - 3), Math.Abs(((y - top) / module) - 3));
                row[x] = ring == 2 ? (byte)235 : (byte)15;
            }
        }
    }

    /// <summary>A code's picture, wider or higher than it should be, sheared, cut where the frame ends.</summary>
    private static void Code(FuzzFrame frame, FuzzRandom random, DrawnCode code)
    {
        var (across, down) = (random.Between(0.8, 5), random.Between(0.8, 5));
        if (!random.OnceIn(4))
            down = across;
        var (shear, slant) = random.OnceIn(3) ? (random.Between(-0.8, 0.8), random.Between(-0.8, 0.8)) : (0, 0);
        var (left, top) = (random.Between(-0.3, 0.5) * frame.Width, random.Between(-0.3, 0.5) * frame.Height);
        var (dark, light) = ((byte)random.Between(0, 110), (byte)random.Between(120, 255));
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var u = (int)Math.Floor((x - left + (shear * (y - top))) / across);
                var v = (int)Math.Floor((y - top + (slant * (x - left))) / down);
                if (u >= -2 && v >= -2 && u < code.Size + 2 && v < code.Size + 2)
                    row[x] = u >= 0 && v >= 0 && u < code.Size && v < code.Size && code.Modules[u, v] ? dark : light;
            }
        }
    }

    /// <summary>Blocks of the frame change places.</summary>
    private static void Shuffle(FuzzFrame frame, FuzzRandom random)
    {
        var width = random.Between(1, Math.Min(40, frame.Width));
        var height = random.Between(1, Math.Min(40, frame.Height));
        for (var i = random.Between(1, 12); i > 0; i--)
        {
            var (fromX, fromY) = (random.Next(frame.Width - width + 1), random.Next(frame.Height - height + 1));
            var (toX, toY) = (random.Next(frame.Width - width + 1), random.Next(frame.Height - height + 1));
            for (var y = 0; y < height; y++)
                frame.Row(fromY + y).Slice(fromX, width).CopyTo(frame.Row(toY + y)[toX..]);
        }
    }

    /// <summary>Inversion, noise and a loss of contrast, each now and then.</summary>
    private static void Weather(FuzzFrame frame, FuzzRandom random)
    {
        var (inverted, contrast) = (random.OnceIn(6), random.OnceIn(4) ? random.Between(1, 16) : 16);
        var noise = random.OnceIn(3) ? random.Between(1, 120) : 0;
        if (!inverted && contrast == 16 && noise == 0)
            return;
        for (var y = 0; y < frame.Height; y++)
        {
            foreach (ref var pixel in frame.Row(y))
            {
                var level = ((inverted ? 255 - pixel : pixel) - 128) * contrast / 16;
                pixel = (byte)Math.Clamp(level + 128 + (noise == 0 ? 0 : random.Next((2 * noise) + 1) - noise), 0, 255);
            }
        }
    }
}
