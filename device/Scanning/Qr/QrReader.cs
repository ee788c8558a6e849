namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Reads QR codes from 8-bit luminance. One instance for one thread; it keeps its buffers.</summary>
public sealed class QrReader
{
    /// <summary>All codes in the picture.</summary>
    /// <param name="pixels">Luminance, 0 black to 255 white, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    public IReadOnlyList<QrCode> Read(ReadOnlySpan<byte> pixels, int width, int height, int stride) =>
        throw new NotImplementedException();
}
