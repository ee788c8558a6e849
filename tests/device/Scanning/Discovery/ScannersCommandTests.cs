using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Tests.Scanning.Discovery;

public sealed partial class ScannersCommandTests : IDisposable
{
    private readonly MadeUpTree _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void Each_scanner_comes_with_what_to_put_in_the_settings_the_likeliest_first()
    {
        _made.Keyboard(0, "046d:c31c", "Logitech USB Keyboard", "usb-Logitech-event-kbd")
            .Keyboard(1, "0001:0001", "Power Button", keys: "10000000000000 0")
            .Keyboard(2, "0c2e:0b61", "Honeywell 3320g", "usb-Honeywell-event-kbd")
            .Serial("ttyACM0", "1eab:0006", "NLS-FM430", "77", "usb-Newland-if00", "cdc_acm")
            .Serial("ttyUSB0", "2c7c:0125", "Quectel LTE Modem", null, "usb-Quectel", "option");
        var (code, printed, _) = Run("--lang", "en");
        Assert.Equal(ScannersCommand.Found, code);
        Assert.StartsWith("4 found, the likeliest first:", printed, StringComparison.Ordinal);
        Assert.Contains($"NLS-FM430 (serial line, {_made.Dev("ttyACM0")}, 1eab:0006, serial number 77, likely)", printed, StringComparison.Ordinal);
        Assert.Contains($"--Lanes:0:Scanner:Kind Serial  --Lanes:0:Scanner:Device {_made.Dev("serial/by-id/usb-Newland-if00")}", printed, StringComparison.Ordinal);
        Assert.Contains($"--Lanes:0:Scanner:Kind Keyboard  --Lanes:0:Scanner:Device {_made.Dev("input/by-id/usb-Honeywell-event-kbd")}", printed, StringComparison.Ordinal);
        Assert.True(printed.IndexOf("3320g", StringComparison.Ordinal) < printed.IndexOf("Logitech", StringComparison.Ordinal));
        Assert.DoesNotContain("Power Button", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_equal_scanners_are_told_apart_by_their_sockets()
    {
        _made.Keyboard(2, "0c2e:0b61", "Honeywell", "usb-Honeywell-event-kbd").Keyboard(3, "0c2e:0b61", "Honeywell")
            .Serial("ttyACM0", "1eab:0006", "NLS", null, "usb-Newland-if00", "cdc_acm").Serial("ttyACM1", "1eab:0006", "NLS", null, null, "cdc_acm");
        Assert.All(Json().Select(one => one.GetProperty("settings").GetProperty("Device").GetString()), device =>
            Assert.Contains("/by-path/", device, StringComparison.Ordinal));
    }

    [Fact]
    public void Cameras_are_listed_without_what_is_none()
    {
        _made.Video(0, "HD Webcam", 0, "046d:0825").Video(1, "HD Webcam", 1, "046d:0825").Video(2, "bcm2835-codec-decode", 0, null)
            .Video(3, "rp1-cfe-csi2_ch0", 0, null).Video(4, "rp1-cfe-csi2_ch1", 0, null);
        var cameras = Json();
        Assert.Equal(["HD Webcam", "rp1-cfe-csi2_ch0"], cameras.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("046d:0825", cameras[0].GetProperty("usb").GetString());
        Assert.Equal("Rpicam", cameras[1].GetProperty("settings").GetProperty("Camera:Driver").GetString());
    }

    [Fact]
    public void A_missing_permission_is_said_with_its_mending()
    {
        _made.Keyboard(2, "0c2e:0b61", "Honeywell");
        var (code, printed, _) = Run(["--lang", "vi"], mayOpen: false);
        Assert.Equal(ScannersCommand.NoneOrDenied, code);
        Assert.Contains($"usermod -aG input {Environment.UserName}", printed, StringComparison.Ordinal);
        Assert.Contains("không được phép mở", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void That_there_is_none_is_said_plainly()
    {
        var (code, printed, _) = Run("--lang=en");
        Assert.Equal(ScannersCommand.NoneOrDenied, code);
        Assert.StartsWith("No scanner and no camera is plugged in.", printed, StringComparison.Ordinal);
        Assert.Empty(Json());
    }

    [Fact]
    public void A_machine_that_tells_nothing_cannot_be_looked_at()
    {
        var errors = new StringWriter();
        Assert.Equal(ScannersCommand.CannotLook, ScannersCommand.Run([], new DeviceTree("/nowhere", "/nowhere"), _ => true, new StringWriter(), errors));
        Assert.Contains("/nowhere", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--yaml")]
    [InlineData("--lang", "fr")]
    [InlineData("--lang")]
    public void What_it_does_not_know_is_refused(params string[] args)
    {
        var (code, printed, errors) = Run(args);
        Assert.Equal(ScannersCommand.CannotLook, code);
        Assert.Empty(printed);
        Assert.StartsWith("✗ ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_say_everything_with_the_same_gaps()
    {
        foreach (var text in typeof(ScannersWords).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Where(text => text.PropertyType == typeof(string)))
        {
            var (english, vietnamese) = ((string)text.GetValue(ScannersWords.English)!, (string)text.GetValue(ScannersWords.Vietnamese)!);
            Assert.True(english != vietnamese && vietnamese.Length > 0, text.Name);
            Assert.Equal(Gaps(english), Gaps(vietnamese));
        }
    }

    private static IEnumerable<string> Gaps(string text) => Gap().Matches(text).Select(gap => gap.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gap();

    private List<JsonElement> Json() => [.. JsonDocument.Parse(Run("--json").Printed).RootElement.EnumerateArray()];

    private (int Code, string Printed, string Errors) Run(params string[] args) => Run(args, mayOpen: true);

    private (int Code, string Printed, string Errors) Run(string[] args, bool mayOpen)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = ScannersCommand.Run(args, _made.Tree, _ => mayOpen, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
