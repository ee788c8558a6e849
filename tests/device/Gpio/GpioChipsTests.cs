using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Tests.Gpio;

public class GpioChipsTests
{
    private static readonly FoundChip Expander = new("/dev/gpiochip0", "raspberrypi-exp-gpio", 8);
    private static readonly FoundChip Header = new("/dev/gpiochip1", "pinctrl-bcm2711", 54);
    private static readonly FoundChip Board = new("/dev/gpiochip2", "usb-relays", 8);

    [Fact]
    public void Auto_is_the_header_of_a_known_model_wherever_it_stands() =>
        Assert.Equal(Header.Path, GpioChips.Choose("auto", [Expander, Header, Board]));

    [Theory]
    [InlineData("pinctrl-bcm2835")]
    [InlineData("pinctrl-bcm2711")]
    [InlineData("pinctrl-rp1")]
    public void Every_models_header_is_known(string label) =>
        Assert.Equal("/dev/x", GpioChips.Choose("auto", [Expander, new("/dev/x", label, 54)]));

    [Fact]
    public void On_another_machine_auto_is_the_only_chip_or_none()
    {
        Assert.Equal(Board.Path, GpioChips.Choose("auto", [Board]));
        Assert.Null(GpioChips.Choose("auto", [Expander, Board]));
        Assert.Null(GpioChips.Choose("auto", []));
    }

    [Fact]
    public void A_label_means_one_chip_and_never_one_of_two()
    {
        Assert.Equal(Board.Path, GpioChips.Choose("usb-relays", [Expander, Header, Board]));
        Assert.Null(GpioChips.Choose("usb-relays", [Board, Board with { Path = "/dev/gpiochip3" }]));
    }

    [Fact]
    public void Whoever_cannot_be_served_is_told_what_there_is()
    {
        var why = GpioChips.WhyNone("auto", [Expander, Board], null);
        Assert.Contains("/dev/gpiochip0 (raspberrypi-exp-gpio, 8 lines), /dev/gpiochip2 (usb-relays, 8 lines)", why, StringComparison.Ordinal);
        Assert.Contains("this machine shows no chip", GpioChips.WhyNone("x", [], null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_line_is_told_with_its_consumer()
    {
        var failure = GpioErrno.Failure("/dev/gpiochip0", "request line 17 for 'checkin vao relay'", GpioErrno.Busy, "fan");
        Assert.True(failure.IsBusy);
        Assert.Contains("in use by 'fan'", failure.Message, StringComparison.Ordinal);
    }
}
