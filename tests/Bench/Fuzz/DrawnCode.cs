using CheckIn.Fixtures;
using QRCoder;

namespace CheckIn.Bench.Fuzz;

/// <summary>A valid symbol to be spoiled: its text and modules, dark = true, [x, y].</summary>
internal sealed record DrawnCode(string Text, bool[,] Modules)
{
    private const int Pool = 200;

    private static readonly QRCodeGenerator.ECCLevel[] Levels =
    [
        QRCodeGenerator.ECCLevel.L, QRCodeGenerator.ECCLevel.M, QRCodeGenerator.ECCLevel.Q, QRCodeGenerator.ECCLevel.H,
    ];

    internal int Size => Modules.GetLength(0);

    /// <summary>Symbols of all levels and of versions 1 to 40, most of them small.</summary>
    internal static DrawnCode[] Some(int seed)
    {
        var codes = new SyntheticCodes(seed);
        var random = new FuzzRandom(seed, -1);
        return [.. Enumerable.Range(0, Pool).Select(i => Of(Content(codes, random, i), random.Pick(Levels)))];
    }

    private static DrawnCode Of(string text, QRCodeGenerator.ECCLevel level) =>
        new(text, QrPicture.Modules(text, level));

    private static string Content(SyntheticCodes codes, FuzzRandom random, int i) => (i % 8) switch
    {
        0 => codes.Cccd(),
        1 => codes.CanCuoc(),
        2 => codes.NationalPersonalQr(),
        3 => codes.VenueCode(),
        4 => Digits(random, random.Between(1, 60)),
        5 => codes.Unknown(),
        _ => Digits(random, random.Between(1, i % 40 == 7 ? 1200 : 16))
            + "|" + codes.Unknown()[..random.Between(1, 20)],
    };

    private static string Digits(FuzzRandom random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
}
