using System.Globalization;

namespace CheckIn.Gate.Tests.Health;

/// <summary>A tree of files as a kernel shows them.</summary>
internal sealed class MadeUpBoard : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("checkin-board-").FullName;

    internal MadeUpBoard With(string path, string content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content + "\n");
        return this;
    }

    /// <summary>A Raspberry Pi 4 under Raspberry Pi OS.</summary>
    internal MadeUpBoard Pi(double celsius = 54.5, int underVoltage = 0, string throttled = "0") => this
        .With("sys/class/thermal/thermal_zone0/type", "cpu-thermal")
        .With("sys/class/thermal/thermal_zone0/temp", (celsius * 1000).ToString(CultureInfo.InvariantCulture))
        .With("sys/class/hwmon/hwmon0/name", "cpu_thermal")
        .With("sys/class/hwmon/hwmon1/name", "rpi_volt")
        .With("sys/class/hwmon/hwmon1/in0_lcrit_alarm", underVoltage.ToString(CultureInfo.InvariantCulture))
        .With("sys/devices/platform/soc/soc:firmware/get_throttled", throttled)
        .With("sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", "1500000")
        .With("sys/devices/system/cpu/cpufreq/policy0/cpuinfo_max_freq", "1500000")
        .With("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
