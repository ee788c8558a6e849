using CheckIn.Gate.Gpio;
using CheckIn.Gate.Gpio.Commands;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Gpio.Commands;

public class PinsReportTests
{
    private static readonly SeenChip Header = new("/dev/gpiochip1", "pinctrl-bcm2711",
    [
        new(0, "ID_SDA", "", false, false), new(1, "GPIO17", "checkin vao relay", true, true), new(2, "GPIO27", "fan", true, true),
        new(3, "GPIO22", "", false, false),
    ]);

    [Fact]
    public void It_says_which_setting_names_a_line_who_holds_it_and_what_is_free()
    {
        var report = Report(1, 2, 9);
        Assert.Equal([PinFault.None, PinFault.Busy, PinFault.Missing], report.Uses.Select(use => use.Fault));
        Assert.False(report.IsWell);
        Assert.Equal([0, 3], report.Free.Select(line => line.Pin));
        var page = Page(report, Language.English);
        Assert.StartsWith("✗ 2 of the 3 pins in the settings cannot be used:", page, StringComparison.Ordinal);
        Assert.Contains("Lanes:0:Indicator:GreenPin = 2 (vao): in use by 'fan'", page, StringComparison.Ordinal);
        Assert.Contains("--Gpio:Chip pinctrl-bcm2711", page, StringComparison.Ordinal);
        Assert.True(Report(1, 3, 0).IsWell);
    }

    [Fact]
    public void It_speaks_Vietnamese_as_completely_as_English()
    {
        Assert.StartsWith("✗ 2 trong 3 chân", Page(Report(1, 2, 9), Language.Vietnamese), StringComparison.Ordinal);
        foreach (var text in typeof(PinsTexts).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var (english, vietnamese) = ((string)text.GetValue(PinsTexts.English)!, (string)text.GetValue(PinsTexts.Vietnamese)!);
            Assert.NotEmpty(vietnamese);
            Assert.NotEqual(english, vietnamese);
            Assert.Equal(Places(english), Places(vietnamese));
        }
    }

    [Fact]
    public void A_chip_that_is_not_certain_is_said_so()
    {
        var report = PinsReport.Of("pinctrl-rp1", [Header], "/dev/gpiochip0: permission denied.", []);
        Assert.False(report.IsWell);
        Assert.StartsWith("✗ Gpio:Chip is 'pinctrl-rp1'", Page(report, Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_read_it_as_JSON()
    {
        using var output = new StringWriter();
        PinsPage.PrintJson(Report(1, 2, 9), output);
        using var json = System.Text.Json.JsonDocument.Parse(output.ToString());
        Assert.False(json.RootElement.GetProperty("well").GetBoolean());
        var line = json.RootElement.GetProperty("chips")[1].GetProperty("lines")[1];
        Assert.Equal("Lanes:0:Turnstile:RelayPin", line.GetProperty("settings")[0].GetString());
        Assert.Equal(2, json.RootElement.GetProperty("faults").GetArrayLength());
    }

    [Fact]
    public void A_question_that_means_nothing_is_refused()
    {
        using var errors = new StringWriter();
        Assert.Equal(PinsCommand.CannotLook, PinsCommand.Run(["--nonsense"], TextWriter.Null, errors));
        Assert.Contains("--nonsense", errors.ToString(), StringComparison.Ordinal);
    }

    private static PinsReport Report(int relay, int green, int red)
    {
        var options = new LanesOptions();
        options.Lanes.Add(new LaneOptions
        {
            Name = "vao",
            Turnstile = { RelayPin = relay },
            Indicator = { GreenPin = green, RedPin = red },
        });
        return PinsReport.Of("auto", [new("/dev/gpiochip0", "raspberrypi-exp-gpio", []), Header], null, PinUse.Of(options));
    }

    private static string Page(PinsReport report, Language language)
    {
        using var output = new StringWriter();
        PinsPage.Print(report, PinsTexts.Of(language), output);
        return output.ToString();
    }

    private static IEnumerable<char> Places(string text) =>
        Enumerable.Range(0, text.Length - 1).Where(i => text[i] == '{').Select(i => text[i + 1]).Order();
}
