using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Settings;

public class LaneSettingsTests
{
    [Fact]
    public void Sound_settings_have_no_problem() => Assert.Empty(Problems(Lane("vao", 17), Lane("ra", 18)));

    [Fact]
    public void A_setting_within_a_list_is_named_with_its_value_and_range()
    {
        var lane = Lane("vao", 17);
        lane.Turnstile.Pulse = TimeSpan.FromMinutes(1);
        lane.Turnstile.MaxPulse = TimeSpan.FromSeconds(2);
        var problems = Problems(lane);
        Assert.Contains("Lanes:0:Turnstile:Pulse is '00:01:00'; allowed: 00:00:00.0200000 to 00:00:10.", problems);
        Assert.Contains(problems, problem =>
            problem.StartsWith("Lanes:0:Turnstile:MaxPulse is '00:00:02', shorter than Pulse, '00:01:00'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pin_or_a_name_that_serves_twice_is_refused()
    {
        var problems = Problems(Lane("vao", 17), Lane("vao", 17));
        Assert.Contains("Lanes: the name 'vao' stands for 2 lanes; each needs its own.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("Lanes: pin 17 is used by", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_pin_counts_contacts_and_buzzers_as_well()
    {
        var options = new LanesOptions { Inputs = { Emergency = { Pin = 5 } } };
        var lane = Lane("vao", 17);
        (lane.Turnstile.Door.Pin, lane.Indicator.BuzzerPin) = (5, 17);
        options.Lanes.Add(lane);
        var problems = SettingsCheck.Problems(options, "");
        Assert.Contains("Lanes: pin 5 is used by vao Turnstile:Door:Pin and gate Inputs:Emergency:Pin; each needs its own.", problems);
        Assert.Contains("Lanes: pin 17 is used by vao Turnstile:RelayPin and vao Indicator:BuzzerPin; each needs its own.", problems);
    }

    [Fact]
    public void Lanes_of_one_door_may_name_its_relay_and_its_contact_if_they_say_the_same_of_it()
    {
        var (first, second) = (Lane("vao", 17), Lane("ra", 17));
        foreach (var lane in new[] { first, second })
            (lane.Turnstile.Shared, lane.Turnstile.Door.Pin) = ("cua-1", 5);
        Assert.Empty(Problems(first, second));
        second.Turnstile.Door.Polarity = Polarity.ActiveHigh;
        Assert.Contains(Problems(first, second), problem =>
            problem.StartsWith("Lanes: pin 5 of vao Turnstile:Door:Pin and ra Turnstile:Door:Pin is wired in different ways", StringComparison.Ordinal));
        second.Turnstile.Door.Pin = 6;
        Assert.Contains("Lanes: vao and ra name different Door pins for 'cua-1', which is one turnstile and has one door.", Problems(first, second));
        second.Turnstile.Shared = "cua-2";
        Assert.Contains(Problems(first, second), problem => problem.StartsWith("Lanes: pin 17 is used by", StringComparison.Ordinal));
    }

    [Fact]
    public void A_longer_pulse_must_fit_when_somebody_can_ask_for_it()
    {
        var lane = Lane("vao", 17);
        (lane.Turnstile.MaxPulse, lane.Turnstile.LongerOpening.Pin) = (TimeSpan.FromSeconds(2), 5);
        Assert.Contains(Problems(lane), problem => problem.Contains("shorter than LongerPulse, '00:00:03'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gate_without_lanes_is_refused() => Assert.Contains("Lanes is a list of 0; allowed: at least 1.", Problems());

    [Theory]
    [InlineData(ScannerKind.Serial, "Device is missing")]
    [InlineData(ScannerKind.Keyboard, "Device is missing")]
    [InlineData(ScannerKind.Pictures, "Folder is ''")]
    public void A_scanner_lacks_what_its_kind_needs(ScannerKind kind, string problem)
    {
        var lane = Lane("vao", 17);
        lane.Scanner = new ScannerOptions { Kind = kind };
        Assert.Contains(Problems(lane), text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/dev/serial/by-id/usb-x", true)]
    [InlineData("0c2e:0b61", true)]
    [InlineData("usb-Honeywell-event-kbd", true)]
    [InlineData("serial/by-id/usb-x", false)]
    public void A_device_is_a_whole_path_or_a_name(string device, bool allowed)
    {
        var lane = Lane("vao", 17);
        lane.Scanner = new ScannerOptions { Kind = ScannerKind.Keyboard, Device = device };
        Assert.Equal(allowed, Problems(lane).Count == 0);
    }

    private static LaneOptions Lane(string name, int pin) => new()
    {
        Name = name,
        Scanner = new ScannerOptions { Device = "/dev/ttyACM0" },
        Turnstile = new TurnstileOptions { RelayPin = pin },
    };

    private static IReadOnlyList<string> Problems(params LaneOptions[] lanes)
    {
        var options = new LanesOptions();
        foreach (var lane in lanes)
            options.Lanes.Add(lane);
        return SettingsCheck.Problems(options, "");
    }
}
