using System.Globalization;

namespace CheckIn.Bench.Lanes;

/// <summary>What a process, and with it the processes that it has started, hold and spend, as the kernel counts.</summary>
internal sealed class GateProcess(int id)
{
    private const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK) on every Linux

    /// <summary>Ids of the processes that it has started, such as the relays' guard.</summary>
    internal IReadOnlyList<int> Children =>
        [.. Directory.EnumerateDirectories($"/proc/{id}/task")
            .SelectMany(task => Read(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    internal double ResidentMb => Status("VmRSS:");

    internal double AnonymousMb => Status("RssAnon:");

    /// <summary>Seconds of a core since it began.</summary>
    internal double ProcessorSeconds
    {
        get
        {
            // The second field is the program's name, in brackets, which may contain anything.
            var fields = Read($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(fields[11], CultureInfo.InvariantCulture)
                + double.Parse(fields[12], CultureInfo.InvariantCulture))
                / TicksPerSecond;
        }
    }

    private double Status(string field)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        var kilobytes = line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return Math.Round(long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024.0, 1);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
