using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Pictures;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Pictures;

public sealed class PictureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_grey_PNG_comes_back_pixel_for_pixel()
    {
        var picture = QrPicture.Draw("ảnh", new QrLook { Noise = 9 }, 97, 61);
        var read = PictureFile.Decode(Png(picture));
        Assert.Equal((97, 61), (read.Width, read.Height));
        Assert.Equal(picture.Pixels, read.Pixels);
    }

    [Fact]
    public void Whatever_is_damaged_is_a_picture_or_a_clear_refusal()
    {
        var png = Png(QrPicture.Draw("ảnh", new QrLook { ModuleSize = 1 }, 40, 40));
        var damage = Gen.Choose(0, (png.Length * 256) - 1).ListOf(3).ToArbitrary();
        Prop.ForAll(damage, places =>
        {
            var damaged = png.ToArray();
            foreach (var place in places)
                damaged[place % png.Length] = (byte)(place / png.Length);
            IsDecodedOrRefused(damaged);
            IsDecodedOrRefused(damaged[..(places[0] % png.Length)]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_picture_too_large_to_hold_is_refused_before_anything_is_reserved()
    {
        var png = Png(GreyPicture.Of(8, 8, 0));
        png[16] = png[20] = 0x7F; // the header's width and height
        Assert.Contains("pixels", Assert.Throws<PictureException>(() => PictureFile.Decode(png)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_JPEG_without_its_library_names_the_package_and_with_it_the_damage()
    {
        var refusal = Assert.Throws<PictureException>(() => PictureFile.Decode([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]));
        Assert.Matches("libturbojpeg0|header is damaged|pixels", refusal.Message);
    }

    private static void IsDecodedOrRefused(byte[] file)
    {
        try
        {
            PictureFile.Decode(file);
        }
        catch (PictureException)
        {
            // A clear refusal.
        }
    }

    private byte[] Png(GreyPicture picture)
    {
        var path = Path.Combine(_folder, "picture.png");
        PngWriter.Save(picture, path);
        return File.ReadAllBytes(path);
    }
}
