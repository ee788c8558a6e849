using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>Symbols on a cylinder seen from the front, by calculation: what the three finders show is all that is known.</summary>
public class SymbolBendTests
{
    private const int Version = 5;
    private const float ModulePixels = 6;
    private static readonly int Size = QrVersion.Size(Version);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3f)]
    [InlineData(0.6f)]
    [InlineData(-0.5f)]
    public void A_bent_symbol_is_followed_to_within_half_a_module(float bend)
    {
        var found = SymbolBend.Find(Finders(bend), Size)!.Value;
        Assert.InRange(Worst(bend, found.At), 0, ModulePixels / 2);
    }

    [Fact]
    public void No_perspective_follows_so_far()
    {
        var flat = SymbolPosition.Fit(Finders(0.6f), Size)!.Value;
        Assert.True(Worst(0.6f, (x, y) => flat.Map(x, y)) > ModulePixels);
    }

    [Fact]
    public void Without_an_outline_nothing_is_said()
    {
        var finders = Finders(0.3f);
        Assert.Null(SymbolBend.Find(finders with { TopRight = finders.TopRight with { Outline = default } }, Size));
    }

    /// <summary>Rows are bent upwards in the middle and their modules foreshortened at the ends, as on a bottle.</summary>
    private static PixelPoint Place(float bend, float x, float y)
    {
        if (bend == 0)
            return new(100 + (x * ModulePixels), 100 + (y * ModulePixels));
        var angle = bend * ((2 * x / Size) - 1);
        var radius = Size * ModulePixels / (2 * bend);
        return new(400 + (radius * MathF.Sin(angle)), 100 + (y * ModulePixels) + (0.5f * radius * (1 - MathF.Cos(angle))));
    }

    private static FinderTriple Finders(float bend) => new(
        Finder(bend, 3.5f, 3.5f), Finder(bend, Size - 3.5f, 3.5f), Finder(bend, 3.5f, Size - 3.5f), Size - 7, 0);

    private static FinderPattern Finder(float bend, float x, float y) => new(
        Place(bend, x, y), ModulePixels, 5, false, new FinderOutline(
            Place(bend, x - 3.5f, y - 3.5f), Place(bend, x + 3.5f, y - 3.5f), Place(bend, x + 3.5f, y + 3.5f),
            Place(bend, x - 3.5f, y + 3.5f), 7));

    private static float Worst(float bend, Func<float, float, PixelPoint> map)
    {
        var worst = 0f;
        for (var y = 0.5f; y < Size; y++)
        {
            for (var x = 0.5f; x < Size; x++)
            {
                PixelPoint place = Place(bend, x, y), mapped = map(x, y);
                worst = MathF.Max(worst, MathF.Max(MathF.Abs(place.X - mapped.X), MathF.Abs(place.Y - mapped.Y)));
            }
        }
        return worst;
    }
}
