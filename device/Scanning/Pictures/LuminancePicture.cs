namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>A decoded picture: 8-bit luminance, row by row without padding.</summary>
public sealed record LuminancePicture(byte[] Pixels, int Width, int Height);

/// <summary>A file that is no picture we can decode. The message names the file's trouble and what to do.</summary>
public sealed class PictureException : Exception
{
    public PictureException() { }
    public PictureException(string message) : base(message) { }
    public PictureException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Decodes PNG and JPEG files, by their content rather than their name.</summary>
public static class PictureFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;
    /// <summary>Most pixels.</summary>
    public const int MaxPixels = 100_000_000;

    /// <exception cref="PictureException">Not a picture, damaged, too large, or no JPEG decoder is installed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LuminancePicture Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaxBytes)
            throw new PictureException($"{length} bytes are more than {MaxBytes}.");
        return Decode(File.ReadAllBytes(path));
    }

    /// <exception cref="PictureException">As above.</exception>
    public static LuminancePicture Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngDecoder.Signature))
            return PngDecoder.Decode(file);
        if (file.StartsWith(JpegDecoder.Signature))
            return JpegDecoder.Decode(file);
        throw new PictureException("It is neither PNG nor JPEG.");
    }

    internal static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1 || width * height > MaxPixels)
            throw new PictureException($"{width} x {height} pixels; 1 to {MaxPixels} are allowed.");
    }
}
