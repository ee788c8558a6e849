using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Bench.Ingest;

/// <summary>
/// What a process has held while it worked. Growth is told from two medians, that of the second quarter of the samples
/// (what came before is warm-up) and that of the last one, so that a collection more or less at either end moves
/// nothing; time in which the process had nothing to do does not count.
/// </summary>
internal sealed class MemoryWatch(int process)
{
    private readonly List<(double Seconds, double Anonymous)> _samples = [];
    private readonly string _status = $"/proc/{process}/status";
    private readonly Stopwatch _worked = new();
    private TimeSpan _before;

    public double PeakMegabytes => Field("VmHWM:");

    public double AnonymousMegabytes => Field("RssAnon:");

    /// <summary>MB a minute of work; null with too few samples.</summary>
    public double? GrowthPerMinute
    {
        get
        {
            var quarter = _samples.Count / 4;
            if (quarter < 4)
                return null;
            var (early, late) = (Middle(quarter, quarter), Middle(_samples.Count - quarter, quarter));
            return Math.Round((late.Anonymous - early.Anonymous) / (late.Seconds - early.Seconds) * 60, 2);
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

    private (double Seconds, double Anonymous) Middle(int from, int count)
    {
        var part = _samples.GetRange(from, count);
        return (part[count / 2].Seconds, part.Select(sample => sample.Anonymous).Order().ElementAt(count / 2));
    }

    private double Field(string name)
    {
        var line = File.ReadLines(_status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kilobytes = line[name.Length..].Replace("kB", "", StringComparison.Ordinal);
        return Math.Round(long.Parse(kilobytes, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture) / 1024.0, 1);
    }
}
