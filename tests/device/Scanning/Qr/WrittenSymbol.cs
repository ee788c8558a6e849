using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>
/// A symbol made from data codewords, for whatever no encoder at hand writes: any mask at any version, structured append,
/// FNC1. Correction, masks and format are computed here anew, from ISO/IEC 18004.
/// </summary>
internal sealed record WrittenSymbol(int Version, ErrorCorrectionLevel Level, int Mask, bool[,] Modules)
{
    private static readonly Func<int, int, bool>[] Masks =
    [
        (i, j) => (i + j) % 2 == 0,
        (i, _) => i % 2 == 0,
        (_, j) => j % 3 == 0,
        (i, j) => (i + j) % 3 == 0,
        (i, j) => ((i / 2) + (j / 3)) % 2 == 0,
        (i, j) => (i * j % 2) + (i * j % 3) == 0,
        (i, j) => ((i * j % 2) + (i * j % 3)) % 2 == 0,
        (i, j) => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
    ];

    internal int Size => Modules.GetLength(0);

    /// <summary>A symbol of some data, ended and filled up as 7.4.9 and 7.4.10 say.</summary>
    internal static WrittenSymbol Of(BitWriter data, int version, ErrorCorrectionLevel level, int mask)
    {
        var check = QrVersion.CheckWordsPerBlock(version, level);
        var blocks = QrVersion.Blocks(version, level);
        var capacity = QrVersion.Codewords(version) - (blocks * check);
        var words = data.Add(0, 4).ToArray().ToList();
        if (words.Count > capacity)
            throw new ArgumentException($"{words.Count} codewords do not fit {version}-{level}.");
        for (var pad = 0xEC; words.Count < capacity; pad ^= 0xEC ^ 0x11)
            words.Add((byte)pad);
        var modules = Framed(version, level, mask);
        var size = modules.GetLength(0);
        var path = SymbolLayout.Of(version).Zigzag;
        var all = Interleaved(words, blocks, check);
        for (var i = 0; i < path.Length; i++)
        {
            var (x, y) = (path[i] % size, path[i] / size);
            var bit = i / 8 < all.Length && (all[i / 8] >> (7 - (i % 8)) & 1) != 0;
            modules[x, y] = bit != Masks[mask](y, x);
        }
        return new(version, level, mask, modules);
    }

    /// <summary>A plain picture with a quiet zone.</summary>
    internal GreyPicture Draw(int moduleSize = 3, byte dark = 30, byte light = 230)
    {
        var picture = GreyPicture.Of((Size + 8) * moduleSize, (Size + 8) * moduleSize, light);
        for (var y = 0; y < Size * moduleSize; y++)
        {
            for (var x = 0; x < Size * moduleSize; x++)
                picture[x + (4 * moduleSize), y + (4 * moduleSize)] = Modules[x / moduleSize, y / moduleSize] ? dark : light;
        }
        return picture;
    }

    /// <summary>The modules as a reader has them that is sure of all.</summary>
    internal ModuleGrid Grid()
    {
        var grid = new ModuleGrid();
        grid.Reset(Size);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
                grid.Set(x, y, Modules[x, y]);
        }
        return grid;
    }

    /// <summary>Seen from behind.</summary>
    internal WrittenSymbol Mirrored()
    {
        var mirrored = new bool[Size, Size];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
                mirrored[x, y] = Modules[Size - 1 - x, y];
        }
        return this with { Modules = mirrored };
    }

    /// <summary>Data and the check words that make it a multiple of the generator (annex A).</summary>
    internal static byte[] WithCheckWords(ReadOnlySpan<byte> data, int check)
    {
        var generator = new byte[check + 1];
        generator[0] = 1;
        for (int i = 0, root = 1; i < check; i++, root = Times(root, 2))
        {
            for (var k = i + 1; k > 0; k--)
                generator[k] ^= (byte)Times(generator[k - 1], root);
        }
        var remainder = new byte[data.Length + check];
        data.CopyTo(remainder);
        for (var i = 0; i < data.Length; i++)
        {
            var factor = remainder[i];
            for (var k = 0; k <= check; k++)
                remainder[i + k] ^= (byte)Times(generator[k], factor);
        }
        data.CopyTo(remainder);
        return remainder;
    }

    private static byte[] Interleaved(List<byte> words, int blocks, int check)
    {
        var shortData = words.Count / blocks;
        var longer = words.Count % blocks;
        var written = new List<byte[]>();
        for (int b = 0, at = 0; b < blocks; b++)
        {
            var length = shortData + (b < blocks - longer ? 0 : 1);
            written.Add(WithCheckWords([.. words.Skip(at).Take(length)], check));
            at += length;
        }
        var data = Enumerable.Range(0, shortData + 1)
            .SelectMany(i => written.Where(block => i < block.Length - check).Select(block => block[i]));
        return [.. data, .. Enumerable.Range(0, check).SelectMany(i => written.Select(block => block[block.Length - check + i]))];
    }

    private static bool[,] Framed(int version, ErrorCorrectionLevel level, int mask)
    {
        var layout = SymbolLayout.Of(version);
        var size = layout.Size;
        var modules = new bool[size, size];
        for (var i = 0; i < size * size; i++)
            modules[i % size, i / size] = layout.Shades[i] > 0;
        var format = Bch(((int)level ^ 1) << 3 | mask, 10, 0x537) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var dark = (format >> (14 - i) & 1) != 0;
            var (x, y) = i < 6 ? (i, 8) : i < 8 ? (i + 1, 8) : i == 8 ? (8, 7) : (8, 14 - i);
            modules[x, y] = dark;
            if (i < 7)
                modules[8, size - 1 - i] = dark;
            else
                modules[size - 15 + i, 8] = dark;
        }
        var stated = Bch(version, 12, 0x1F25);
        for (var i = 0; i < 18 && version >= 7; i++)
            modules[size - 11 + (i % 3), i / 3] = modules[i / 3, size - 11 + (i % 3)] = (stated >> i & 1) != 0;
        return modules;
    }

    private static int Bch(int data, int check, int generator)
    {
        var remainder = data << check;
        for (var bit = 31; bit >= check; bit--)
        {
            if ((remainder >> bit & 1) != 0)
                remainder ^= generator << (bit - check);
        }
        return data << check | remainder;
    }

    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b != 0; b >>= 1, a = (a << 1) ^ ((a & 0x80) != 0 ? 0x11D : 0))
            product ^= (b & 1) != 0 ? a : 0;
        return product;
    }
}
