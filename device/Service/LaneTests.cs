using System.Runtime.CompilerServices;
using CheckIn.Contract;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Service;

/// <summary>
/// A technician's tests on open lanes. A relay gets one ordinary pulse, never a longer one; lamps and buzzer show an
/// ordinary answer; scanner and sensors are only watched. One test at a time.
/// </summary>
internal sealed class LaneTests(GateParts parts, TimeProvider time) : ITestBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private int _busy;

    public IReadOnlyList<LaneEquipment> Equipment => parts.Equipment;

    public async IAsyncEnumerable<ServiceAnswer> TestAsync(
        string what, string lane, int seconds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            yield return ServiceAnswer.Refused(Refusals.Busy);
            yield break;
        }
        try
        {
            if (parts.Lanes.FirstOrDefault(open => open.Options.Name == lane) is not { } found)
            {
                yield return ServiceAnswer.Refused(Refusals.NoSuchLane, lane);
                yield break;
            }
            if (what is Tests.Scanner or Tests.Sensors)
            {
                await foreach (var reading in WatchAsync(found, what == Tests.Scanner, seconds, cancellation))
                    yield return new ServiceAnswer(false, Reading: reading);
                yield return ServiceAnswer.Well;
                yield break;
            }
            yield return Move(found, what);
        }
        finally
        {
            Interlocked.Exchange(ref _busy, 0);
        }
    }

    public ValueTask JudgeAsync(string what, string lane, bool ok, CancellationToken cancellation) => ValueTask.CompletedTask;

    private static ServiceAnswer Move(LaneParts lane, string what)
    {
        if (!lane.Equipment.Tests.Contains(what))
            return ServiceAnswer.Refused(Refusals.NotWired, what);
        try
        {
            if (what == Tests.Relay)
                lane.Relay!.Pulse();
            else
                lane.Indicator.Show(what == Tests.Red ? Outcome.Refused : Outcome.Admitted);
            return ServiceAnswer.Well;
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException or IOException)
        {
            return ServiceAnswer.Refused(Refusals.HardwareFailed, e.Message);
        }
    }

    /// <summary>What is seen at once, then every change until the time is over.</summary>
    private async IAsyncEnumerable<TestReading> WatchAsync(
        LaneParts lane, bool scanner, int seconds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var limit = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, ServiceRequest.MaxSeconds));
        string? before = null;
        while (true)
        {
            var reading = scanner ? new TestReading(lane.Scanner.Health) : new TestReading(Sensors: lane.Sensors());
            // A record compares lists by identity; as text they compare by what they say.
            var text = scanner ? reading.Scanner!.ToString() : string.Join(',', reading.Sensors!);
            if (text != before)
                yield return reading;
            before = text;
            if (time.GetElapsedTime(began) >= limit)
                yield break;
            await Task.Delay(Look, time, cancellation);
        }
    }
}
