using System.Numerics;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// A picture of dark (1) and light (0) pixels, 64 to a word with the leftmost lowest, so that edges and the ends of runs
/// are found by counting zeros. Bits past the end of a row are light.
/// </summary>
internal sealed class Bitmap
{
    private const int WordBits = 64;
    private ulong[] _words = [];

    internal int Width { get; private set; }

    internal int Height { get; private set; }

    internal int WordsPerRow { get; private set; }

    internal void Resize(int width, int height)
    {
        (Width, Height, WordsPerRow) = (width, height, (width / WordBits) + 1);
        if (_words.Length < WordsPerRow * height)
            _words = new ulong[WordsPerRow * height];
    }

    internal Span<ulong> Row(int y) => _words.AsSpan(y * WordsPerRow, WordsPerRow);

    internal bool IsDark(int x, int y) => ((_words[(y * WordsPerRow) + (x / WordBits)] >> (x % WordBits)) & 1) != 0;

    internal bool Contains(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height;

    /// <summary>
    /// Where a row turns from light to dark (even places) and back (odd ones), up to the row's end; returns how many.
    /// </summary>
    /// <param name="y">The row.</param>
    /// <param name="edges">At least width + 2 long.</param>
    internal int Edges(int y, Span<int> edges)
    {
        var count = 0;
        ulong carry = 0;
        var row = Row(y);
        for (var i = 0; i < row.Length; i++)
        {
            var word = row[i];
            var changes = word ^ ((word << 1) | carry);
            carry = word >> (WordBits - 1);
            var start = i * WordBits;
            while (changes != 0)
            {
                edges[count++] = start + BitOperations.TrailingZeroCount(changes);
                changes &= changes - 1;
            }
        }
        return count;
    }

    /// <summary>The first pixel to the right of one that differs from it; the row's width if none does.</summary>
    internal int RunEnd(int x, int y)
    {
        var row = Row(y);
        var word = x / WordBits;
        var flip = ((row[word] >> (x % WordBits)) & 1) != 0 ? ulong.MaxValue : 0;
        var different = (row[word] ^ flip) >> (x % WordBits);
        if (different != 0)
            return Math.Min(Width, x + BitOperations.TrailingZeroCount(different));
        for (word++; word < row.Length; word++)
        {
            if ((row[word] ^ flip) != 0)
                return Math.Min(Width, (word * WordBits) + BitOperations.TrailingZeroCount(row[word] ^ flip));
        }
        return Width;
    }

    /// <summary>The first pixel to the left of one that differs from it; -1 if none does.</summary>
    internal int RunStart(int x, int y)
    {
        var row = Row(y);
        var word = x / WordBits;
        var flip = ((row[word] >> (x % WordBits)) & 1) != 0 ? ulong.MaxValue : 0;
        var different = (row[word] ^ flip) << (WordBits - 1 - (x % WordBits));
        if (different != 0)
            return x - BitOperations.LeadingZeroCount(different);
        for (word--; word >= 0; word--)
        {
            if ((row[word] ^ flip) != 0)
                return (word * WordBits) + WordBits - 1 - BitOperations.LeadingZeroCount(row[word] ^ flip);
        }
        return -1;
    }

    /// <summary>Becomes another bitmap turned over its diagonal, so that its columns are rows here.</summary>
    internal void Transpose(Bitmap other)
    {
        Resize(other.Height, other.Width);
        Span<ulong> block = stackalloc ulong[WordBits];
        for (var top = 0; top < other.Height; top += WordBits)
        {
            for (var word = 0; word * WordBits < other.Width; word++)
            {
                for (var i = 0; i < WordBits; i++)
                    block[i] = top + i < other.Height ? other._words[((top + i) * other.WordsPerRow) + word] : 0;
                Transpose(block);
                var rows = Math.Min(WordBits, other.Width - (word * WordBits));
                for (var i = 0; i < rows; i++)
                    _words[(((word * WordBits) + i) * WordsPerRow) + (top / WordBits)] = block[i];
            }
        }
        // A spare last word holds no pixels.
        for (var y = 0; other.Height % WordBits == 0 && y < Height; y++)
            _words[(y * WordsPerRow) + WordsPerRow - 1] = 0;
    }

    /// <summary>A square of 64 x 64 bits: its quarters change places, then their quarters, and so on.</summary>
    private static void Transpose(Span<ulong> block)
    {
        var mask = 0x0000_0000_FFFF_FFFFUL;
        for (var half = WordBits / 2; half != 0; half /= 2, mask ^= mask << half)
        {
            for (var i = 0; i < WordBits; i = (i + half + 1) & ~half)
            {
                var differing = ((block[i] >> half) ^ block[i + half]) & mask;
                block[i] ^= differing << half;
                block[i + half] ^= differing;
            }
        }
    }
}
