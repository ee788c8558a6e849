using System.Diagnostics;
using System.Text;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench;

/// <summary>One picture of a set, with what it should read as; null = nothing.</summary>
internal sealed record Specimen(string Name, LuminancePicture Picture, byte[]? Expected, bool IsText);

/// <summary>
/// Reads every picture of every set at every rotation. A picture is right when exactly what is expected is read; one
/// with other text, or with any text where nothing is expected, is wrong; the rest were not read.
/// </summary>
internal sealed class DecodeBench(Table table, bool namesFailures)
{
    private const int Repeats = 3;
    private readonly QrReader _reader = new();

    internal void Run(DirectoryInfo[] folders, int[] rotations)
    {
        var blanks = new List<LuminancePicture>();
        foreach (var folder in folders)
        {
            var set = Load(folder);
            blanks.AddRange(set.Where(specimen => specimen.Expected is null).Select(specimen => specimen.Picture));
            foreach (var rotation in rotations)
                Measure(folder.Name, rotation, set);
        }
        foreach (var (width, height) in new[] { (640, 480), (1280, 720) })
        {
            var frames = blanks.Take(12).Select((picture, i) =>
                new Specimen($"{i}", Tile(picture, width, height), null, true)).ToArray();
            if (frames.Length > 0)
                Measure($"blank-{width}x{height}", 0, frames);
        }
    }

    private static Specimen[] Load(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => file.Extension.ToLowerInvariant() is ".png" or ".jpg" or ".jpeg")
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file =>
        {
            var text = Path.ChangeExtension(file.FullName, ".txt");
            var bin = Path.ChangeExtension(file.FullName, ".bin");
            var expected = File.Exists(text) ? File.ReadAllBytes(text) : File.Exists(bin) ? File.ReadAllBytes(bin) : null;
            return new Specimen(file.Name, Picture(file), expected, !File.Exists(bin));
        })
        .ToArray();

    private static LuminancePicture Picture(FileInfo file)
    {
        try
        {
            return PictureFile.Read(file.FullName);
        }
        catch (PictureException e)
        {
            throw new PictureException($"{file.FullName}: {e.Message}", e);
        }
    }

    private void Measure(string set, int rotation, Specimen[] specimens)
    {
        var turned = specimens.Select(specimen => specimen with { Picture = Turn(specimen.Picture, rotation) }).ToArray();
        int right = 0, wrong = 0;
        var times = new List<double>();
        foreach (var specimen in turned)
        {
            var picture = specimen.Picture;
            var codes = _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width);
            var verdict = Judge(specimen, codes);
            right += verdict > 0 ? 1 : 0;
            wrong += verdict < 0 ? 1 : 0;
            if (verdict <= 0 && namesFailures)
                Console.Error.WriteLine($"{set}/{specimen.Name} at {rotation}: {(verdict < 0 ? "wrong: " + codes[0].Text : "not read")}");
        }
        foreach (var specimen in turned)
            times.Add(Best(specimen.Picture));
        times.Sort();
        table.Add(
            ("decoder", "checkin"), ("set", set), ("rotation", rotation), ("images", turned.Length), ("right", right),
            ("wrong", wrong), ("median_ms", Math.Round(At(times, 0.5), 3)), ("p95_ms", Math.Round(At(times, 0.95), 3)),
            ("bytes_per_frame", BytesPerFrame(turned)));
    }

    /// <summary>1 right, 0 not read, -1 wrong.</summary>
    private static int Judge(Specimen specimen, IReadOnlyList<QrCode> codes)
    {
        if (specimen.Expected is null)
            return codes.Count == 0 ? 1 : -1;
        if (codes.Count == 0)
            return 0;
        return codes.All(code => Matches(specimen, code)) ? 1 : -1;
    }

    private static bool Matches(Specimen specimen, QrCode code) => specimen.IsText
        ? code.Text.Trim() == Encoding.UTF8.GetString(specimen.Expected!).Trim()
        : code.Bytes.Span.SequenceEqual(specimen.Expected);

    private double Best(LuminancePicture picture)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Repeats; i++)
        {
            var began = Stopwatch.GetTimestamp();
            _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return best;
    }

    private long BytesPerFrame(Specimen[] specimens)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var specimen in specimens)
            _reader.Read(specimen.Picture.Pixels, specimen.Picture.Width, specimen.Picture.Height, specimen.Picture.Width);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Math.Max(1, specimens.Length);
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private static LuminancePicture Turn(LuminancePicture picture, int degrees)
    {
        var turned = picture;
        for (var i = 0; i < (degrees % 360 + 360) % 360 / 90; i++)
            turned = Quarter(turned);
        return turned;
    }

    private static LuminancePicture Quarter(LuminancePicture picture)
    {
        var pixels = new byte[picture.Pixels.Length];
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                pixels[(x * picture.Height) + picture.Height - 1 - y] = picture.Pixels[(y * picture.Width) + x];
        }
        return new(pixels, picture.Height, picture.Width);
    }

    /// <summary>A frame of the wanted size out of a photograph, mirrored at its edges where it is too small.</summary>
    private static LuminancePicture Tile(LuminancePicture picture, int width, int height)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = picture.Pixels[(Reflect(y, picture.Height) * picture.Width) + Reflect(x, picture.Width)];
        }
        return new(pixels, width, height);
    }

    private static int Reflect(int at, int size) => at / size % 2 == 0 ? at % size : size - 1 - (at % size);
}
