using System.Buffers.Binary;
using System.IO.Compression;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>
/// PNG (ISO/IEC 15948) to luminance: all colour types and depths, palettes, interlacing; transparency is laid over white.
/// Chunks are taken at their word only as far as the file reaches, and inflating stops at the size that the header gives.
/// </summary>
internal static class PngDecoder
{
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    internal static LuminancePicture Decode(ReadOnlySpan<byte> file)
    {
        var header = default(PngHeader);
        byte[] palette = [], transparency = [];
        using var compressed = new MemoryStream();
        var rest = file[Signature.Length..];
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
                throw new PictureException("The PNG ends within a chunk.");
            var type = rest.Slice(4, 4);
            var data = rest.Slice(8, (int)length);
            if (type.SequenceEqual("IHDR"u8))
                header = PngHeader.Read(data);
            else if (type.SequenceEqual("PLTE"u8))
                palette = data.ToArray();
            else if (type.SequenceEqual("tRNS"u8))
                transparency = data.ToArray();
            else if (type.SequenceEqual("IDAT"u8))
                compressed.Write(data);
            else if (type.SequenceEqual("IEND"u8))
                break;
            rest = rest[(12 + (int)length)..];
        }
        if (header.Width == 0)
            throw new PictureException("The PNG has no header.");
        compressed.Position = 0;
        return Unpack(header, new PngColors(header, palette, transparency), compressed);
    }

    private static LuminancePicture Unpack(in PngHeader header, PngColors colors, MemoryStream compressed)
    {
        var pixels = new byte[header.Width * header.Height];
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            if (!header.Interlaced)
            {
                Pass(header, colors, inflated, pixels, 0, 0, 1, 1);
                return new(pixels, header.Width, header.Height);
            }
            // Adam7: (first column, first row, column step, row step) of each pass.
            ReadOnlySpan<(int X, int Y, int Dx, int Dy)> passes =
                [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
            foreach (var pass in passes)
                Pass(header, colors, inflated, pixels, pass.X, pass.Y, pass.Dx, pass.Dy);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PictureException("The PNG's data is damaged or cut off.", e);
        }
        return new(pixels, header.Width, header.Height);
    }

    private static void Pass(
        in PngHeader header, PngColors colors, Stream inflated, byte[] pixels, int left, int top, int dx, int dy)
    {
        var width = (header.Width - left + dx - 1) / dx;
        var height = (header.Height - top + dy - 1) / dy;
        if (width <= 0 || height <= 0)
            return;
        var bytes = ((width * header.BitsPerPixel) + 7) / 8;
        var back = Math.Max(1, header.BitsPerPixel / 8);
        var row = new byte[bytes];
        var above = new byte[bytes];
        Span<byte> filter = stackalloc byte[1];
        for (var y = 0; y < height; y++)
        {
            inflated.ReadExactly(filter);
            inflated.ReadExactly(row);
            Unfilter(filter[0], row, above, back);
            colors.ToLuminance(row, width, pixels.AsSpan(((top + (y * dy)) * header.Width) + left), dx);
            (row, above) = (above, row);
        }
    }

    private static void Unfilter(byte filter, byte[] row, byte[] above, int back)
    {
        if (filter > 4)
            throw new InvalidDataException("unknown filter");
        for (var i = 0; filter != 0 && i < row.Length; i++)
        {
            var left = i >= back ? row[i - back] : 0;
            int up = above[i];
            var corner = i >= back ? above[i - back] : 0;
            var predicted = filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            };
            row[i] = (byte)(row[i] + predicted);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        int byLeft = Math.Abs(estimate - left), byUp = Math.Abs(estimate - up), byCorner = Math.Abs(estimate - corner);
        if (byLeft <= byUp && byLeft <= byCorner)
            return left;
        return byUp <= byCorner ? up : corner;
    }
}
