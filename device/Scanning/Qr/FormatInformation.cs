using System.Numerics;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Format and version information: short BCH codes that differ in so many places that the nearest one is meant, up to
/// three wrong bits (ISO/IEC 18004, 7.9 and 7.10).
/// </summary>
internal static class FormatInformation
{
    private const int MostErrors = 3;
    private const int FormatBits = 15;
    private const float TrustInOne = 0.85f;
    private const int VersionBits = 18;
    private const float LeastVersionMatch = 0.75f;
    private static readonly int[] Formats = [.. Enumerable.Range(0, 32).Select(data => Bch(data, 10, 0x537) ^ 0x5412)];
    private static readonly int[] Versions = [.. Enumerable.Range(7, 34).Select(version => Bch(version, 12, 0x1F25))];

    /// <summary>
    /// Level and mask from both copies of the format information together, or from one where the other is spoilt, each
    /// module counting by its certainty; and how well they agree with what is there: 1 entirely, about 0.4 by chance.
    /// </summary>
    internal static (ErrorCorrectionLevel Level, int Mask, float Match) Format(ModuleGrid grid)
    {
        Span<float> one = stackalloc float[FormatBits];
        Span<float> other = stackalloc float[FormatBits];
        Span<float> both = stackalloc float[FormatBits];
        var size = grid.Size;
        // Most significant bit first: around the top left finder, stepping over the timing patterns; and the other copy,
        // up beside the bottom left finder, then along below the top right one.
        for (var i = 0; i < FormatBits; i++)
        {
            var (x, y) = i < 6 ? (i, 8) : i < 8 ? (i + 1, 8) : i == 8 ? (8, 7) : (8, 14 - i);
            var (x2, y2) = i < 7 ? (8, size - 1 - i) : (size - 15 + i, 8);
            (one[i], other[i]) = (grid.Signed(x, y), grid.Signed(x2, y2));
            both[i] = one[i] + other[i];
        }
        var (data, match) = Nearest(both, Sum(both));
        var surer = MathF.Max(Sum(one), Sum(other)) / TrustInOne;
        foreach (var (alone, matchAlone) in (ReadOnlySpan<(int, float)>)[Nearest(one, surer), Nearest(other, surer)])
        {
            if (matchAlone > match)
                (data, match) = (alone, matchAlone);
        }
        var level = (data >> 3) switch
        {
            1 => ErrorCorrectionLevel.L,
            0 => ErrorCorrectionLevel.M,
            3 => ErrorCorrectionLevel.Q,
            _ => ErrorCorrectionLevel.H,
        };
        return (level, data & 7, match);
    }

    private static float Sum(ReadOnlySpan<float> bits)
    {
        float all = 0;
        foreach (var bit in bits)
            all += MathF.Abs(bit);
        return all;
    }

    private static (int Data, float Match) Nearest(ReadOnlySpan<float> bits, float all)
    {
        var most = float.MinValue;
        var best = 0;
        for (var data = 0; data < Formats.Length; data++)
        {
            float sum = 0;
            for (var i = 0; i < FormatBits; i++)
                sum += (Formats[data] >> (FormatBits - 1 - i) & 1) != 0 ? bits[i] : -bits[i];
            if (sum > most)
                (best, most) = (data, sum);
        }
        return (best, all > 0 ? most / all : 0);
    }

    /// <summary>The version as versions 7 and above state it; null when illegible.</summary>
    internal static int? Version(ModuleGrid grid)
    {
        int topRight = 0, bottomLeft = 0;
        for (var i = VersionBits - 1; i >= 0; i--)
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

    /// <summary>
    /// The version that the levels of the 18 modules beside one finder state, lowest bit first; null when they agree with
    /// none. Read before anything is known about the symbol's size.
    /// </summary>
    internal static int? Version(ReadOnlySpan<float> levels)
    {
        float mean = 0, all = 0, most = 0;
        foreach (var level in levels)
            mean += level / VersionBits;
        foreach (var level in levels)
            all += MathF.Abs(level - mean);
        int? best = null;
        for (var version = 7; version <= QrVersion.Largest; version++)
        {
            float sum = 0;
            for (var i = 0; i < VersionBits; i++)
                sum += (Versions[version - 7] >> i & 1) != 0 ? mean - levels[i] : levels[i] - mean;
            if (sum > most)
                (best, most) = (version, sum);
        }
        return most > LeastVersionMatch * all ? best : null;
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
