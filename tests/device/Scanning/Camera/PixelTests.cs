using System.Runtime.InteropServices;
using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Gate.Tests.Scanning.Camera;

public sealed unsafe partial class PixelTests
{
    [Theory]
    [InlineData(640, 4, 1280, false)]
    [InlineData(640, 4, 1344, true)]
    [InlineData(2, 3, 4, false)]
    [InlineData(70, 5, 141, true)]
    [InlineData(32, 1, 64, true)]
    public void The_luminance_of_packed_pixels_is_every_second_byte(int width, int height, int stride, bool odd)
    {
        var source = new byte[(stride * (height - 1)) + (2 * width)];
        new Random(width).NextBytes(source);
        var luma = new byte[width * height];
        LumaGather.Gather(source, stride, width, height, odd, luma);
        for (var i = 0; i < luma.Length; i++)
            Assert.Equal(source[(i / width * stride) + (2 * (i % width)) + (odd ? 1 : 0)], luma[i]);
    }

    [Fact]
    public void A_stream_of_JPEG_frames_is_decoded_into_one_buffer_without_allocating()
    {
        if (!JpegDecoder.IsInstalled)
            return;
        var drawn = QrPicture.Draw("thẻ", new QrLook { ModuleSize = 6 }, 320, 240);
        var jpeg = Compress(drawn);
        using var decoder = new JpegDecoder();
        var target = new byte[320 * 240];
        Assert.True(decoder.TryDecode(jpeg, target, 320, 240));
        Assert.InRange(target.Zip(drawn.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            Assert.True(decoder.TryDecode(jpeg, target, 320, 240));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.False(decoder.TryDecode(jpeg, target, 160, 120)); // not the size agreed
        Assert.False(decoder.TryDecode([0xFF, 0xD8, 1, 2, 3], target, 320, 240));
    }

    [Fact]
    public void Focus_is_high_for_sharp_edges_low_for_blurred_ones_and_nought_for_a_wall()
    {
        int Score(int blur, double noise = 0, byte light = 230)
        {
            var picture = QrPicture.Draw("lấy nét", new QrLook { ModuleSize = 8, Blur = blur, Noise = noise, Light = light });
            return FocusScore.Of(picture.Pixels, picture.Width, picture.Height, picture.Width);
        }
        Assert.InRange(Score(0), 60, 100);
        Assert.True(Score(0) > Score(1) + 10 && Score(1) > Score(3) + 10, $"{Score(0)} {Score(1)} {Score(3)}");
        Assert.InRange(Math.Abs(Score(0) - Score(0, light: 130)), 0, 15); // whatever the contrast
        var wall = GreyPicture.Of(640, 480, 120);
        var random = new Random(1);
        for (var i = 0; i < wall.Pixels.Length; i++)
            wall.Pixels[i] += (byte)random.Next(-9, 10);
        Assert.Equal(0, FocusScore.Of(wall.Pixels, 640, 480, 640));
    }

    private static byte[] Compress(GreyPicture picture)
    {
        var compressor = InitCompress();
        byte* jpeg = null;
        nuint size = 0;
        fixed (byte* pixels = picture.Pixels)
            Assert.Equal(0, Compress(compressor, pixels, picture.Width, 0, picture.Height, Grey, &jpeg, &size, GreyOnly, 95, 0));
        var result = new ReadOnlySpan<byte>(jpeg, (int)size).ToArray();
        Free(jpeg);
        _ = Destroy(compressor);
        return result;
    }

    private const int Grey = 6, GreyOnly = 3;

    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();
    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjCompress2")]
    private static partial int Compress(
        nint handle, byte* source, int width, int pitch, int height, int format, byte** jpeg, nuint* size, int sampling,
        int quality, int flags);
    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjFree")]
    private static partial void Free(byte* buffer);
    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);
}
