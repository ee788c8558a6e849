using CheckIn.Hardware.Devices;

namespace CheckIn.Hardware.Programs;

/// <summary>What is wired to which line of the header, and the settings that say so.</summary>
internal static class Wiring
{
    /// <summary>The lane with the serial scanner: an active-high relay.</summary>
    internal const int Entry = 17, EntryGreen = 22, EntryRed = 27, EntryPassage = 5, EntryDoor = 6, EntryButton = 13;

    /// <summary>The lane with the keyboard scanner: an active-low relay, on a board with a pull-up.</summary>
    internal const int Exit = 18;

    /// <summary>The lane with the camera.</summary>
    internal const int View = 23;

    internal const int Emergency = 24, Tamper = 25, Mains = 26;

    internal static readonly TimeSpan EntryPulse = TimeSpan.FromMilliseconds(500);

    /// <summary>Long, so that there is time to kill in mid-pulse.</summary>
    internal static readonly TimeSpan ExitPulse = TimeSpan.FromSeconds(4);

    internal static readonly TimeSpan PassageTimeout = TimeSpan.FromSeconds(2);

    internal static readonly TimeSpan HeldOpenAfter = TimeSpan.FromSeconds(4);

    internal static readonly TimeSpan TamperDebounce = TimeSpan.FromMilliseconds(300);

    internal static readonly int[] Contacts = [EntryPassage, EntryDoor, EntryButton, Emergency, Tamper, Mains];

    /// <summary>As on the bench before anything is switched on.</summary>
    internal static void Rest(Chip chip)
    {
        foreach (var line in Contacts)
            chip.Open(line);
        chip.Pull(Exit, up: true);
        chip.Pull(Entry, up: false);
        chip.Pull(View, up: false);
    }

    /// <summary>The chip by its label, and two lanes with the scanners that type and send.</summary>
    internal static Dictionary<string, string> Lanes() => new()
    {
        ["Gpio:Chip"] = Chip.Label,
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Direction"] = "In",
        ["Lanes:0:Scanner:Kind"] = "Serial",
        ["Lanes:0:Scanner:Device"] = SerialGadget.Device,
        ["Lanes:0:Turnstile:RelayPin"] = $"{Entry}",
        ["Lanes:0:Turnstile:Pulse"] = $"{EntryPulse:c}",
        ["Lanes:0:Indicator:GreenPin"] = $"{EntryGreen}",
        ["Lanes:0:Indicator:RedPin"] = $"{EntryRed}",
        ["Lanes:1:Name"] = "ra",
        ["Lanes:1:Direction"] = "Out",
        ["Lanes:1:Scanner:Kind"] = "Keyboard",
        ["Lanes:1:Scanner:Device"] = KeyboardGadget.Device,
        ["Lanes:1:Scanner:IdleTime"] = "00:00:01", // Enter ends a code; this machine may pause between two keys
        ["Lanes:1:Turnstile:RelayPin"] = $"{Exit}",
        ["Lanes:1:Turnstile:Polarity"] = "ActiveLow",
        ["Lanes:1:Turnstile:Pulse"] = $"{ExitPulse:c}",
    };

    /// <summary>The same with a serial scanner for both lanes, and long pulses.</summary>
    internal static Dictionary<string, string> TwoSerialLanes() => new(Lanes())
    {
        ["Lanes:0:Turnstile:Pulse"] = $"{ExitPulse:c}",
        ["Lanes:1:Scanner:Kind"] = "Serial",
        ["Lanes:1:Scanner:Device"] = SerialGadget.FtdiDevice,
    };

    internal static Dictionary<string, string> WithCamera(this Dictionary<string, string> settings) => new(settings)
    {
        ["Lanes:2:Name"] = "hinh",
        ["Lanes:2:Scanner:Kind"] = "Camera",
        ["Lanes:2:Scanner:Device"] = Picture.Device,
        ["Lanes:2:Scanner:Camera:Width"] = $"{Frames.Width}",
        ["Lanes:2:Scanner:Camera:Height"] = $"{Frames.Height}",
        ["Lanes:2:Scanner:Camera:FramesPerSecond"] = "5",
        ["Lanes:2:Turnstile:RelayPin"] = $"{View}",
        ["Lanes:2:Turnstile:Pulse"] = $"{EntryPulse:c}",
    };

    internal static Dictionary<string, string> WithContacts(this Dictionary<string, string> settings) => new(settings)
    {
        ["Lanes:0:Turnstile:Pulse"] = $"{EntryPulse:c}",
        ["Lanes:0:Turnstile:Passage:Pin"] = $"{EntryPassage}",
        ["Lanes:0:Turnstile:PassageTimeout"] = $"{PassageTimeout:c}",
        ["Lanes:0:Turnstile:Door:Pin"] = $"{EntryDoor}",
        ["Lanes:0:Turnstile:HeldOpenAfter"] = $"{HeldOpenAfter:c}",
        ["Lanes:0:Turnstile:ExitButton:Pin"] = $"{EntryButton}",
        ["Inputs:Emergency:Pin"] = $"{Emergency}",
        ["Inputs:Tamper:Pin"] = $"{Tamper}",
        ["Inputs:Tamper:Debounce"] = $"{TamperDebounce:c}",
        ["Inputs:Mains:Pin"] = $"{Mains}",
    };
}
