using CheckIn.Fixtures;
using CheckIn.Fixtures.Stress;
using CheckIn.Gate.Scanning.Qr;
using QRCoder;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>Whole symbols of every kind, drawn plainly and read.</summary>
public class SymbolTests
{
    private readonly QrReader _reader = new(new AskedTime(TimeSpan.FromMicroseconds(50)));

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_written_here_is_what_another_encoder_writes(int version)
    {
        var level = (ErrorCorrectionLevel)(version % 4);
        using var data = QRCodeGenerator.GenerateQrCode(
            Text(version), Enum.Parse<QRCodeGenerator.ECCLevel>(level.ToString()), requestedVersion: version);
        var size = QrVersion.Size(version);
        var grid = new ModuleGrid();
        grid.Reset(size);
        for (var i = 0; i < size * size; i++)
            grid.Set(i % size, i / size, data.ModuleMatrix[(i / size) + 4][(i % size) + 4]);
        var written = Written(version, level, FormatInformation.Format(grid).Mask).Grid();
        Assert.DoesNotContain(Enumerable.Range(0, size * size), i => grid.Bit(i) != written.Bit(i));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_mask_is_read_as_it_is_mirrored_and_light_on_dark(int version)
    {
        for (var mask = 0; mask < 8; mask++)
        {
            var symbol = Written(version, (ErrorCorrectionLevel)((version + mask) % 4), mask);
            var (mirrored, inverted) = (mask % 2 != 0, (version + mask) % 3 == 0);
            var shown = mirrored ? symbol.Mirrored() : symbol;
            var picture = inverted ? shown.Draw(dark: 230, light: 30) : shown.Draw();
            var code = Assert.Single(Read(picture));
            Assert.Equal(
                (Text(version), version, symbol.Level, mask, mirrored, inverted, 0),
                (code.Text, code.Version, code.Level, code.Mask, code.Mirrored, code.Inverted, code.ErrorsCorrected));
        }
    }

    [Fact]
    public void A_part_of_a_message_says_which_one_it_is()
    {
        var data = new BitWriter().Add(3, 4).Add(2, 4).Add(4, 4).Add(0x5A, 8).Bytes("phần ba"u8);
        var code = Assert.Single(Read(WrittenSymbol.Of(data, 3, ErrorCorrectionLevel.M, 5).Draw()));
        Assert.Equal(("phần ba", new StructuredAppend(2, 5, 0x5A)), (code.Text, code.StructuredAppend));
    }

    [Fact]
    public void Data_of_GS1_say_so()
    {
        var data = new BitWriter().Add(5, 4).Bytes("0109504000059101"u8);
        var code = Assert.Single(Read(WrittenSymbol.Of(data, 2, ErrorCorrectionLevel.L, 3).Draw()));
        Assert.Equal(("0109504000059101", "gs1"), (code.Text, code.Application));
    }

    [Fact]
    public void As_many_codes_as_a_frame_holds_are_read_each_where_it_stands()
    {
        var texts = Enumerable.Range(0, 12).Select(i => $"mã số {i}").ToArray();
        var drawn = texts.Select((text, i) => new Exposure
        {
            ModuleSize = 3,
            Surroundings = 215,
            Projections = [new Rotation(30 * i)],
        }.Take(QrPicture.Modules(text), new Random(i))).ToArray();
        var cell = drawn.Max(picture => picture.Width);
        var frame = GreyPicture.Of(4 * cell, 3 * cell, 215);
        for (var i = 0; i < drawn.Length; i++)
        {
            for (var y = 0; y < drawn[i].Height; y++)
            {
                drawn[i].Pixels.AsSpan(y * drawn[i].Width, drawn[i].Width)
                    .CopyTo(frame.Pixels.AsSpan(((((i / 4) * cell) + y) * frame.Width) + (i % 4 * cell)));
            }
        }
        var codes = _reader.Read(frame.Pixels, frame.Width, frame.Height, frame.Width, ReadEffort.Still);
        Assert.Equal(texts.Order(), codes.Select(code => code.Text).Order());
        Assert.All(codes, code =>
        {
            var at = Array.IndexOf(texts, code.Text);
            Assert.True(code.Corners.Surround(new(((at % 4) + 0.5f) * cell, ((at / 4) + 0.5f) * cell)));
        });
    }

    private IReadOnlyList<QrCode> Read(GreyPicture picture) =>
        _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width);

    private static string Text(int version) => $"v{version}";

    private static WrittenSymbol Written(int version, ErrorCorrectionLevel level, int mask)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(Text(version));
        var data = new BitWriter().Add(4, 4).Add(text.Length, version < 10 ? 8 : 16).Add(text);
        return WrittenSymbol.Of(data, version, level, mask);
    }
}
