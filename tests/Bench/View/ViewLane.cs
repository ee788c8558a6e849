using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Bench.View;

/// <summary>
/// A whole lane with the gate's defaults, from the camera's frames to the edge in the virtual pins' trace file; only
/// lens and copper are left out.
/// </summary>
internal static class ViewLane
{
    /// <summary>Where the lane's pins leave their trace.</summary>
    internal static string TraceFile(string directory) => Path.Combine(directory, "gpio.jsonl");

    /// <summary>Runs a lane until its camera has shown everything.</summary>
    internal static async Task RunAsync(string directory, RehearsedCamera camera, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var gpio = new VirtualGpioDriver(new GpioOptions { TraceFile = TraceFile(directory) }, time);
        using var keys = GateKeys.Open(new KeyOptions { Directory = Path.Combine(directory, "keys") }, time);
        await using var journal = GateJournal.Open(
            new JournalOptions { Path = Path.Combine(directory, "journal.db") }, time);
        var (options, counters) = (new LaneOptions { Name = "in" }, new GateCounters());
        var relay = new Relay(
            new TimedRelayLine(gpio.OpenOutput(0, activeLow: false, "in"), time), options.Turnstile, time);
        var scanner = new CameraScanner(options.Name, camera, options.Scanner, counters, time, NullLogger.Instance);
        var (alarms, clock) = (new GateAlarms(), new GateClock(time));
        using var recorder = new EventRecorder(journal.AppendAsync, alarms, counters, clock, null, NullLogger.Instance);
        using var portal = new Portal(options.Name, recorder, time, NullLogger.Instance);
        var way = portal.Add(
            new EventStamp(options.Name, options.Direction, clock), options.Turnstile, relay,
            new Indicator(null, null, null, options.Indicator, time));
        using var lane = new Lane(
            options, scanner, way, journal.AppendAsync, keys, counters, alarms, clock, NullLogger.Instance);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Task.Run(() => lane.RunAsync(ending.Token), CancellationToken.None);
        var first = await Task.WhenAny(running, camera.Ended.Task).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (first == running)
            await running.ConfigureAwait(false);
    }
}
