using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Tests.Scanning.Discovery;

public sealed class DevicePathTests : IDisposable
{
    private readonly MadeUpTree _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void A_serial_scanner_is_found_by_vendor_and_product_behind_any_driver()
    {
        _made.Serial("ttyACM0", "0483:5740", "Modem", "1", null, "cdc_acm").Serial("ttyUSB3", "0403:6001", "FT232R", "2", null, "ftdi_sio");
        Assert.Equal(_made.Dev("ttyUSB3"), DevicePath.OfSerial("0403:6001", _made.Tree));
        Assert.Equal(_made.Dev("ttyACM0"), DevicePath.OfSerial("0483:5740", _made.Tree));
    }

    [Fact]
    public void A_keyboard_scanner_is_found_among_its_other_interfaces_by_its_keys()
    {
        _made.Keyboard(2, "0c2e:0b61", "Honeywell Consumer Control", keys: "1000000000000 0")
            .Keyboard(3, "0C2E:0B61", "Honeywell 3320g");
        Assert.Equal(_made.Dev("input/event3"), DevicePath.OfKeyboard("0c2e:0b61", _made.Tree));
    }

    [Fact]
    public void A_name_is_looked_for_where_udev_puts_it()
    {
        _made.Keyboard(3, "0c2e:0b61", "Scanner", "usb-Honeywell-event-kbd").Serial("ttyACM0", "1eab:0006", "", null, "usb-Newland", "cdc_acm");
        Assert.Equal(_made.Dev("input/by-id/usb-Honeywell-event-kbd"), DevicePath.OfKeyboard("usb-Honeywell-event-kbd", _made.Tree));
        Assert.Equal(_made.Dev("input/by-path/platform-usb-0:1:1.0-event-kbd"), DevicePath.OfKeyboard("platform-usb-0:1:1.0-event-kbd", _made.Tree));
        Assert.Equal(_made.Dev("serial/by-id/usb-Newland"), DevicePath.OfSerial("usb-Newland", _made.Tree));
        Assert.Equal(_made.Dev("ttyACM0"), DevicePath.OfSerial("ttyACM0", _made.Tree));
        Assert.Equal("/dev/ttyS7", DevicePath.OfSerial("/dev/ttyS7", _made.Tree));
    }

    [Theory]
    [InlineData("0c2e:0b61")]
    [InlineData("usb-Honeywell-event-kbd")]
    public void What_is_not_plugged_in_is_said_to_be(string setting)
    {
        Assert.Contains("plugged in", Assert.Throws<IOException>(() => DevicePath.OfKeyboard(setting, _made.Tree)).Message, StringComparison.Ordinal);
        Assert.Contains("plugged in", Assert.Throws<IOException>(() => DevicePath.OfSerial(setting, _made.Tree)).Message, StringComparison.Ordinal);
    }

    /// <summary>By their numbers the way in and the way out could swap after a power cut.</summary>
    [Fact]
    public void Of_two_equal_ones_none_is_taken_and_their_sockets_are_named()
    {
        _made.Keyboard(3, "0c2e:0b61", "Scanner").Keyboard(4, "0c2e:0b61", "Scanner");
        var refused = Assert.Throws<IOException>(() => DevicePath.OfKeyboard("0c2e:0b61", _made.Tree)).Message;
        Assert.Contains("2 equal devices", refused, StringComparison.Ordinal);
        Assert.Contains("by-path/platform-usb-0:1:1.0-event-kbd or ", refused, StringComparison.Ordinal);
        Assert.Contains("by-path/platform-usb-0:2:1.0-event-kbd", refused, StringComparison.Ordinal);
    }
}
