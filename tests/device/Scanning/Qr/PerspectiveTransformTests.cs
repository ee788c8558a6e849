using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class PerspectiveTransformTests
{
    [Fact]
    public void A_symbol_before_the_camera_is_sound_and_its_mirror_image_is_not()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var view = PerspectiveFitTests.RandomView(random);
            Assert.True(view.IsSound(45));
            var mirrored = view with { XX = view.XY, XY = view.XX, YX = view.YY, YY = view.YX, WX = view.WY, WY = view.WX };
            Assert.False(mirrored.IsSound(45));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-0.05f, 0, 1)]
    [InlineData(0, -0.05f, 1)]
    [InlineData(-0.03f, -0.03f, 1)]
    [InlineData(float.NaN, 0, 1)]
    public void A_symbol_with_a_corner_behind_the_camera_is_not_sound(float wx, float wy, float w0) =>
        Assert.False(new PerspectiveTransform(3, 0, 50, 0, 3, 50, wx, wy, w0).IsSound(21));

    [Fact]
    public void A_symbol_seen_edge_on_is_not_sound() =>
        Assert.False(new PerspectiveTransform(3, 3, 50, 1, 1, 50, 0, 0, 1).IsSound(21));

    [Fact]
    public void The_size_of_a_module_is_that_of_the_symbol_in_modules()
    {
        Assert.Equal(3.5f, new PerspectiveTransform(3.5f, 0, 50, 0, 3.5f, 50, 0, 0, 1).ModuleSize(21), 3f / 1000);
        var (sine, cosine) = MathF.SinCos(0.7f);
        Assert.Equal(5, new PerspectiveTransform(5 * cosine, -5 * sine, 9, 5 * sine, 5 * cosine, 9, 0, 0, 1).ModuleSize(57), 0.01f);
    }
}
