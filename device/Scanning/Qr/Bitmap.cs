using System.Numerics;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A picture of dark (1) and light (0) pixels, a byte each so that runs are found by vectorised searches.</summary>
internal sealed class Bitmap
{
    internal byte[] Pixels { get; private set; } = [];
    internal int Width { get; private set; }
    internal int Height { get; private set; }

    internal void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        if (Pixels.Length < width * height)
            Pixels = new byte[width * height];
    }

    internal Span<byte> Row(int y) => Pixels.AsSpan(y * Width, Width);

    internal bool IsDark(int x, int y) => Pixels[(y * Width) + x] != 0;

    internal bool Contains(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height;

    /// <summary>Swaps dark and light, for light-on-dark codes.</summary>
    internal void Invert()
    {
        var pixels = Pixels.AsSpan(0, Width * Height);
        var i = 0;
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(pixels[i..]) ^ Vector<byte>.One).CopyTo(pixels[i..]);
        for (; i < pixels.Length; i++)
            pixels[i] ^= 1;
    }
}
