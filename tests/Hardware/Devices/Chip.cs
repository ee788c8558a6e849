using System.Globalization;

namespace CheckIn.Hardware.Devices;

/// <summary>
/// The pins of the simulated header, from outside of whoever drives them: the level of each, and the contacts that are
/// wired to it. A contact closes a line to ground; an open one is held by a pull-up.
/// </summary>
internal sealed class Chip
{
    private const string Settings = "/sys/kernel/config/gpio-sim/header";
    private string _lines = "";

    internal Chip() => Find();

    internal const string Label = "pinctrl-bcm2711";

    /// <summary>Its device file; the number is not the first one.</summary>
    internal string Device { get; private set; } = "";

    /// <summary>The kernel's number of its first line, as its traces have it.</summary>
    internal int FirstNumber { get; private set; }

    internal int Level(int line) => Word($"{_lines}/sim_gpio{line}/value") == "1" ? 1 : 0;

    /// <summary>What the resistor on the board does with a line that nobody drives.</summary>
    internal void Pull(int line, bool up) =>
        File.WriteAllText($"{_lines}/sim_gpio{line}/pull", up ? "pull-up" : "pull-down");

    internal void Close(int line) => Pull(line, up: false);

    internal void Open(int line) => Pull(line, up: true);

    /// <summary>Taken away while the machine runs.</summary>
    internal static void Unplug() => File.WriteAllText(Settings + "/live", "0");

    internal void Plug()
    {
        File.WriteAllText(Settings + "/live", "1");
        Find();
    }

    private void Find()
    {
        var chip = Word(Settings + "/bank/chip_name");
        _lines = $"/sys/devices/platform/{Word(Settings + "/dev_name")}/{chip}";
        Device = "/dev/" + chip;
        FirstNumber = int.Parse(Word(Directory.EnumerateDirectories("/sys/class/gpio", "gpiochip*")
            .Single(folder => Word(folder + "/label") == Label) + "/base"), CultureInfo.InvariantCulture);
    }

    private static string Word(string path) => File.ReadAllText(path).Trim();
}
