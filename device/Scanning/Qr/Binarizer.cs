using System.Runtime.Intrinsics;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Grey to dark and light. The local way looks at blocks of 8 x 8 pixels: each block's threshold is the mean of the
/// blocks around it, so that a shadow across the code does no harm; a block without contrast takes its level from its
/// neighbours, because it lies either on the ground or within a large dark module. The global way takes one threshold
/// for the whole picture (Otsu's), which is better where a code is small, blurred or of two flat colours.
/// </summary>
internal sealed class Binarizer
{
    private const int BlockBits = 3;
    private const int Block = 1 << BlockBits;
    private const int WordBits = 64;
    /// <summary>Levels by which a block that is not flat differs within: usually, and in a faint picture.</summary>
    private const int UsualContrast = 24, FaintContrast = 6;
    private readonly int[] _histogram = new int[256];
    private int[] _levels = [];
    private int[] _sums = [];
    private byte[] _thresholds = [];
    private byte[] _spread = [];
    private int _columns, _rows, _contrast;

    /// <summary>Measures the blocks of a picture; <see cref="Local"/> may then be called with several radii.</summary>
    internal void Measure(in GreyView picture)
    {
        _contrast = Math.Clamp(Range(picture) / 6, FaintContrast, UsualContrast);
        (_columns, _rows) = ((picture.Width + Block - 1) >> BlockBits, (picture.Height + Block - 1) >> BlockBits);
        if (_levels.Length < _columns * _rows)
            (_levels, _sums, _thresholds) =
                (new int[_columns * _rows], new int[_columns * _rows], new byte[_columns * _rows]);
        if (_spread.Length < (_columns * Block) + WordBits)
            _spread = new byte[(_columns * Block) + WordBits];
        for (var by = 0; by < _rows; by++)
        {
            var top = Math.Min(by << BlockBits, Math.Max(0, picture.Height - Block));
            var bx = picture.Height < Block ? 0 : MeasurePairs(picture, by, top);
            for (; bx < _columns; bx++)
                MeasureOne(picture, bx, by, top);
        }
    }

    /// <summary>
    /// Local thresholds for the picture just measured; <paramref name="radius"/> blocks to each side are averaged.
    /// </summary>
    internal void Local(in GreyView picture, Bitmap target, int radius)
    {
        target.Resize(picture.Width, picture.Height);
        Smooth(radius);
        for (var y = 0; y < picture.Height; y++)
        {
            if ((y & (Block - 1)) == 0)
                Spread(y >> BlockBits);
            Compare(picture.Row(y), _spread, target.Row(y));
        }
    }

    /// <summary>One threshold for all; false when the picture has no two levels to tell apart.</summary>
    internal bool Global(in GreyView picture, Bitmap target)
    {
        target.Resize(picture.Width, picture.Height);
        Array.Clear(_histogram);
        for (var y = 0; y < picture.Height; y += 2)
        {
            foreach (var level in picture.Row(y))
                _histogram[level]++;
        }
        var threshold = Otsu(_histogram);
        if (threshold < 0)
            return false;
        if (_spread.Length < picture.Width + WordBits)
            _spread = new byte[picture.Width + WordBits];
        _spread.AsSpan(0, picture.Width).Fill((byte)threshold);
        for (var y = 0; y < picture.Height; y++)
            Compare(picture.Row(y), _spread, target.Row(y));
        return true;
    }

    /// <summary>Difference of the lightest and the darkest pixel in every sixteenth row.</summary>
    private static int Range(in GreyView picture)
    {
        var (min, max) = (Vector256<byte>.AllBitsSet, Vector256<byte>.Zero);
        for (var y = 0; y < picture.Height; y += 16)
        {
            var row = picture.Row(y);
            for (var x = 0; x + Vector256<byte>.Count <= row.Length; x += Vector256<byte>.Count)
            {
                var levels = Vector256.Create(row[x..]);
                (min, max) = (Vector256.Min(min, levels), Vector256.Max(max, levels));
            }
        }
        int low = 255, high = 0;
        for (var i = 0; i < Vector256<byte>.Count; i++)
            (low, high) = (Math.Min(low, min[i]), Math.Max(high, max[i]));
        return high < low ? 255 : high - low;
    }

    /// <summary>Two blocks that lie side by side at a time; returns how many blocks of the row were measured.</summary>
    private int MeasurePairs(in GreyView picture, int by, int top)
    {
        var bx = 0;
        for (; (bx + 2) * Block <= picture.Width; bx += 2)
        {
            var min = Vector128<byte>.AllBitsSet;
            var max = Vector128<byte>.Zero;
            Vector128<ushort> sumLeft = default, sumRight = default;
            for (var y = top; y < top + Block; y++)
            {
                var row = Vector128.Create(picture.Pixels.Slice((y * picture.Stride) + (bx * Block), 2 * Block));
                min = Vector128.Min(min, row);
                max = Vector128.Max(max, row);
                var (left, right) = Vector128.Widen(row);
                (sumLeft, sumRight) = (sumLeft + left, sumRight + right);
            }
            for (var shift = 32; shift >= 8; shift /= 2)
            {
                min = Vector128.Min(min, (min.AsUInt64() >>> shift).AsByte());
                max = Vector128.Max(max, (max.AsUInt64() >>> shift).AsByte());
            }
            var at = (by * _columns) + bx;
            _levels[at] = Level(bx, by, Vector128.Sum(sumLeft) / (Block * Block), min[0], max[0]);
            _levels[at + 1] = Level(bx + 1, by, Vector128.Sum(sumRight) / (Block * Block), min[Block], max[Block]);
        }
        return bx;
    }

    private void MeasureOne(in GreyView picture, int bx, int by, int top)
    {
        var left = Math.Min(bx << BlockBits, Math.Max(0, picture.Width - Block));
        int sum = 0, min = 255, max = 0, count = 0;
        for (var y = top; y < Math.Min(top + Block, picture.Height); y++)
        {
            foreach (var level in picture.Row(y).Slice(left, Math.Min(Block, picture.Width - left)))
            {
                sum += level;
                min = Math.Min(min, level);
                max = Math.Max(max, level);
                count++;
            }
        }
        _levels[(by * _columns) + bx] = Level(bx, by, sum / count, min, max);
    }

    private void Spread(int by)
    {
        for (var bx = 0; bx < _columns; bx++)
            _spread.AsSpan(bx << BlockBits, Block).Fill(_thresholds[(by * _columns) + bx]);
    }

    /// <summary>Dark is what is not above its threshold; 64 pixels make a word.</summary>
    private static void Compare(ReadOnlySpan<byte> source, ReadOnlySpan<byte> thresholds, Span<ulong> target)
    {
        var (x, word) = (0, 0);
        for (; x + WordBits <= source.Length; x += WordBits, word++)
            target[word] = Dark(source[x..], thresholds[x..]) | ((ulong)Dark(source[(x + 32)..], thresholds[(x + 32)..]) << 32);
        ulong last = 0;
        for (var bit = 0; x < source.Length; x++, bit++)
            last |= (source[x] <= thresholds[x] ? 1UL : 0) << bit;
        target[word] = last;
    }

    private static uint Dark(ReadOnlySpan<byte> source, ReadOnlySpan<byte> thresholds)
    {
        var levels = Vector256.Create(source);
        return Vector256.Equals(Vector256.Min(levels, Vector256.Create(thresholds)), levels).ExtractMostSignificantBits();
    }

    private int Level(int bx, int by, int mean, int min, int max)
    {
        if (max - min > _contrast)
            return mean;
        // Flat: taken for light, unless the neighbours already measured say that this level is dark there.
        var level = min / 2;
        if (bx == 0 || by == 0)
            return level;
        var at = (by * _columns) + bx;
        var around = (_levels[at - _columns] + (2 * _levels[at - 1]) + _levels[at - _columns - 1]) / 4;
        return min < around ? around : level;
    }

    /// <summary>Means of the levels over a square of blocks, which is shifted inwards at the picture's border.</summary>
    private void Smooth(int radius)
    {
        var (across, down) = (Math.Min((2 * radius) + 1, _columns), Math.Min((2 * radius) + 1, _rows));
        for (var by = 0; by < _rows; by++)
            SlidingSums(_levels.AsSpan(by * _columns, _columns), _sums.AsSpan(by * _columns, _columns), across);
        Span<int> column = _columns <= 1024 ? stackalloc int[_columns] : new int[_columns];
        column.Clear();
        var scale = 1f / (across * down);
        int first = 0, end = 0;
        for (var by = 0; by < _rows; by++)
        {
            var wanted = Math.Clamp(by - radius, 0, _rows - down);
            for (; end < wanted + down; end++)
                Add(column, _sums.AsSpan(end * _columns, _columns), 1);
            for (; first < wanted; first++)
                Add(column, _sums.AsSpan(first * _columns, _columns), -1);
            for (var bx = 0; bx < column.Length; bx++)
                _thresholds[(by * _columns) + bx] = (byte)(column[bx] * scale);
        }
    }

    private static void SlidingSums(ReadOnlySpan<int> levels, Span<int> sums, int width)
    {
        var sum = 0;
        for (var i = 0; i < width; i++)
            sum += levels[i];
        var left = 0;
        for (var x = 0; x < sums.Length; x++)
        {
            if (x > width / 2 && left + width < levels.Length)
            {
                sum += levels[left + width] - levels[left];
                left++;
            }
            sums[x] = sum;
        }
    }

    private static void Add(Span<int> to, ReadOnlySpan<int> values, int sign)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += sign * values[i];
    }

    private static int Otsu(ReadOnlySpan<int> histogram)
    {
        double total = 0, sum = 0, sumDark = 0, countDark = 0, best = 0;
        for (var i = 0; i < 256; i++)
            (total, sum) = (total + histogram[i], sum + ((double)i * histogram[i]));
        var threshold = -1;
        for (var i = 0; i < 255; i++)
        {
            countDark += histogram[i];
            sumDark += (double)i * histogram[i];
            if (countDark == 0 || countDark == total)
                continue;
            var difference = (sumDark / countDark) - ((sum - sumDark) / (total - countDark));
            var between = countDark * (total - countDark) * difference * difference;
            if (between > best)
                (best, threshold) = (between, i);
        }
        return threshold;
    }
}
