using System.Runtime.CompilerServices;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A grey picture that belongs to somebody else: 0 black to 255 white, row by row, a stride apart.</summary>
internal readonly ref struct GreyView(ReadOnlySpan<byte> pixels, int width, int height, int stride)
{
    private readonly ReadOnlySpan<byte> _pixels = pixels;

    internal int Width { get; } = width;

    internal int Height { get; } = height;

    internal int Stride { get; } = stride;

    internal ReadOnlySpan<byte> Pixels => _pixels;

    internal ReadOnlySpan<byte> Row(int y) => _pixels.Slice(y * Stride, Width);

    /// <summary>
    /// The level at a point, interpolated between the four pixels around it; a point outside takes the nearest pixel's,
    /// one that is not a number the first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float At(float x, float y)
    {
        // Comparisons are written so that not-a-number ends at 0.
        x = x > 0.5f ? MathF.Min(x - 0.5f, Width - 1) : 0;
        y = y > 0.5f ? MathF.Min(y - 0.5f, Height - 1) : 0;
        int left = (int)x, top = (int)y;
        float fx = x - left, fy = y - top;
        var at = (top * Stride) + left;
        var right = left + 1 < Width ? at + 1 : at;
        var below = top + 1 < Height ? Stride : 0;
        var upper = _pixels[at] + (fx * (_pixels[right] - _pixels[at]));
        var lower = _pixels[at + below] + (fx * (_pixels[right + below] - _pixels[at + below]));
        return upper + (fy * (lower - upper));
    }
}
