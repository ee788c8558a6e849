using CheckIn.Time;

namespace CheckIn.FleetSimulator;

/// <summary>
/// Lets events come about at the moments drawn for them. One loop serves all gates; an event carries the moment drawn,
/// not the one at which this program got round to it, so that a slow machine shows in the delivery times.
/// </summary>
internal sealed class EventClock(
    IReadOnlyList<SimulatedGate> gates, FleetOptions options, TimeProvider time)
{
    private const double NsPerSecond = 1e9;
    private const double QuietShare = 0.05;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(2);
    private readonly Random _dice = new(options.Seed);
    private readonly PriorityQueue<int, long> _due = new();

    internal async Task RunAsync(CancellationToken cancellation)
    {
        if (options.Scenario.Arrivals == Arrivals.None || options.Rate == 0)
            return;
        var began = time.MonotonicNs();
        var end = began + (long)(options.Duration.TotalSeconds * NsPerSecond);
        for (var gate = 0; gate < gates.Count; gate++)
            _due.Enqueue(gate, began + (long)(_dice.NextDouble() / options.Rate * NsPerSecond));
        while (true)
        {
            var now = Math.Min(end, time.MonotonicNs());
            while (_due.TryPeek(out var gate, out var due) && due < now)
            {
                _due.EnqueueDequeue(gate, due + Distance());
                if (Happens((due - began) / (double)(end - began)))
                    gates[gate].Record(due);
            }
            if (now == end)
                return;
            await Task.Delay(Beat, time, cancellation);
        }
    }

    /// <summary>A Poisson stream of changing rate is one of the highest rate, of which some are left out.</summary>
    private bool Happens(double progress) => options.Scenario.Arrivals == Arrivals.Even
        || _dice.NextDouble() < QuietShare + (1 - QuietShare) * Math.Pow(Math.Sin(Math.PI * progress), 2);

    private long Distance()
    {
        var mean = NsPerSecond / options.Rate;
        return (long)(options.Scenario.Arrivals == Arrivals.Even ? mean : -Math.Log(1 - _dice.NextDouble()) * mean);
    }
}
