using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// The first person after a start waits no longer than the second: on a small board compiling the way from a code to the
/// relay takes longer than a decision stays valid, and he would be admitted and find the turnstile shut. So the way is gone
/// once before lanes open, by nobody, through a portal without lines, and into no journal.
/// </summary>
internal static class Rehearsal
{
    private static readonly byte[] Nobody = Encoding.UTF8.GetBytes(
        "001099000000|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Hà Nội|15042021");

    internal static async Task RunAsync(GateKeys keys, GateClock clock)
    {
        var (alarms, counters) = (new GateAlarms(), new GateCounters());
        var options = new LaneOptions { Name = "rehearsal" };
        static ValueTask<long> Forget(EventDraft draft) => ValueTask.FromResult(1L);
        using var recorder = new EventRecorder(Forget, alarms, counters, clock, null, NullLogger.Instance);
        using var portal = new Portal(options.Name, recorder, clock, NullLogger.Instance);
        var way = portal.Add(
            new EventStamp(options.Name, Direction.In, clock), options.Turnstile, new Relay(new NoLine(), options.Turnstile, clock),
            new Indicator(null, null, null, options.Indicator, clock));
        using var lane = new Lane(options, new NoScanner(), way, Forget, keys, counters, alarms, clock, NullLogger.Instance);
        await lane.AnswerAsync(Nobody);
        await lane.AnswerAsync("nobody"u8.ToArray());
    }

    private sealed class NoLine : IRelayLine
    {
        public bool IsWorking => true;
        public bool IsActive => false;
        public bool Activate(in Opening opening, bool wayOut = false) => true;
        public void Deactivate() { }
        public void Dispose() { }
    }

    private sealed class NoScanner : IScanner
    {
        public ScannerStatus Status => new(true, "none");
        public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation) =>
            throw new NotSupportedException("Codes are handed to the lane directly.");
        public void Answered(Answer answer) { }
    }
}
