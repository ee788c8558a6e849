using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Clock;

/// <summary>
/// Whatever happens to a gate's wall clock, a stamp that states an error is not further off than that.
/// </summary>
public sealed class GateClockPropertyTests
{
    private enum Step { Wait, Jump, Synchronise, LoseSynchronisation, HearHub, HearHubLate, StartAnew }

    private static readonly Gen<(Step Step, int Amount)> Steps =
        from step in Gen.Elements(Enum.GetValues<Step>())
        from amount in Gen.Choose(-1000, 1000)
        select (step, amount);

    [Fact]
    public void No_stamp_is_further_from_the_truth_than_it_says() =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), Gen.Choose(-400, 400).ToArbitrary(), (steps, ppm) =>
        {
            var gate = new DriftingGate(ppm);
            foreach (var (step, amount) in steps)
            {
                gate.Take(step, amount);
                if (gate.Lie() is { } lie)
                    return (false).Label(lie);
            }
            return true.Label("");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>A gate whose oscillator runs wrong by a constant rate, in a world with a true time.</summary>
    private sealed class DriftingGate
    {
        private static readonly DateTimeOffset Born = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly FakeTime _time = new();
        private GateClock _clock;
        private readonly int _ppm;
        private double _trueSeconds;
        private double? _kernelError;
        private bool _onTime;

        internal DriftingGate(int ppm)
        {
            _ppm = ppm;
            _clock = new GateClock(_time, Kernel);
        }

        private DateTimeOffset Truth => Born.AddSeconds(_trueSeconds);

        internal void Take(Step step, int amount)
        {
            Wait(1);
            switch (step)
            {
                case Step.Wait:
                    Wait(Math.Abs(amount) * 60.0);
                    break;
                case Step.Jump: // settimeofday clears the kernel's synchronisation
                    _time.SetWall(_time.GetUtcNow().AddDays(amount * 4));
                    _kernelError = null;
                    break;
                case Step.Synchronise:
                    _time.SetWall(Truth.AddMilliseconds(amount / 10));
                    _kernelError = Math.Abs(amount / 10);
                    break;
                case Step.LoseSynchronisation:
                    _kernelError = null;
                    break;
                case Step.HearHub:
                    Hear(0);
                    break;
                case Step.StartAnew:
                    var kept = _clock.Look();
                    _clock = new GateClock(_time, Kernel);
                    if (kept is { } known)
                        _clock.Recall(known);
                    _onTime = false;
                    break;
                case Step.HearHubLate when _onTime:
                    Hear(Math.Abs(amount) / 20.0);
                    break;
            }
        }

        internal string? Lie()
        {
            var stamp = _clock.Stamp();
            var off = Math.Abs(stamp.At - (Truth - DateTimeOffset.UnixEpoch).TotalMilliseconds);
            return stamp.Quality is { } quality && off > quality.ErrorMs + 1
                ? $"off by {off} ms, says {quality}" : null;
        }

        private void Hear(double late)
        {
            var subscribed = _clock.GetTimestamp();
            var written = Truth;
            Wait(late);
            _clock.Hear(
                new HubStateMessage(true, written.ToUnixTimeMilliseconds(), new ClockQuality(1, 0)),
                TimeSpan.FromMilliseconds(5), subscribed);
            _onTime = late == 0;
        }

        private void Wait(double trueSeconds)
        {
            _trueSeconds += trueSeconds;
            _kernelError += trueSeconds * 0.5;
            if (_kernelError >= 16_000)
                _kernelError = null;
            _time.Advance(TimeSpan.FromSeconds(trueSeconds * (1 + (_ppm / 1e6))));
        }

        private ClockQuality? Kernel() =>
            _kernelError is { } error ? new ClockQuality((long)Math.Ceiling(error), (long)(error * 2)) : null;
    }
}
