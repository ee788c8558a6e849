using System.Runtime.CompilerServices;
using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;

namespace CheckIn.Gate.Service;

/// <summary>
/// A technician's tests on open lanes. A relay gets one ordinary pulse, never a longer one; lamps and buzzer go on
/// and off for two seconds; scanner and sensors are only watched. One test at a time.
/// </summary>
internal sealed class LaneTests(GateParts parts, GateAlarms alarms, TimeProvider time) : ITestBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);
    private static readonly Rhythm Blinks = Rhythm.Of(300, 200);
    private int _busy;

    public IReadOnlyList<LaneEquipment> Equipment => parts.Equipment;

    /// <summary>Why this cannot be tried now; null = it can. Only words of our own pass here.</summary>
    internal ServiceAnswer? Refusal(string what, string lane) =>
        parts.Lanes.FirstOrDefault(open => open.Options.Name == lane) is not { } found
            ? ServiceAnswer.Refused(Refusals.NoSuchLane, lane)
        : !found.Equipment.Tests.Contains(what) ? ServiceAnswer.Refused(Refusals.NotWired, $"{lane} {what}")
        : alarms.Words.Contains(AlarmWords.Emergency) ? ServiceAnswer.Refused(Refusals.Emergency)
        : null;

    public IAsyncEnumerable<ServiceAnswer> TestAsync(
        string what, string lane, int seconds, CancellationToken cancellation) =>
        TestAsync(what, lane, seconds, null, cancellation);

    /// <param name="what">One of <see cref="Trials"/>.</param>
    /// <param name="lane">The lane's name.</param>
    /// <param name="seconds">How long to watch.</param>
    /// <param name="cause">Number of the event that recorded it; null = it is not recorded.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async IAsyncEnumerable<ServiceAnswer> TestAsync(
        string what, string lane, int seconds, long? cause, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            yield return ServiceAnswer.Refused(Refusals.Busy);
            yield break;
        }
        try
        {
            if (Refusal(what, lane) is { } refusal)
            {
                yield return refusal;
                yield break;
            }
            var found = parts.Lanes.First(open => open.Options.Name == lane);
            if (what is Trials.Scanner or Trials.Sensors)
            {
                await foreach (var reading in WatchAsync(found, what == Trials.Scanner, seconds, cancellation))
                    yield return new ServiceAnswer(false, Reading: reading);
                yield return ServiceAnswer.Well;
                yield break;
            }
            yield return Move(found, what, cause);
        }
        finally
        {
            Interlocked.Exchange(ref _busy, 0);
        }
    }

    public ValueTask JudgeAsync(string what, string lane, bool ok, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>A relay opens as for somebody who was admitted, so that door and sensor know that it may.</summary>
    private ServiceAnswer Move(LaneParts lane, string what, long? cause)
    {
        try
        {
            if (what == Trials.Relay)
            {
                return lane.Way.Admit(cause, time.MonotonicNs())
                    ? ServiceAnswer.Well : ServiceAnswer.Refused(Refusals.HardwareFailed, "The relay does not open.");
            }
            lane.Way.Indicator.Play(PatternOf(what), Shown);
            return ServiceAnswer.Well;
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException or IOException)
        {
            return ServiceAnswer.Refused(Refusals.HardwareFailed, e.Message);
        }
    }

    private static Pattern PatternOf(string what) => what switch
    {
        Trials.Green => Pattern.Dark with { Green = Blinks },
        Trials.Red => Pattern.Dark with { Red = Blinks },
        _ => Pattern.Dark with { Buzzer = Blinks },
    };

    /// <summary>
    /// What is seen at once, then every change, until the time is over or everything was seen to work: a code read, every
    /// contact changed. Once a second in any case, so that whoever has gone is noticed.
    /// </summary>
    private async IAsyncEnumerable<TestReading> WatchAsync(
        LaneParts lane, bool scanner, int seconds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var limit = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, ServiceRequest.MaxSeconds));
        var (codes, contacts) = (lane.Scanner.Codes, lane.Way.Sensors);
        var still = contacts.Select(static contact => contact.Name).ToHashSet(StringComparer.Ordinal);
        TestReading? told = null;
        var toldAt = began;
        while (true)
        {
            var reading = scanner ? new TestReading(lane.Scanner.Health) : new TestReading(Sensors: lane.Way.Sensors);
            if (told is null || !IsSame(reading, told) || time.GetElapsedTime(toldAt) >= AtLeastEvery)
            {
                (told, toldAt) = (reading, time.GetTimestamp());
                yield return reading;
            }
            still.ExceptWith((reading.Sensors ?? []).Except(contacts).Select(static contact => contact.Name));
            var isDone = scanner ? reading.Scanner!.Codes > codes : still.Count == 0;
            if (isDone || time.GetElapsedTime(began) >= limit)
                yield break;
            await Task.Delay(Look, time, cancellation);
        }
    }

    private static bool IsSame(TestReading one, TestReading other) =>
        one.Scanner == other.Scanner && (one.Sensors ?? []).SequenceEqual(other.Sensors ?? []);
}
