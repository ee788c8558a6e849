using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Bench.Decode;

/// <summary>Pictures that belong together, turned by <paramref name="Rotation"/> degrees.</summary>
/// <param name="IsWatched">Each stands for a camera that shows it for some seconds.</param>
internal sealed record PictureSet(string Name, int Rotation, IReadOnlyList<Specimen> Specimens, bool IsWatched = false)
{
    private const int Blanks = 12;

    /// <summary>The pictures of a folder, in the order of their names, upright.</summary>
    internal static PictureSet Of(DirectoryInfo folder) => new(folder.Name, 0, folder.EnumerateFiles()
        .Where(file => file.Extension.ToLowerInvariant() is ".png" or ".jpg" or ".jpeg")
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file =>
        {
            var text = Path.ChangeExtension(file.FullName, ".txt");
            var bin = Path.ChangeExtension(file.FullName, ".bin");
            var expected = File.Exists(text) ? text : File.Exists(bin) ? bin : null;
            return new Specimen(
                file.Name, expected is null ? null : File.ReadAllBytes(expected), expected != bin, () => Picture(file));
        })
        .ToArray());

    /// <summary>
    /// Frames of one size as a camera sees them while nobody is there: crops of the first photographs without a code,
    /// mirrored at the edges where a photograph is too small.
    /// </summary>
    internal static PictureSet Blank(IEnumerable<PictureSet> sets, int width, int height) => new(
        $"blank-{width}x{height}", 0, sets.SelectMany(set => set.Specimens)
            .Where(specimen => specimen.Expected is null)
            .Take(Blanks)
            .Select(specimen => specimen with { Load = () => Crop(specimen.Load(), width, height) })
            .ToArray(),
        IsWatched: true);

    internal PictureSet Turned(int degrees) => new(Name, degrees, Specimens
        .Select(specimen => specimen with { Load = () => Turn(specimen.Load(), degrees) })
        .ToArray());

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

    private static LuminancePicture Crop(LuminancePicture picture, int width, int height)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = picture.Pixels.AsSpan(Reflect(y, picture.Height) * picture.Width, picture.Width);
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = row[Reflect(x, picture.Width)];
        }
        return new(pixels, width, height);
    }

    private static int Reflect(int at, int size) => at / size % 2 == 0 ? at % size : size - 1 - (at % size);
}
