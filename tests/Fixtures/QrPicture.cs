using QRCoder;

namespace CheckIn.Fixtures;

/// <summary>An 8-bit grey picture that is drawn into.</summary>
public sealed record GreyPicture(byte[] Pixels, int Width, int Height)
{
    public static GreyPicture Of(int width, int height, byte level)
    {
        var pixels = new byte[width * height];
        pixels.AsSpan().Fill(level);
        return new(pixels, width, height);
    }

    public byte this[int x, int y]
    {
        get => Pixels[(y * Width) + x];
        set => Pixels[(y * Width) + x] = value;
    }
}

/// <summary>How a code is shown.</summary>
public sealed record QrLook
{
    /// <summary>Pixels a module.</summary>
    public double ModuleSize { get; init; } = 5;
    /// <summary>Degrees, clockwise.</summary>
    public double Rotation { get; init; }
    /// <summary>0 none; 0.3 = the far edge is a third shorter.</summary>
    public double Perspective { get; init; }
    public byte Dark { get; init; } = 30;
    public byte Light { get; init; } = 230;
    /// <summary>Level around the code's quiet zone.</summary>
    public byte Surroundings { get; init; } = 160;
    /// <summary>0 even; 1 = one side gets no light.</summary>
    public double Shadow { get; init; }
    /// <summary>0 none; 1 = the corners of the frame get no light, as behind a cheap lens.</summary>
    public double Vignette { get; init; }
    /// <summary>The code is on a telephone: its screen ends in a rim, and a bright desk lies around it.</summary>
    public bool Phone { get; init; }
    /// <summary>Standard deviation, levels.</summary>
    public double Noise { get; init; }
    /// <summary>Pixels to each side that are averaged.</summary>
    public int Blur { get; init; }
    /// <summary>Scratches over the finder patterns, so that nothing can be read.</summary>
    public bool Destroyed { get; init; }
}

/// <summary>Draws QR codes as a camera might see them; deterministic.</summary>
public static class QrPicture
{
    private const int QuietZone = 4;

    /// <summary>The code's modules without quiet zone, dark = true.</summary>
    public static bool[,] Modules(string text, QRCodeGenerator.ECCLevel level = QRCodeGenerator.ECCLevel.M)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, level, forceUtf8: true);
        var all = data.ModuleMatrix;
        var size = all.Count - (2 * QuietZone);
        var modules = new bool[size, size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                modules[x, y] = all[y + QuietZone][x + QuietZone];
        }
        return modules;
    }

    /// <summary>A frame of the given size with the code in its middle.</summary>
    public static GreyPicture Draw(string text, QrLook look, int width = 640, int height = 480)
    {
        var modules = Modules(text);
        var picture = GreyPicture.Of(width, height, look.Surroundings);
        var random = new Random(1);
        var turn = look.Rotation * Math.PI / 180;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = (x - (width / 2.0), y - (height / 2.0));
                var u = (dx * Math.Cos(turn)) + (dy * Math.Sin(turn));
                var v = (dy * Math.Cos(turn)) - (dx * Math.Sin(turn));
                var scale = look.ModuleSize * (1 + (look.Perspective * v / height));
                var level = Level(modules, u / scale, v / scale, look);
                var shade = (1 - (look.Shadow * ((double)x / width))) * (1 - (look.Vignette
                    * ((dx * dx) + (dy * dy)) / (((double)width * width / 4) + ((double)height * height / 4))));
                picture[x, y] = (byte)Math.Clamp((level * shade) + (look.Noise * Gauss(random)), 0, 255);
            }
        }
        return look.Blur > 0 ? Blurred(picture, look.Blur) : picture;
    }

    private static byte Level(bool[,] modules, double u, double v, QrLook look)
    {
        var size = modules.GetLength(0);
        var column = (int)Math.Floor(u + (size / 2.0));
        var row = (int)Math.Floor(v + (size / 2.0));
        if (column < -QuietZone || row < -QuietZone || column >= size + QuietZone || row >= size + QuietZone)
            return Around(Math.Abs(u) - (size / 2.0), Math.Abs(v) - (size / 2.0), look);
        if (column < 0 || row < 0 || column >= size || row >= size)
            return look.Light;
        if (look.Destroyed && (column < 8 || column >= size - 8) && (row < 8 || row >= size - 8))
            return (column + (2 * row)) % 3 == 0 ? look.Dark : look.Light;
        return modules[column, row] ? look.Dark : look.Light;
    }

    /// <summary>
    /// Beyond the quiet zone; <paramref name="beside"/> and <paramref name="above"/> in modules from the code's edge.
    /// </summary>
    private static byte Around(double beside, double above, QrLook look)
    {
        const double Margin = 6, Chin = 12, Rim = 1.5;
        const byte RimLevel = 95, Desk = 175;
        if (!look.Phone || (beside < Margin && above < Chin))
            return look.Surroundings;
        return beside < Margin + Rim && above < Chin + Rim ? RimLevel : Desk;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static GreyPicture Blurred(GreyPicture picture, int radius)
    {
        var blurred = GreyPicture.Of(picture.Width, picture.Height, 0);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                int sum = 0, count = 0;
                for (var j = Math.Max(0, y - radius); j <= Math.Min(picture.Height - 1, y + radius); j++)
                {
                    for (var i = Math.Max(0, x - radius); i <= Math.Min(picture.Width - 1, x + radius); i++, count++)
                        sum += picture[i, j];
                }
                blurred[x, y] = (byte)(sum / count);
            }
        }
        return blurred;
    }
}
