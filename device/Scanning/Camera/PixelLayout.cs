using System.Text;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>Where the luminance lies in a frame; the cheaper first.</summary>
internal enum Luma
{
    /// <summary>A plane of its own, alone: read where it is.</summary>
    Alone,
    /// <summary>A plane of its own, colours after it: read where it is.</summary>
    Plane,
    /// <summary>Every byte at an even place.</summary>
    EvenBytes,
    /// <summary>Every byte at an odd place.</summary>
    OddBytes,
    /// <summary>Compressed.</summary>
    Jpeg,
}

/// <summary>A pixel format that the gate reads.</summary>
/// <param name="FourCc">The kernel's four letters, the first one in the lowest byte.</param>
internal sealed record PixelLayout(uint FourCc, CameraFormat Format, Luma Luma)
{
    private static readonly PixelLayout[] All =
    [
        new(Code("GREY"), CameraFormat.Grey, Luma.Alone),
        new(Code("NV12"), CameraFormat.Nv12, Luma.Plane),
        new(Code("NV21"), CameraFormat.Nv12, Luma.Plane),
        new(Code("NM12"), CameraFormat.Nv12, Luma.Plane),
        new(Code("NM21"), CameraFormat.Nv12, Luma.Plane),
        new(Code("NV16"), CameraFormat.Nv12, Luma.Plane),
        new(Code("NV61"), CameraFormat.Nv12, Luma.Plane),
        new(Code("YU12"), CameraFormat.Yuv420, Luma.Plane),
        new(Code("YV12"), CameraFormat.Yuv420, Luma.Plane),
        new(Code("YM12"), CameraFormat.Yuv420, Luma.Plane),
        new(Code("YM21"), CameraFormat.Yuv420, Luma.Plane),
        new(Code("422P"), CameraFormat.Yuv420, Luma.Plane),
        new(Code("YUYV"), CameraFormat.Yuyv, Luma.EvenBytes),
        new(Code("YVYU"), CameraFormat.Yuyv, Luma.EvenBytes),
        new(Code("UYVY"), CameraFormat.Yuyv, Luma.OddBytes),
        new(Code("VYUY"), CameraFormat.Yuyv, Luma.OddBytes),
        new(Code("MJPG"), CameraFormat.Mjpeg, Luma.Jpeg),
        new(Code("JPEG"), CameraFormat.Mjpeg, Luma.Jpeg),
    ];

    internal string Name => NameOf(FourCc);

    /// <summary>The lower, the better: its place in the list.</summary>
    internal int Order => Array.IndexOf(All, this);

    internal bool IsCompressed => Luma == Luma.Jpeg;

    /// <summary>Bytes that a row of so many pixels takes at least.</summary>
    internal int BytesOf(int width) => Luma is Luma.EvenBytes or Luma.OddBytes ? 2 * width : width;

    /// <summary>The layout of a format; null = none that the gate reads.</summary>
    internal static PixelLayout? Of(uint fourCc) => Array.Find(All, layout => layout.FourCc == fourCc);

    internal static uint Code(string name) =>
        name[0] | ((uint)name[1] << 8) | ((uint)name[2] << 16) | ((uint)name[3] << 24);

    internal static string NameOf(uint fourCc)
    {
        Span<byte> letters = [(byte)fourCc, (byte)(fourCc >> 8), (byte)(fourCc >> 16), (byte)((fourCc >> 24) & 0x7F)];
        foreach (ref var letter in letters)
            letter = letter is >= 0x20 and < 0x7F ? letter : (byte)'?';
        return Encoding.ASCII.GetString(letters).Trim();
    }
}
