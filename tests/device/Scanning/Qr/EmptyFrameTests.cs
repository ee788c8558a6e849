using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>Most frames of a gate hold no code; they must leave nothing behind for the garbage collector.</summary>
public class EmptyFrameTests
{
    private const int Width = 160;
    private const int Height = 120;
    private const int Frames = 500;
    private const int Rounds = 6;
    /// <summary>Frames take turns with the dearer looks, so that all have had theirs after this many.</summary>
    private const int WarmUp = 60;

    public static TheoryData<string> Textures => ["even", "noise", "bars", "chequers", "gradient", "text"];

    [Theory]
    [MemberData(nameof(Textures))]
    public void Frames_without_a_code_allocate_nothing(string texture)
    {
        var reader = new QrReader(new AskedTime(TimeSpan.FromMilliseconds(1)));
        var pixels = Texture(texture);
        for (var i = 0; i < WarmUp; i++)
            Assert.Empty(reader.Read(pixels, Width, Height, Width));
        // Code that is not compiled for speed yet may box a value here and there; what leaks does so in every round.
        var bytes = long.MaxValue;
        for (var round = 0; round < Rounds && bytes > 0; round++)
            bytes = Allocated(reader, pixels);
        Assert.Equal(0, bytes);
    }

    private static long Allocated(QrReader reader, byte[] pixels)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Frames; i++)
            reader.Read(pixels, Width, Height, Width);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Texture(string name)
    {
        var random = new Random(7);
        var pixels = new byte[Width * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Width, i / Width);
            pixels[i] = name switch
            {
                "even" => 128,
                "noise" => (byte)random.Next(256),
                "bars" => (byte)(x / 4 % 2 * 200),
                "chequers" => (byte)(((x / 7) + (y / 7)) % 2 * 255),
                "gradient" => (byte)(x + (y / 2)),
                _ => (byte)(y % 12 < 7 && random.Next(3) == 0 ? 30 : 220),
            };
        }
        return pixels;
    }
}
