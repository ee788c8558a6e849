namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// From modules to corrected data: unmask, read the codewords in their zigzag, undo the interleaving of blocks, correct
/// each block (ISO/IEC 18004, 7.7.3, 7.6 and 7.8).
/// </summary>
internal sealed class Codewords
{
    private const int Most = 3706; // version 40
    private readonly byte[] _read = new byte[Most];
    private readonly byte[] _data = new byte[Most];
    private readonly byte[] _block = new byte[256];
    private readonly bool[] _reserved = new bool[QrVersion.LargestSize * QrVersion.LargestSize];
    private int _reservedFor;

    /// <summary>The data codewords, valid until the next call; empty when a block cannot be corrected.</summary>
    internal ReadOnlySpan<byte> Decode(ModuleGrid grid, int version, ErrorCorrectionLevel level, int mask, out int corrected)
    {
        corrected = 0;
        Read(grid, version, mask);
        var blocks = QrVersion.Blocks(version, level);
        var check = QrVersion.CheckWordsPerBlock(version, level);
        var all = QrVersion.Codewords(version);
        var shortBlocks = blocks - (all % blocks);
        var shortData = (all / blocks) - check;
        var most = (check - QrVersion.MisdecodeProtection(version, level)) / 2;
        var written = 0;
        for (var b = 0; b < blocks; b++)
        {
            var data = shortData + (b < shortBlocks ? 0 : 1);
            var block = _block.AsSpan(0, data + check);
            for (var i = 0; i < shortData; i++)
                block[i] = _read[(i * blocks) + b];
            if (data > shortData)
                block[shortData] = _read[(shortData * blocks) + b - shortBlocks];
            var checkStart = (shortData * blocks) + (blocks - shortBlocks);
            for (var i = 0; i < check; i++)
                block[data + i] = _read[checkStart + (i * blocks) + b];
            var errors = ReedSolomon.Correct(block, check, most);
            if (errors < 0)
                return [];
            corrected += errors;
            block[..data].CopyTo(_data.AsSpan(written));
            written += data;
        }
        return _data.AsSpan(0, written);
    }

    private void Read(ModuleGrid grid, int version, int mask)
    {
        Reserve(version);
        var size = grid.Size;
        int bits = 0, word = 0, count = 0, all = QrVersion.Codewords(version);
        for (var right = size - 1; right >= 1; right -= 2)
        {
            if (right == 6)
                right = 5; // the vertical timing pattern takes a whole column
            var upward = ((right + 1) & 2) == 0;
            for (var step = 0; step < size; step++)
            {
                var y = upward ? size - 1 - step : step;
                for (var x = right; x >= right - 1; x--)
                {
                    if (_reserved[(y * size) + x] || count == all)
                        continue;
                    word = (word << 1) | (grid.Bit(x, y) ^ (Masked(mask, x, y) ? 1 : 0));
                    if (++bits < 8)
                        continue;
                    _read[count++] = (byte)word;
                    (bits, word) = (0, 0);
                }
            }
        }
    }

    private static bool Masked(int mask, int x, int y) => mask switch
    {
        0 => ((x + y) & 1) == 0,
        1 => (y & 1) == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => (((y / 2) + (x / 3)) & 1) == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => (((x * y % 2) + (x * y % 3)) & 1) == 0,
        _ => ((((x + y) & 1) + (x * y % 3)) & 1) == 0,
    };

    /// <summary>Marks what carries no data: finders, timing, alignment, format and version information.</summary>
    private void Reserve(int version)
    {
        if (_reservedFor == version)
            return;
        _reservedFor = version;
        var size = QrVersion.Size(version);
        Array.Clear(_reserved);
        Mark(size, 0, 0, 9, 9);
        Mark(size, size - 8, 0, 8, 9);
        Mark(size, 0, size - 8, 9, 8);
        Mark(size, 6, 0, 1, size);
        Mark(size, 0, 6, size, 1);
        Span<int> centers = stackalloc int[7];
        var count = QrVersion.AlignmentCenters(version, centers);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var onFinder = (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
                if (!onFinder)
                    Mark(size, centers[i] - 2, centers[j] - 2, 5, 5);
            }
        }
        if (version < 7)
            return;
        Mark(size, size - 11, 0, 3, 6);
        Mark(size, 0, size - 11, 6, 3);
    }

    private void Mark(int size, int left, int top, int width, int height)
    {
        for (var y = top; y < top + height; y++)
            _reserved.AsSpan((y * size) + left, width).Fill(true);
    }
}
