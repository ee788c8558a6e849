namespace CheckIn.Gate.Scanning.Qr;

/// <summary>What ISO/IEC 18004 fixes for a version: its size, alignment patterns (annex E) and blocks (table 9).</summary>
internal static class QrVersion
{
    internal const int Largest = 40;
    internal const int LargestSize = 17 + (4 * Largest);

    private static readonly byte[][] CheckWords =
    [
        [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
        [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    ];

    private static readonly byte[][] BlockCounts =
    [
        [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
        [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
        [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
        [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
    ];

    internal static int Size(int version) => 17 + (4 * version);

    /// <summary>Error correction codewords in each block.</summary>
    internal static int CheckWordsPerBlock(int version, ErrorCorrectionLevel level) => CheckWords[(int)level][version - 1];

    internal static int Blocks(int version, ErrorCorrectionLevel level) => BlockCounts[(int)level][version - 1];

    /// <summary>All codewords of a symbol.</summary>
    internal static int Codewords(int version)
    {
        var modules = (((16 * version) + 128) * version) + 64;
        if (version >= 2)
        {
            var patterns = (version / 7) + 2;
            modules -= (((25 * patterns) - 10) * patterns) - 55;
            if (version >= 7)
                modules -= 36;
        }
        return modules / 8;
    }

    /// <summary>
    /// Codewords reserved against misreading rather than spent on correction (table 9, footnote b): the smallest symbols
    /// would otherwise correct noise into text.
    /// </summary>
    internal static int MisdecodeProtection(int version, ErrorCorrectionLevel level) => (version, level) switch
    {
        (1, ErrorCorrectionLevel.L) => 3,
        (1, ErrorCorrectionLevel.M) or (2, ErrorCorrectionLevel.L) => 2,
        (1, _) or (3, ErrorCorrectionLevel.L) => 1,
        _ => 0,
    };

    /// <summary>Centres of the alignment patterns along one axis; returns how many were written.</summary>
    internal static int AlignmentCenters(int version, Span<int> centers)
    {
        if (version == 1)
            return 0;
        var count = (version / 7) + 2;
        var step = version == 32 ? 26 : ((version * 4) + (count * 2) + 1) / ((count * 2) - 2) * 2;
        centers[0] = 6;
        for (var i = count - 1; i >= 1; i--)
            centers[i] = Size(version) - 7 - (step * (count - 1 - i));
        return count;
    }
}
