using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>JPEG by the distribution's libturbojpeg, asked for grey only, so that colour is never even decoded.</summary>
internal static unsafe partial class JpegDecoder
{
    private const string Library = "libturbojpeg.so.0";
    private const int Grey = 6; // TJPF_GRAY

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    internal static LuminancePicture Decode(ReadOnlySpan<byte> file)
    {
        nint decoder;
        try
        {
            decoder = InitDecompress();
        }
        catch (DllNotFoundException e)
        {
            throw new PictureException(
                "JPEG pictures need libturbojpeg: install Debian's package libturbojpeg0 (PNG pictures need nothing).", e);
        }
        try
        {
            fixed (byte* data = file)
                return Decode(decoder, data, file.Length);
        }
        finally
        {
            _ = Destroy(decoder);
        }
    }

    private static LuminancePicture Decode(nint decoder, byte* data, int length)
    {
        if (Header(decoder, data, (nuint)length, out var width, out var height, out _, out _) != 0)
            throw new PictureException("The JPEG's header is damaged.");
        PictureFile.CheckSize(width, height);
        var pixels = new byte[width * height];
        fixed (byte* target = pixels)
        {
            // A warning (truncated data) still leaves what was decoded; the reader judges it.
            if (Decompress(decoder, data, (nuint)length, target, width, width, height, Grey, 0) != 0 && ErrorCode(decoder) != 0)
                throw new PictureException("The JPEG's data is damaged.");
        }
        return new LuminancePicture(pixels, width, height);
    }

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    private static partial nint InitDecompress();
    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);
    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    private static partial int ErrorCode(nint handle);
    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    private static partial int Header(
        nint handle, byte* data, nuint size, out int width, out int height, out int subsampling, out int colorspace);
    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    private static partial int Decompress(
        nint handle, byte* data, nuint size, byte* target, int width, int pitch, int height, int format, int flags);
}
