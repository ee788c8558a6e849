using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Health;

/// <summary>
/// The gate's own way from a picture to the texts in it. What the reader may spend is counted as the thread spends it: a
/// machine that is busy with other things must not make a picture unreadable.
/// </summary>
internal static class HcertPictures
{
    private static readonly TimeProvider Core = new CoreTime();

    /// <summary>All codes of a picture; none where it is no picture.</summary>
    internal static IReadOnlyList<string> Read(byte[] file)
    {
        try
        {
            var picture = PictureFile.Decode(file);
            // A reader of its own: what one picture showed must not help with the next.
            var codes = new QrReader(Core).Read(picture.Pixels, picture.Width, picture.Height, picture.Width, ReadEffort.Still);
            return [.. codes.Select(static code => code.Text)];
        }
        catch (PictureException)
        {
            return [];
        }
    }

    /// <summary>Whether it begins as a picture does, so that a code may be expected in it.</summary>
    internal static bool IsPicture(byte[] file) =>
        file.AsSpan().StartsWith(PngSignature) || file.AsSpan().StartsWith(JpegSignature);

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    private sealed class CoreTime : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ThreadTime.Now.Ticks;
    }
}
