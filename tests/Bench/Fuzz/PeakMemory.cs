using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Bench.Fuzz;

/// <summary>The most memory that this process has held at a time.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Peak = "VmHWM:";

    /// <summary>In MB of 1,048,576 bytes.</summary>
    internal static double Megabytes()
    {
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        var line = File.ReadLines(Status).First(line => line.StartsWith(Peak, StringComparison.Ordinal));
        var kilobytes = line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal);
        return long.Parse(kilobytes, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture) / 1024.0;
    }
}
