using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;
using QRCoder;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class QrReaderTests
{
    private const string Card =
        "001099000001|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021";

    // A clock that stands still: on a slow machine the time granted must not decide.
    private readonly QrReader _reader = new(new AskedTime(TimeSpan.FromMicroseconds(50)));

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_version_is_read_at_every_level(int version)
    {
        foreach (var level in Enum.GetValues<QRCodeGenerator.ECCLevel>().Where(level => level != QRCodeGenerator.ECCLevel.Default))
        {
            using var data = QRCodeGenerator.GenerateQrCode($"{version}-ế", level, forceUtf8: true, requestedVersion: version);
            var picture = Drawn(data, 3);
            var code = Assert.Single(_reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width));
            Assert.Equal(($"{version}-ế", version, level.ToString()), (code.Text, code.Version, code.Level.ToString()));
        }
    }

    [Theory]
    [InlineData("0123456789012345")]
    [InlineData("HC1:ABC $%*+-./:")]
    [InlineData("nhiều chữ, UTF-8, không khai báo: ế ộ ữ")]
    [InlineData("1")]
    public void Every_mode_is_read(string text) => Assert.Equal(text, Read(QrPicture.Draw(text, new QrLook())));

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(133)]
    [InlineData(180)]
    [InlineData(251)]
    [InlineData(300)]
    public void The_letters_of_a_card_survive_at_any_rotation(int degrees) =>
        Assert.Equal(Card, Read(QrPicture.Draw(Card, new QrLook { ModuleSize = 5, Rotation = degrees })));

    [Fact]
    public void Light_on_dark_is_read_and_said_so()
    {
        var picture = QrPicture.Draw(Card, new QrLook { Dark = 220, Light = 20, Surroundings = 20 });
        Assert.True(Assert.Single(_reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width)).Inverted);
    }

    [Fact]
    public void A_mirrored_code_is_read_and_said_so()
    {
        var picture = QrPicture.Draw(Card, new QrLook { Rotation = 10 });
        var mirrored = GreyPicture.Of(picture.Width, picture.Height, 0);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                mirrored[x, y] = picture[picture.Width - 1 - x, y];
        }
        var code = Assert.Single(_reader.Read(mirrored.Pixels, mirrored.Width, mirrored.Height, mirrored.Width));
        Assert.Equal((Card, true), (code.Text, code.Mirrored));
    }

    [Fact]
    public void Two_codes_in_one_frame_are_two_codes()
    {
        var left = QrPicture.Draw("mã thứ nhất", new QrLook { ModuleSize = 6 }, 320, 320);
        var right = QrPicture.Draw("mã thứ hai", new QrLook { ModuleSize = 5 }, 320, 320);
        var both = GreyPicture.Of(640, 320, 0);
        for (var y = 0; y < 320; y++)
        {
            left.Pixels.AsSpan(y * 320, 320).CopyTo(both.Pixels.AsSpan(y * 640));
            right.Pixels.AsSpan(y * 320, 320).CopyTo(both.Pixels.AsSpan((y * 640) + 320));
        }
        var texts = _reader.Read(both.Pixels, 640, 320, 640).Select(code => code.Text).Order();
        Assert.Equal(new[] { "mã thứ hai", "mã thứ nhất" }.Order(), texts);
    }

    [Theory]
    [InlineData(0.75, 0, 0, 3)]
    [InlineData(0, 0.3, 0, 0)]
    [InlineData(0, 0, 2, 3)]
    public void Shadow_perspective_blur_and_noise_are_borne(double shadow, double perspective, int blur, double noise) =>
        Assert.Equal(Card, Read(QrPicture.Draw(Card, new QrLook
        {
            ModuleSize = 6,
            Shadow = shadow,
            Perspective = perspective,
            Blur = blur,
            Noise = noise,
        })));

    [Fact]
    public void Noise_reads_as_nothing_and_never_throws()
    {
        var random = new Random(5);
        for (var i = 0; i < 30; i++)
        {
            var pixels = new byte[160 * 120];
            random.NextBytes(pixels);
            if (i % 2 == 0)
                pixels.AsSpan().Replace((byte)(i * 3), (byte)0);
            Assert.Empty(_reader.Read(pixels, 160, 120, 160));
        }
    }

    [Fact]
    public void A_picture_cut_off_anywhere_is_read_or_not_but_never_throws()
    {
        var picture = QrPicture.Draw(Card, new QrLook { ModuleSize = 4 }, 300, 300);
        for (var height = 0; height <= 300; height += 13)
        {
            foreach (var code in _reader.Read(picture.Pixels.AsSpan(0, height * 300), 300, height, 300))
                Assert.Equal(Card, code.Text);
        }
    }

    [Fact]
    public void A_size_that_does_not_fit_the_memory_is_refused() =>
        Assert.Throws<ArgumentException>(() => _reader.Read(new byte[100], 11, 10, 11));

    private string Read(GreyPicture picture) =>
        Assert.Single(_reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width)).Text;

    private static GreyPicture Drawn(QRCodeData data, int module)
    {
        var size = data.ModuleMatrix.Count;
        var picture = GreyPicture.Of(size * module, size * module, 255);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                picture[x, y] = data.ModuleMatrix[y / module][x / module] ? (byte)0 : (byte)255;
        }
        return picture;
    }
}
