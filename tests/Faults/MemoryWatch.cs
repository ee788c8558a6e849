using System.Globalization;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults;

/// <summary>
/// Resident anonymous memory over a run. The first gate is never killed, so its growth can be told; the hub is, and has
/// a bound that no life of it may pass.
/// </summary>
internal sealed class MemoryWatch(Site site)
{
    private const double MbPerMinute = 2;
    private const long HubBytes = 400L << 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(100);
    private readonly List<(double Minutes, double Mb)> _gate = [];
    private long _hub;

    internal async Task RunAsync(CancellationToken stopping)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            _hub = Math.Max(_hub, site.Hub.Life?.AnonymousBytes ?? 0);
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            if (elapsed > WarmUp && site.Controllers[0].Life?.AnonymousBytes is > 0 and var bytes)
                Note(elapsed, bytes);
            await Task.Delay(Every, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(TimeSpan elapsed, long bytes)
    {
        _gate.Add((elapsed.TotalMinutes, bytes / 1048576.0));
        File.AppendAllText(Path.Combine(site.Folder, "around", "memory.csv"), string.Create(
            CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0},{bytes}\n"));
    }

    internal string Line
    {
        get
        {
            var growth = Growth is { } mb
                ? string.Create(CultureInfo.InvariantCulture, $"{mb:+0.00;-0.00} MB a minute after the first")
                : "growth not told in so short a run";
            return string.Create(
                CultureInfo.InvariantCulture, $"memory: hub at most {_hub >> 20} MB, gate {growth}");
        }
    }

    /// <summary>What is wrong; null = nothing.</summary>
    internal string? Finding => _hub > HubBytes ? $"the hub took {_hub >> 20} MB"
        : Growth is > MbPerMinute and var growth
            ? string.Create(CultureInfo.InvariantCulture, $"the first gate grows by {growth:0.0} MB a minute")
        : null;

    /// <summary>Slope of the line through all samples; null = too few.</summary>
    private double? Growth
    {
        get
        {
            if (_gate.Count < Least / Every)
                return null;
            var (x, y) = (_gate.Average(each => each.Minutes), _gate.Average(each => each.Mb));
            return _gate.Sum(each => (each.Minutes - x) * (each.Mb - y))
                / _gate.Sum(each => (each.Minutes - x) * (each.Minutes - x));
        }
    }
}
