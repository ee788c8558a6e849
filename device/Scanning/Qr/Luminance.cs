namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A grey picture with its own memory, for reduced copies of a frame.</summary>
internal sealed class Luminance
{
    internal byte[] Pixels { get; private set; } = [];
    internal int Width { get; private set; }
    internal int Height { get; private set; }

    /// <summary>Becomes half the size of the given picture; each pixel is the mean of four.</summary>
    internal void Halve(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        Resize(width / 2, height / 2);
        for (var y = 0; y < Height; y++)
        {
            var upper = pixels.Slice(2 * y * stride, width);
            var lower = pixels.Slice(((2 * y) + 1) * stride, width);
            var target = Pixels.AsSpan(y * Width, Width);
            for (var x = 0; x < target.Length; x++)
                target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
        }
    }

    /// <summary>Becomes twice the size, interpolated linearly, for codes of one or two pixels a module.</summary>
    internal void Double(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        Resize(width * 2, height * 2);
        for (var y = 0; y < Height; y++)
        {
            var near = pixels.Slice((y / 2) * stride, width);
            var farRow = Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, height - 1);
            var far = pixels.Slice(farRow * stride, width);
            var target = Pixels.AsSpan(y * Width, Width);
            for (var x = 0; x < target.Length; x++)
            {
                var column = x / 2;
                var side = Math.Clamp(column + ((x & 1) == 0 ? -1 : 1), 0, width - 1);
                target[x] = (byte)(((9 * near[column]) + (3 * near[side]) + (3 * far[column]) + far[side] + 8) >> 4);
            }
        }
    }

    private void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        if (Pixels.Length < width * height)
            Pixels = new byte[width * height];
    }
}
