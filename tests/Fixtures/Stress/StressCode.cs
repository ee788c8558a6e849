using QRCoder;

namespace CheckIn.Fixtures.Stress;

/// <summary>A code of the stress set: what people hold up, at the level at which it is usually issued.</summary>
public sealed record StressCode(string Text, bool[,] Modules)
{
    private const string Base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>Modules on a side.</summary>
    public int Size => Modules.GetLength(0);

    /// <summary>
    /// The kinds take turns: identity card, short pass, health certificate of 350 characters, address, certificate of 600.
    /// </summary>
    public static StressCode Of(int number, QRCodeGenerator.ECCLevel? level = null)
    {
        var codes = new SyntheticCodes(number);
        var (text, usual) = (number % 5) switch
        {
            0 => (codes.Cccd(), QRCodeGenerator.ECCLevel.M),
            1 => (Letters("CI1:", 90, number), QRCodeGenerator.ECCLevel.M),
            2 => (Letters("HC1:", 350, number), QRCodeGenerator.ECCLevel.Q),
            3 => (codes.VenueCode(), QRCodeGenerator.ECCLevel.L),
            _ => (Letters("HC1:", 600, number), QRCodeGenerator.ECCLevel.Q),
        };
        return new(text, QrPicture.Modules(text, level ?? usual));
    }

    private static string Letters(string prefix, int length, int seed)
    {
        var random = new Random(seed);
        return prefix + string.Concat(Enumerable.Range(prefix.Length, length - prefix.Length)
            .Select(_ => Base45[random.Next(Base45.Length)]));
    }
}
