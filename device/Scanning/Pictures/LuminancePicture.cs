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
    /// <exception cref="PictureException">Not a picture, damaged, too large, or no JPEG decoder is installed.</exception>
    public static LuminancePicture Read(string path) => throw new NotImplementedException();

    /// <exception cref="PictureException">As above.</exception>
    public static LuminancePicture Decode(ReadOnlySpan<byte> file) => throw new NotImplementedException();
}
