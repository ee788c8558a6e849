using System.Numerics;
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
    private const int LeastContrast = 24;

    private int[] _levels = [];
    private byte[] _thresholds = [];
    private byte[] _spread = [];
    private int _columns, _rows;

    /// <summary>Measures the blocks of a picture; <see cref="Local"/> may then be called with several radii.</summary>
    internal void Measure(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        (_columns, _rows) = ((width + Block - 1) >> BlockBits, (height + Block - 1) >> BlockBits);
        if (_levels.Length < _columns * _rows)
            (_levels, _thresholds) = (new int[_columns * _rows], new byte[_columns * _rows]);
        if (_spread.Length < _columns * Block)
            _spread = new byte[_columns * Block];
        for (var by = 0; by < _rows; by++)
        {
            var top = Math.Min(by << BlockBits, Math.Max(0, height - Block));
            var bx = height < Block ? 0 : MeasurePairs(pixels, width, stride, by, top);
            for (; bx < _columns; bx++)
                MeasureOne(pixels, width, height, stride, bx, by, top);
        }
    }

    /// <summary>Local thresholds for the picture just measured; <paramref name="radius"/> blocks to each side are averaged.</summary>
    internal void Local(ReadOnlySpan<byte> pixels, int width, int height, int stride, Bitmap target, int radius)
    {
        target.Resize(width, height);
        Smooth(_columns, _rows, radius);
        for (var y = 0; y < height; y++)
        {
            if ((y & (Block - 1)) == 0)
                Spread(y >> BlockBits);
            Compare(pixels.Slice(y * stride, width), _spread, target.Row(y));
        }
    }

    /// <summary>One threshold for all; false when the picture has no two levels to tell apart.</summary>
    internal static bool Global(ReadOnlySpan<byte> pixels, int width, int height, int stride, Bitmap target)
    {
        target.Resize(width, height);
        Span<int> histogram = stackalloc int[256];
        histogram.Clear();
        for (var y = 0; y < height; y += 2)
        {
            foreach (var level in pixels.Slice(y * stride, width))
                histogram[level]++;
        }
        var threshold = Otsu(histogram);
        if (threshold < 0)
            return false;
        for (var y = 0; y < height; y++)
            Compare(pixels.Slice(y * stride, width), (byte)threshold, target.Row(y));
        return true;
    }

    /// <summary>Two blocks that lie side by side at a time; returns how many blocks of the row were measured.</summary>
    private int MeasurePairs(ReadOnlySpan<byte> pixels, int width, int stride, int by, int top)
    {
        var bx = 0;
        for (; (bx + 2) * Block <= width; bx += 2)
        {
            var min = Vector128<byte>.AllBitsSet;
            var max = Vector128<byte>.Zero;
            Vector128<ushort> sumLeft = default, sumRight = default;
            for (var y = top; y < top + Block; y++)
            {
                var row = Vector128.Create(pixels.Slice((y * stride) + (bx * Block), 2 * Block));
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

    private void MeasureOne(ReadOnlySpan<byte> pixels, int width, int height, int stride, int bx, int by, int top)
    {
        var left = Math.Min(bx << BlockBits, Math.Max(0, width - Block));
        int sum = 0, min = 255, max = 0, count = 0;
        for (var y = top; y < Math.Min(top + Block, height); y++)
        {
            foreach (var level in pixels.Slice((y * stride) + left, Math.Min(Block, width - left)))
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

    private static void Compare(ReadOnlySpan<byte> source, ReadOnlySpan<byte> thresholds, Span<byte> target)
    {
        var x = 0;
        for (; x <= source.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var dark = Vector.LessThanOrEqual(new Vector<byte>(source[x..]), new Vector<byte>(thresholds[x..]));
            (dark & Vector<byte>.One).CopyTo(target[x..]);
        }
        for (; x < source.Length; x++)
            target[x] = source[x] <= thresholds[x] ? (byte)1 : (byte)0;
    }

    private static void Compare(ReadOnlySpan<byte> source, byte threshold, Span<byte> target)
    {
        var (x, all) = (0, new Vector<byte>(threshold));
        for (; x <= source.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            (Vector.LessThanOrEqual(new Vector<byte>(source[x..]), all) & Vector<byte>.One).CopyTo(target[x..]);
        for (; x < source.Length; x++)
            target[x] = source[x] <= threshold ? (byte)1 : (byte)0;
    }

    private int Level(int bx, int by, int mean, int min, int max)
    {
        if (max - min > LeastContrast)
            return mean;
        // Flat: taken for light, unless the neighbours already measured say that this level is dark there.
        var level = min / 2;
        if (bx == 0 || by == 0)
            return level;
        var at = (by * _columns) + bx;
        var around = (_levels[at - _columns] + (2 * _levels[at - 1]) + _levels[at - _columns - 1]) / 4;
        return min < around ? around : level;
    }

    private void Smooth(int columns, int rows, int radius)
    {
        for (var by = 0; by < rows; by++)
        {
            for (var bx = 0; bx < columns; bx++)
            {
                var centerX = Math.Clamp(bx, Math.Min(radius, columns / 2), Math.Max(columns - 1 - radius, columns / 2));
                var centerY = Math.Clamp(by, Math.Min(radius, rows / 2), Math.Max(rows - 1 - radius, rows / 2));
                int sum = 0, count = 0;
                for (var y = Math.Max(0, centerY - radius); y <= Math.Min(rows - 1, centerY + radius); y++)
                {
                    for (var x = Math.Max(0, centerX - radius); x <= Math.Min(columns - 1, centerX + radius); x++)
                    {
                        sum += _levels[(y * columns) + x];
                        count++;
                    }
                }
                _thresholds[(by * columns) + bx] = (byte)(sum / count);
            }
        }
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
