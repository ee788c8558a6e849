namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>From a row of samples to luminance (BT.601), with palette and transparency.</summary>
internal sealed class PngColors
{
    private readonly PngHeader _header;
    private readonly byte[] _table; // luminance of each palette entry or grey sample of up to 8 bits
    private readonly int _transparentGrey;
    private readonly (int R, int G, int B) _transparentColor;

    internal PngColors(in PngHeader header, byte[] palette, byte[] transparency)
    {
        _header = header;
        _transparentGrey = header.ColorType == PngHeader.GreyScale && transparency.Length >= 2
            ? (transparency[0] << 8) | transparency[1] : -1;
        _transparentColor = header.ColorType == PngHeader.TrueColor && transparency.Length >= 6
            ? ((transparency[0] << 8) | transparency[1], (transparency[2] << 8) | transparency[3], (transparency[4] << 8) | transparency[5])
            : (-1, -1, -1);
        _table = new byte[256];
        var levels = (1 << Math.Min(8, header.Depth)) - 1;
        for (var i = 0; i < 256; i++)
        {
            if (header.ColorType != PngHeader.Indexed)
                _table[i] = i == _transparentGrey ? (byte)255 : (byte)(Math.Min(i, levels) * 255 / levels);
            else if ((3 * i) + 2 < palette.Length)
                _table[i] = OverWhite(
                    Luma(palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]), i < transparency.Length ? transparency[i] : 255);
        }
    }

    /// <summary>Writes <paramref name="width"/> pixels, every <paramref name="step"/>th of <paramref name="target"/>.</summary>
    internal void ToLuminance(ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        var bytes = _header.Depth / 8;
        var pixel = _header.Channels * bytes;
        for (var x = 0; x < width; x++)
        {
            target[x * step] = _header.ColorType switch
            {
                PngHeader.TrueColor => Color(row.Slice(x * pixel, pixel), bytes),
                PngHeader.TrueColorAlpha => OverWhite(
                    Luma(row[x * pixel], row[(x * pixel) + bytes], row[(x * pixel) + (2 * bytes)]), row[(x * pixel) + (3 * bytes)]),
                PngHeader.GreyAlpha => OverWhite(row[x * pixel], row[(x * pixel) + bytes]),
                _ when _header.Depth == 16 => Grey16(row.Slice(2 * x, 2)),
                _ => _table[Sample(row, x)],
            };
        }
    }

    private byte Grey16(ReadOnlySpan<byte> sample) =>
        ((sample[0] << 8) | sample[1]) == _transparentGrey ? (byte)255 : sample[0];

    private byte Color(ReadOnlySpan<byte> pixel, int bytes)
    {
        var color = bytes == 1
            ? ((int)pixel[0], (int)pixel[1], (int)pixel[2])
            : ((pixel[0] << 8) | pixel[1], (pixel[2] << 8) | pixel[3], (pixel[4] << 8) | pixel[5]);
        return color == _transparentColor ? (byte)255 : Luma(pixel[0], pixel[bytes], pixel[2 * bytes]);
    }

    private int Sample(ReadOnlySpan<byte> row, int x)
    {
        var depth = _header.Depth;
        var bit = x * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private static byte Luma(int r, int g, int b) => (byte)(((306 * r) + (601 * g) + (117 * b) + 512) >> 10);

    private static byte OverWhite(int level, int alpha) => (byte)(((level * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
