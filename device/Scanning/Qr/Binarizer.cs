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

    /// <summary>Local thresholds; <paramref name="radius"/> blocks to each side are averaged.</summary>
    internal void Local(ReadOnlySpan<byte> pixels, int width, int height, int stride, Bitmap target, int radius)
    {
        target.Resize(width, height);
        var columns = (width + Block - 1) >> BlockBits;
        var rows = (height + Block - 1) >> BlockBits;
        if (_levels.Length < columns * rows)
            (_levels, _thresholds) = (new int[columns * rows], new byte[columns * rows]);
        MeasureBlocks(pixels, width, height, stride, columns, rows);
        Smooth(columns, rows, radius);
        for (var y = 0; y < height; y++)
        {
            var source = pixels.Slice(y * stride, width);
            var row = target.Row(y);
            var thresholds = _thresholds.AsSpan((y >> BlockBits) * columns, columns);
            for (var x = 0; x < row.Length; x++)
                row[x] = source[x] <= thresholds[x >> BlockBits] ? (byte)1 : (byte)0;
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
        {
            var source = pixels.Slice(y * stride, width);
            var row = target.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = source[x] <= threshold ? (byte)1 : (byte)0;
        }
        return true;
    }

    private void MeasureBlocks(ReadOnlySpan<byte> pixels, int width, int height, int stride, int columns, int rows)
    {
        for (var by = 0; by < rows; by++)
        {
            var top = Math.Min(by << BlockBits, Math.Max(0, height - Block));
            for (var bx = 0; bx < columns; bx++)
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
                _levels[(by * columns) + bx] = Level(bx, by, columns, sum / count, min, max);
            }
        }
    }

    private int Level(int bx, int by, int columns, int mean, int min, int max)
    {
        if (max - min > LeastContrast)
            return mean;
        // Flat: taken for light, unless the neighbours already measured say that this level is dark there.
        var level = min / 2;
        if (bx == 0 || by == 0)
            return level;
        var at = (by * columns) + bx;
        var around = (_levels[at - columns] + (2 * _levels[at - 1]) + _levels[at - columns - 1]) / 4;
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
