using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Bench.Ingest;

/// <summary>
/// What a process has held while it worked. Growth is the median of the slopes between all pairs of samples after the
/// first half, which is warm-up (Theil and Sen): a steady leak shows with its own slope, while a single step (a method
/// compiled late, a thread more) is no growth a minute, however short the run. Time in which the process had nothing to
/// do does not count.
/// </summary>
internal sealed class MemoryWatch(int process)
{
    private const double LeastSeconds = 10;
    private readonly List<(double Seconds, double Anonymous)> _samples = [];
    private readonly string _status = $"/proc/{process}/status";
    private readonly Stopwatch _worked = new();
    private TimeSpan _before;

    public double PeakMegabytes => Field("VmHWM:");

    public double AnonymousMegabytes => Field("RssAnon:");

    /// <summary>MB a minute of work; null where there was too little of it to tell.</summary>
    public double? GrowthPerMinute
    {
        get
        {
            var steady = _samples.Skip(_samples.Count / 2).ToArray();
            if (steady.Length < 12 || steady[^1].Seconds - steady[0].Seconds < LeastSeconds)
                return null;
            var slopes = new List<double>();
            for (var i = 0; i < steady.Length; i++)
            {
                for (var j = i + 1; j < steady.Length; j++)
                {
                    if (steady[j].Seconds > steady[i].Seconds)
                        slopes.Add((steady[j].Anonymous - steady[i].Anonymous) / (steady[j].Seconds - steady[i].Seconds));
                }
            }
            slopes.Sort();
            return Math.Round(slopes[slopes.Count / 2] * 60, 2);
        }
    }

    /// <summary>Processor time used while it worked, since the warm-up.</summary>
    public TimeSpan Processor { get; private set; }

    public void Begin()
    {
        _worked.Start();
        _before = ProcessorNow();
    }

    /// <param name="counts">Whether processor time since <see cref="Begin"/> counts.</param>
    public void Pause(bool counts)
    {
        _worked.Stop();
        if (counts)
            Processor += ProcessorNow() - _before;
    }

    public void Sample() => _samples.Add((_worked.Elapsed.TotalSeconds, AnonymousMegabytes));

    private TimeSpan ProcessorNow()
    {
        using var now = Process.GetProcessById(process);
        return now.TotalProcessorTime;
    }

    private double Field(string name)
    {
        var line = File.ReadLines(_status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kilobytes = line[name.Length..].Replace("kB", "", StringComparison.Ordinal);
        return Math.Round(long.Parse(kilobytes, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture) / 1024.0, 1);
    }
}
