using System.Numerics;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Format and version information: short BCH codes that differ in so many places that the nearest one is meant, up to
/// three wrong bits (ISO/IEC 18004, 7.9 and 7.10).
/// </summary>
internal static class FormatInformation
{
    private const int MostErrors = 3;
    private static readonly int[] Formats = [.. Enumerable.Range(0, 32).Select(data => Bch(data, 10, 0x537) ^ 0x5412)];
    private static readonly int[] Versions = [.. Enumerable.Range(7, 34).Select(version => Bch(version, 12, 0x1F25))];

    /// <summary>Level and mask from the two copies of the format information; null when neither is legible.</summary>
    internal static (ErrorCorrectionLevel Level, int Mask)? Format(ModuleGrid grid)
    {
        int first = 0, second = 0;
        var size = grid.Size;
        // The copy around the top left finder, most significant bit first, stepping over the timing patterns.
        for (var i = 0; i <= 5; i++)
            first = (first << 1) | grid.Bit(i, 8);
        first = (first << 1) | grid.Bit(7, 8);
        first = (first << 1) | grid.Bit(8, 8);
        first = (first << 1) | grid.Bit(8, 7);
        for (var i = 5; i >= 0; i--)
            first = (first << 1) | grid.Bit(8, i);
        // The other copy, below the top right and beside the bottom left finder.
        for (var i = 0; i < 7; i++)
            second = (second << 1) | grid.Bit(8, size - 1 - i);
        for (var i = 0; i < 8; i++)
            second = (second << 1) | grid.Bit(size - 8 + i, 8);
        var (data, errors) = Nearest(Formats, first);
        var (data2, errors2) = Nearest(Formats, second);
        if (errors2 < errors)
            (data, errors) = (data2, errors2);
        if (errors > MostErrors)
            return null;
        var level = (data >> 3) switch
        {
            1 => ErrorCorrectionLevel.L,
            0 => ErrorCorrectionLevel.M,
            3 => ErrorCorrectionLevel.Q,
            _ => ErrorCorrectionLevel.H,
        };
        return (level, data & 7);
    }

    /// <summary>The version as versions 7 and above state it; null when illegible.</summary>
    internal static int? Version(ModuleGrid grid)
    {
        int topRight = 0, bottomLeft = 0;
        for (var i = 17; i >= 0; i--)
        {
            topRight = (topRight << 1) | grid.Bit(grid.Size - 11 + (i % 3), i / 3);
            bottomLeft = (bottomLeft << 1) | grid.Bit(i / 3, grid.Size - 11 + (i % 3));
        }
        var (index, errors) = Nearest(Versions, topRight);
        var (index2, errors2) = Nearest(Versions, bottomLeft);
        if (errors2 < errors)
            (index, errors) = (index2, errors2);
        return errors <= MostErrors ? index + 7 : null;
    }

    private static (int Index, int Errors) Nearest(int[] codes, int read)
    {
        var (best, errors) = (0, 32);
        for (var i = 0; i < codes.Length; i++)
        {
            var differing = BitOperations.PopCount((uint)(codes[i] ^ read));
            if (differing < errors)
                (best, errors) = (i, differing);
        }
        return (best, errors);
    }

    private static int Bch(int data, int checkBits, int generator)
    {
        var remainder = data << checkBits;
        var highest = BitOperations.Log2((uint)generator);
        for (var bit = BitOperations.Log2((uint)Math.Max(1, remainder)); bit >= highest; bit--)
        {
            if ((remainder >> bit & 1) != 0)
                remainder ^= generator << (bit - highest);
        }
        return (data << checkBits) | remainder;
    }
}
