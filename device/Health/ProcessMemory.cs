using System.Globalization;
using CheckIn.Contract;

namespace CheckIn.Gate.Health;

/// <summary>How much memory this process has, by the kernel's word (/proc/self/status).</summary>
internal static class ProcessMemory
{
    /// <summary>Null where nobody tells.</summary>
    internal static MemoryHealth? Read(string path = "/proc/self/status")
    {
        try
        {
            long? resident = null, anonymous = null;
            foreach (var line in File.ReadLines(path))
            {
                resident ??= KiB(line, "VmRSS:");
                anonymous ??= KiB(line, "RssAnon:");
            }
            return resident is { } all && anonymous is { } own ? new MemoryHealth(all << 10, own << 10) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? KiB(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal)
        && line.AsSpan(name.Length).Trim() is var value && value.EndsWith(" kB", StringComparison.Ordinal)
        && long.TryParse(value[..^3].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kiB) ? kiB : null;
}
