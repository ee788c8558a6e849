using System.Buffers.Binary;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int ColorType, bool Interlaced)
{
    internal const int GreyScale = 0, TrueColor = 2, Indexed = 3, GreyAlpha = 4, TrueColorAlpha = 6;

    internal int Channels => ColorType switch { TrueColor => 3, GreyAlpha => 2, TrueColorAlpha => 4, _ => 1 };

    internal int BitsPerPixel => Depth * Channels;

    internal static PngHeader Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
            throw new PictureException("The PNG's header is damaged.");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        PictureFile.CheckSize(width, height);
        int depth = data[8], color = data[9];
        var depthFits = color switch
        {
            GreyScale => depth is 1 or 2 or 4 or 8 or 16,
            Indexed => depth is 1 or 2 or 4 or 8,
            TrueColor or GreyAlpha or TrueColorAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!depthFits || data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new PictureException($"The PNG's colour type {color} with {depth} bits does not exist.");
        return new((int)width, (int)height, depth, color, data[12] == 1);
    }
}
