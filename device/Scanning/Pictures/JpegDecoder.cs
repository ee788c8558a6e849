using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>
/// JPEG by the distribution's libturbojpeg, asked for grey only, so that colour is never even decoded. An instance serves a
/// camera's stream on one thread: it keeps the library's memory, and a frame allocates nothing.
/// </summary>
internal sealed unsafe partial class JpegDecoder : IDisposable
{
    private const string Library = "libturbojpeg.so.0";
    private const int Grey = 6; // TJPF_GRAY
    private nint _decoder;

    /// <exception cref="PictureException">The library is not installed.</exception>
    internal JpegDecoder()
    {
        try
        {
            _decoder = InitDecompress();
        }
        catch (DllNotFoundException e)
        {
            throw new PictureException(
                "JPEG pictures need libturbojpeg: install Debian's package libturbojpeg0 (PNG pictures need nothing).", e);
        }
    }

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    /// <summary>Whether the library is there.</summary>
    internal static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    internal static LuminancePicture Decode(ReadOnlySpan<byte> file)
    {
        using var decoder = new JpegDecoder();
        if (!decoder.TryReadHeader(file, out var width, out var height))
            throw new PictureException("The JPEG's header is damaged.");
        PictureFile.CheckSize(width, height);
        var pixels = new byte[width * height];
        if (!decoder.Decompress(file, pixels, width, height))
            throw new PictureException("The JPEG's data is damaged.");
        return new LuminancePicture(pixels, width, height);
    }

    /// <summary>
    /// One frame of a stream, of a size agreed before; false = it is damaged, or of another size.
    /// </summary>
    internal bool TryDecode(ReadOnlySpan<byte> frame, Span<byte> target, int width, int height) =>
        TryReadHeader(frame, out var itsWidth, out var itsHeight)
        && itsWidth == width && itsHeight == height
        && Decompress(frame, target[..(width * height)], width, height);

    public void Dispose()
    {
        if (_decoder != 0)
            _ = Destroy(_decoder);
        _decoder = 0;
    }

    private bool TryReadHeader(ReadOnlySpan<byte> file, out int width, out int height)
    {
        fixed (byte* data = file)
            return Header(_decoder, data, (nuint)file.Length, out width, out height, out _, out _) == 0;
    }

    /// <summary>A warning (truncated data) still leaves what was decoded; the reader judges it.</summary>
    private bool Decompress(ReadOnlySpan<byte> file, Span<byte> target, int width, int height)
    {
        fixed (byte* data = file, pixels = target)
        {
            return Decompress(_decoder, data, (nuint)file.Length, pixels, width, width, height, Grey, 0) == 0
                || ErrorCode(_decoder) == 0;
        }
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
