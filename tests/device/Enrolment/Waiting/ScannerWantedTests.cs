using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Discovery;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

public class ScannerWantedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Lane_by_lane_the_scanner_that_reads_a_code_is_that_lanes_and_then_the_gate_begins_anew()
    {
        using var first = new PseudoTerminal();
        using var second = new PseudoTerminal();
        var kept = new List<(string Lane, string Device)>();
        var stopped = new TaskCompletionSource();
        var liveness = new Liveness(TimeProvider.System);
        using var supervisor = new Supervisor(
            liveness, new GateAlarms(), TimeProvider.System, NullLogger<Supervisor>.Instance, static _ => null);
        using var wanted = new ScannerWanted(
            [], ["vao", "ra"], static () => throw new GpioException("no pins"),
            new WaitingScanners(
                [], () => [Found(first.Device), Found(second.Device)],
                new ScannerOpening(new GateCounters(), liveness, TimeProvider.System, NullLoggerFactory.Instance), TimeProvider.System),
            (lane, settings) => { lock (kept) kept.Add((lane, settings["Device"])); },
            Language.English, supervisor, new Recomposition(new Stopping(stopped)), TimeProvider.System,
            NullLogger<ScannerWanted>.Instance);
        await wanted.StartAsync(CancellationToken.None);
        await ShowUntilAsync(second, () => kept.Count == 1);
        // The same one again is nobody's second scanner.
        await ShowUntilAsync(first, () => { second.Write("again\r"); return kept.Count == 2; });
        Assert.Equal([("vao", second.Device), ("ra", first.Device)], kept);
        await stopped.Task.WaitAsync(Patience);
        await wanted.StopAsync(CancellationToken.None);
    }

    private static async Task ShowUntilAsync(PseudoTerminal line, Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (var i = 0; !holds(); i++)
        {
            Assert.False(limit.IsCancellationRequested, "no scanner was kept");
            line.Write($"code {i}\r");
            await Task.Delay(200);
        }
    }

    private static FoundScanner Found(string device) => new(
        ScannerKind.Serial, "", device, null, null, Likelihood.Likely, true,
        new Dictionary<string, string> { ["Kind"] = "Serial", ["Device"] = device });

    private sealed class Stopping(TaskCompletionSource stopped) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;
        public CancellationToken ApplicationStopping => default;
        public CancellationToken ApplicationStopped => default;
        public void StopApplication() => stopped.TrySetResult();
    }
}
