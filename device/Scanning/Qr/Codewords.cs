namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// From modules to corrected data: unmask, read the codewords in their zigzag, undo the interleaving of blocks, correct
/// each block (ISO/IEC 18004, 7.7.3, 7.6 and 7.8). A block with too many errors is tried again with its least certain
/// codewords given up: one that is known to be missing costs half of what one costs that has to be found.
/// </summary>
internal sealed class Codewords
{
    private const int Most = 3706; // version 40
    private const int Unspent = 4;
    private readonly byte[] _read = new byte[Most];
    private readonly float[] _certainty = new float[Most];
    private readonly byte[] _data = new byte[Most];
    private readonly byte[] _block = new byte[256];
    private readonly byte[] _attempt = new byte[256];
    private readonly float[] _blockCertainty = new float[256];
    private readonly float[] _sortKeys = new float[256];
    private readonly int[] _order = new int[256];

    /// <summary>Blocks that could not be corrected at the last call.</summary>
    internal int FailedBlocks { get; private set; }

    /// <summary>The data codewords, valid until the next call; empty when a block cannot be corrected.</summary>
    /// <param name="grid">The modules.</param>
    /// <param name="version">1 to 40.</param>
    /// <param name="level">Error correction level.</param>
    /// <param name="mask">0 to 7.</param>
    /// <param name="giveUp">Whether uncertain codewords may be given up.</param>
    /// <param name="corrected">Codewords that were corrected.</param>
    internal ReadOnlySpan<byte> Decode(
        ModuleGrid grid, int version, ErrorCorrectionLevel level, int mask, bool giveUp, out int corrected)
    {
        corrected = 0;
        FailedBlocks = 0;
        Read(grid, version, mask);
        var blocks = QrVersion.Blocks(version, level);
        var check = QrVersion.CheckWordsPerBlock(version, level);
        var all = QrVersion.Codewords(version);
        var shortBlocks = blocks - (all % blocks);
        var shortData = (all / blocks) - check;
        var protection = QrVersion.MisdecodeProtection(version, level);
        var written = 0;
        for (var b = 0; b < blocks; b++)
        {
            var data = shortData + (b < shortBlocks ? 0 : 1);
            for (var i = 0; i < shortData; i++)
                Take(i, (i * blocks) + b);
            if (data > shortData)
                Take(shortData, (shortData * blocks) + b - shortBlocks);
            var checkStart = (shortData * blocks) + (blocks - shortBlocks);
            for (var i = 0; i < check; i++)
                Take(data + i, checkStart + (i * blocks) + b);
            var errors = Correct(data + check, check, protection, giveUp);
            if (errors < 0)
            {
                FailedBlocks++;
                if (!giveUp)
                    return [];
                continue;
            }
            corrected += errors;
            _block.AsSpan(0, data).CopyTo(_data.AsSpan(written));
            written += data;
        }
        return FailedBlocks > 0 ? [] : _data.AsSpan(0, written);
    }

    private void Take(int to, int from) => (_block[to], _blockCertainty[to]) = (_read[from], _certainty[from]);

    private int Correct(int length, int check, int protection, bool giveUp)
    {
        var block = _block.AsSpan(0, length);
        block.CopyTo(_attempt);
        var errors = ReedSolomon.Correct(block, check, (check - protection) / 2);
        if (errors >= 0 || !giveUp)
            return errors;
        var order = _order.AsSpan(0, length);
        for (var i = 0; i < length; i++)
            order[i] = i;
        _blockCertainty.AsSpan(0, length).CopyTo(_sortKeys);
        _sortKeys.AsSpan(0, length).Sort(order);
        // What is spent on erasures must leave enough to tell a correction from chance.
        var most = check - Math.Max(Unspent, protection);
        for (var erasures = 2; erasures <= most; erasures += Math.Max(1, most / 8))
        {
            _attempt.AsSpan(0, length).CopyTo(block);
            errors = ReedSolomon.Correct(
                block, check, (check - Math.Max(Unspent, protection) - erasures) / 2, order[..erasures]);
            if (errors >= 0)
                return errors;
        }
        return -1;
    }

    private void Read(ModuleGrid grid, int version, int mask)
    {
        var layout = SymbolLayout.Of(version);
        var (size, all) = (layout.Size, QrVersion.Codewords(version));
        for (var word = 0; word < all; word++)
        {
            var (value, certainty) = (0, float.MaxValue);
            foreach (var place in layout.Zigzag.AsSpan(word * 8, 8))
            {
                value = (value << 1) | (grid.Bit(place) ^ (Masked(mask, place % size, place / size) ? 1 : 0));
                certainty = MathF.Min(certainty, grid.Certainty(place));
            }
            (_read[word], _certainty[word]) = ((byte)value, certainty);
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
}
