using System.Numerics;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A grey picture with its own memory, for reduced copies of a frame.</summary>
internal sealed class Luminance
{
    private const int SharpenRadius = 2;
    private const int SharpenGain = 4;
    private ushort[] _blend = [];
    private int[] _columns = [];

    internal byte[] Pixels { get; private set; } = [];
    internal int Width { get; private set; }
    internal int Height { get; private set; }

    internal GreyView View => new(Pixels, Width, Height, Width);

    /// <summary>Becomes half the size of the given picture; each pixel is the mean of four.</summary>
    internal void Halve(in GreyView picture)
    {
        Resize(picture.Width / 2, picture.Height / 2);
        for (var y = 0; y < Height; y++)
        {
            var upper = picture.Row(2 * y);
            var lower = picture.Row((2 * y) + 1);
            var target = Pixels.AsSpan(y * Width, Width);
            for (var x = HalvePairs(upper, lower, target); x < target.Length; x++)
                target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
        }
    }

    /// <summary>
    /// Becomes a picture in which each pixel differs more from the mean of the square around it, so that modules which
    /// blur has run together stand apart again.
    /// </summary>
    internal void Sharpen(in GreyView picture)
    {
        Resize(picture.Width, picture.Height);
        if (_columns.Length < Width)
            _columns = new int[Width];
        var columns = _columns.AsSpan(0, Width);
        columns.Clear();
        for (var y = -SharpenRadius; y < Height; y++)
        {
            AddRow(columns, picture.Row(Math.Clamp(y + SharpenRadius, 0, Height - 1)), 1);
            if (y < 0)
                continue;
            if (y == 0)
            {
                for (var above = 0; above < SharpenRadius; above++)
                    AddRow(columns, picture.Row(0), 1);
            }
            else
            {
                AddRow(columns, picture.Row(Math.Max(0, y - SharpenRadius - 1)), -1);
            }
            SharpenRow(columns, picture.Row(y), Pixels.AsSpan(y * Width, Width));
        }
    }

    private static void AddRow(Span<int> columns, ReadOnlySpan<byte> row, int sign)
    {
        for (var x = 0; x < columns.Length; x++)
            columns[x] += sign * row[x];
    }

    private static void SharpenRow(ReadOnlySpan<int> columns, ReadOnlySpan<byte> row, Span<byte> target)
    {
        const int Side = (2 * SharpenRadius) + 1;
        var last = columns.Length - 1;
        var sum = 0;
        for (var x = -SharpenRadius; x <= SharpenRadius; x++)
            sum += columns[Math.Clamp(x, 0, last)];
        for (var x = 0; x < row.Length; x++)
        {
            var level = row[x] + (SharpenGain * ((row[x] * Side * Side) - sum) / (Side * Side));
            target[x] = (byte)Math.Clamp(level, 0, 255);
            sum += columns[Math.Min(x + SharpenRadius + 1, last)] - columns[Math.Max(x - SharpenRadius, 0)];
        }
    }

    /// <summary>Becomes twice the size, interpolated linearly, for codes of one or two pixels a module.</summary>
    internal void Double(in GreyView picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        Resize(width * 2, height * 2);
        if (_blend.Length < width + 2)
            _blend = new ushort[width + 2];
        for (var y = 0; y < Height; y++)
        {
            var farRow = Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, height - 1);
            Blend(picture.Row(y / 2), picture.Row(farRow), _blend.AsSpan(0, width + 2));
            Widen(_blend.AsSpan(0, width + 2), MemoryMarshal.Cast<byte, ushort>(Pixels.AsSpan(y * Width, Width)));
        }
    }

    /// <summary>Pairs of pixels are taken as 16-bit numbers, whose halves are added; returns how many were made.</summary>
    private static int HalvePairs(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> target)
    {
        var above = MemoryMarshal.Cast<byte, ushort>(upper);
        var below = MemoryMarshal.Cast<byte, ushort>(lower);
        var x = 0;
        for (; x <= target.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var next = x + Vector<ushort>.Count;
            Vector.Narrow(MeanOfFour(above[x..], below[x..]), MeanOfFour(above[next..], below[next..])).CopyTo(target[x..]);
        }
        return x;
    }

    private static Vector<ushort> MeanOfFour(ReadOnlySpan<ushort> above, ReadOnlySpan<ushort> below)
    {
        var (a, b, low) = (new Vector<ushort>(above), new Vector<ushort>(below), new Vector<ushort>(0xFF));
        return ((a & low) + (a >>> 8) + (b & low) + (b >>> 8) + new Vector<ushort>(2)) >>> 2;
    }

    /// <summary>Three parts of the near row and one of the far, with the outer columns repeated at both ends.</summary>
    private static void Blend(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> blend)
    {
        var x = 0;
        for (; x <= near.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(near[x..]), out var nearLeft, out var nearRight);
            Vector.Widen(new Vector<byte>(far[x..]), out var farLeft, out var farRight);
            ((nearLeft * 3) + farLeft).CopyTo(blend[(x + 1)..]);
            ((nearRight * 3) + farRight).CopyTo(blend[(x + 1 + Vector<ushort>.Count)..]);
        }
        for (; x < near.Length; x++)
            blend[x + 1] = (ushort)((3 * near[x]) + far[x]);
        (blend[0], blend[^1]) = (blend[1], blend[^2]);
    }

    /// <summary>The same along the row: two pixels at a time, the left one in the low byte (little-endian, as all our boards).</summary>
    private static void Widen(ReadOnlySpan<ushort> blend, Span<ushort> pairs)
    {
        var (x, half) = (0, new Vector<ushort>(8));
        for (; x <= pairs.Length - Vector<ushort>.Count; x += Vector<ushort>.Count)
        {
            var middle = (new Vector<ushort>(blend[(x + 1)..]) * 3) + half;
            var left = (middle + new Vector<ushort>(blend[x..])) >>> 4;
            var right = (middle + new Vector<ushort>(blend[(x + 2)..])) >>> 4;
            (left | (right << 8)).CopyTo(pairs[x..]);
        }
        for (; x < pairs.Length; x++)
        {
            var middle = (3 * blend[x + 1]) + 8;
            pairs[x] = (ushort)(((middle + blend[x]) >> 4) | (((middle + blend[x + 2]) >> 4) << 8));
        }
    }

    private void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        if (Pixels.Length < width * height)
            Pixels = new byte[width * height];
    }
}
