using System.Globalization;
using CheckIn.Contract;

namespace CheckIn.Gate.Health;

/// <summary>
/// What the kernel tells of the board. On a Raspberry Pi the firmware watches the supply: the driver
/// <c>raspberrypi-hwmon</c> (hwmon <c>rpi_volt</c>, in0_lcrit_alarm) asks it every two seconds, and Raspberry Pi's own
/// kernels also show its word as it is (<c>get_throttled</c>; bits 0 under-voltage, 1 frequency capped, 2 throttled,
/// 3 soft temperature limit). The first is used for the voltage where there is one; the second is deprecated, and the
/// kernel says so in its log once a boot, but nothing else there tells of throttling. What cannot be read is null.
/// </summary>
/// <param name="root">Where /sys and /proc are; another one for tests.</param>
internal sealed class Board(string root = "/")
{
    private const int UnderVoltageBit = 1;
    private const int SlowedDownBits = 0b1110;
    private readonly string _sys = Path.Combine(root, "sys");
    private readonly Lazy<string?> _temperature = new(() => FindTemperature(Path.Combine(root, "sys/class/thermal")));
    private readonly Lazy<string?> _voltage = new(() => FindVoltage(Path.Combine(root, "sys/class/hwmon")));
    private readonly Lazy<string?> _throttled = new(() => FindThrottled(Path.Combine(root, "sys/devices/platform")));

    /// <summary>Such as "Raspberry Pi 4 Model B Rev 1.4"; null on what has no device tree.</summary>
    internal string? Model => Text(Path.Combine(root, "proc/device-tree/model"))?.TrimEnd('\0', '\n', ' ');

    internal BoardHealth Read()
    {
        var throttled = Word(_throttled.Value);
        bool? underVoltage = Number(_voltage.Value) is { } alarm ? alarm != 0 : null;
        return new(
            Number(_temperature.Value) is { } milli and > -100_000 and < 200_000 ? Math.Round(milli / 1000.0, 1) : null,
            underVoltage ?? (throttled is { } word ? (word & UnderVoltageBit) != 0 : null),
            throttled is { } bits ? (bits & SlowedDownBits) != 0 : null,
            CpuLimit());
    }

    /// <summary>The processor's limit where it is below what it could do, whoever set it.</summary>
    private int? CpuLimit()
    {
        var policy = Path.Combine(_sys, "devices/system/cpu/cpufreq/policy0");
        var limit = Number(Path.Combine(policy, "scaling_max_freq"));
        return limit is { } kiloHertz && kiloHertz < Number(Path.Combine(policy, "cpuinfo_max_freq"))
            ? (int)(kiloHertz / 1000) : null;
    }

    /// <summary>The processor's own zone by name, else the first one.</summary>
    private static string? FindTemperature(string thermal)
    {
        var zones = Folders(thermal, "thermal_zone*");
        var own = zones.FirstOrDefault(zone => Text(Path.Combine(zone, "type")) is { } type
            && (type.StartsWith("cpu", StringComparison.OrdinalIgnoreCase)
                || type.StartsWith("x86_pkg", StringComparison.Ordinal)
                || type.StartsWith("soc", StringComparison.OrdinalIgnoreCase)));
        return (own ?? zones.FirstOrDefault()) is { } found ? Path.Combine(found, "temp") : null;
    }

    private static string? FindVoltage(string hwmon) =>
        Folders(hwmon, "hwmon*").FirstOrDefault(chip => Text(Path.Combine(chip, "name"))?.Trim() == "rpi_volt") is { } found
            ? Path.Combine(found, "in0_lcrit_alarm") : null;

    /// <summary>The firmware is <c>soc:firmware</c>, or carries the bus's address on newer boards.</summary>
    private static string? FindThrottled(string platform) =>
        Folders(platform, "soc*").SelectMany(soc => Folders(soc, "*:firmware"))
            .Select(firmware => Path.Combine(firmware, "get_throttled")).FirstOrDefault(File.Exists);

    private static string[] Folders(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, pattern).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Number(string? path) =>
        path is not null && long.TryParse(Text(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static int? Word(string? path) =>
        path is not null && Text(path) is { } text && int.TryParse(
            text.Trim().Replace("0x", "", StringComparison.OrdinalIgnoreCase), NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var word)
            ? word : null;

    /// <summary>A sensor may be gone, or refuse, at any moment.</summary>
    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
