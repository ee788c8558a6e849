using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Service;
using CheckIn.Time;

namespace CheckIn.Gate.Lanes;

/// <summary>Raises and clears the alarm of each lane's scanner, of whatever kind it is, by looking every second.</summary>
internal sealed class ScannerWatch(GateParts parts, EventRecorder recorder, GateClock clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, ScannerLoss> _losses = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    private void Look()
    {
        foreach (var (options, scanner) in parts.Lanes.Select(lane => (lane.Options, lane.Scanner)))
        {
            var before = _losses.GetValueOrDefault(options.Name);
            var now = before.Look(scanner.Status.Ready, clock.MonotonicNs());
            _losses[options.Name] = now;
            if (before.IsLost == now.IsLost)
                continue;
            var stamp = new EventStamp(options.Name, options.Direction, clock);
            if (now.IsLost)
                recorder.Raise(stamp, AlarmWords.ScannerLost);
            else
                recorder.Clear(stamp, AlarmWords.ScannerLost);
        }
    }
}
