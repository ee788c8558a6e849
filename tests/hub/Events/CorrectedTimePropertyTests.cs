using CheckIn.Contract;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Time;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Events;

/// <summary>
/// Gates whose wall clocks jump by years, know the time now and then, forget it and boot anew, against the real store:
/// what is known of a time in the end is true to within the error that it states, whatever order and batches the
/// events came in and wherever the hub was restarted.
/// </summary>
public sealed class CorrectedTimePropertyTests
{
    private enum Step { Nothing, Boot, Jump, Synchronise, Forget, Restart }

    private static readonly Gen<(Step Step, int Seconds, int Amount)> Happening =
        from step in Gen.Frequency(
            (6, Gen.Constant(Step.Nothing)), (1, Gen.Constant(Step.Boot)), (1, Gen.Constant(Step.Jump)),
            (2, Gen.Constant(Step.Synchronise)), (1, Gen.Constant(Step.Forget)), (1, Gen.Constant(Step.Restart)))
        from seconds in Gen.OneOf(Gen.Choose(1, 100), Gen.Choose(1, 200_000))
        from amount in Gen.Choose(-3650, 3650)
        select (step, seconds, amount);

    [Fact]
    public async Task Every_time_in_a_boot_that_once_knew_it_is_as_true_as_it_says()
    {
        await using var hub = TestHub.Start();
        var round = 0;
        Prop.ForAll(
            Happening.ListOf().ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), Gen.Choose(-100, 100).ToArbitrary(),
            async (steps, size, ppm) =>
            {
                var gate = new WanderingGate($"gate-{++round}", ppm);
                foreach (var (step, seconds, amount) in steps)
                    gate.Live(step, seconds, amount);
                await gate.DeliverAsync(hub, size);
                Assert.Null(gate.Lie(hub));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(120));
    }

    [Fact]
    public async Task A_hub_that_is_restarted_between_any_two_batches_comes_to_the_same_times()
    {
        var hub = TestHub.Start();
        try
        {
            var random = new Random(1);
            for (var round = 0; round < 12; round++)
            {
                var gate = new WanderingGate($"gate-{round}", 50);
                for (var i = 0; i < 40; i++)
                    gate.Live((Step)random.Next(6), random.Next(1, 100_000), random.Next(-3650, 3650));
                for (var first = 1; first <= gate.Length; first += 9)
                {
                    await gate.SendAsync(hub, first, Math.Min(first + 8, gate.Length));
                    if (random.Next(3) == 0)
                        hub = await hub.RestartAsync();
                    if (random.Next(3) == 0)
                        await hub.Store.CorrectAsync(default);
                }
                await CorrectedTimeTests.CorrectAsync(hub);
                Assert.Null(gate.Lie(hub));
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    /// <summary>One gate in a world that has a true time; its oscillator runs wrong by a constant rate.</summary>
    private sealed class WanderingGate(string name, int ppm)
    {
        private const long Day = 86_400_000;
        private readonly ClockedJournal _journal = new("epoch-1");
        private readonly List<(string Boot, double True, long At, ClockQuality? Clock)> _events = [];
        private double _true = 1.8e12;
        private double _monotonicMs = 1000;
        private long _wallAhead;
        private int _boot = 1;
        private ClockAnchor? _known;

        internal int Length => _events.Count;

        private string Boot => $"{name}-{_boot}";

        private long MonotonicNs => (long)(_monotonicMs * 1_000_000);

        internal void Live(Step step, int seconds, int amount)
        {
            _true += seconds * 1000.0;
            _monotonicMs += seconds * 1000.0 * (1 + (ppm / 1e6));
            switch (step)
            {
                case Step.Boot:
                    (_boot, _monotonicMs, _known, _wallAhead) = (_boot + 1, 1000, null, -(long)_true);
                    break;
                case Step.Jump:
                    _wallAhead = amount * Day;
                    break;
                case Step.Synchronise:
                    var error = Math.Abs(amount % 50) + 1;
                    _known = new ClockAnchor(MonotonicNs, (long)_true + (amount % error), error + 1);
                    break;
                case Step.Forget or Step.Restart: // the program was started anew, the machine was not
                    _known = null;
                    break;
            }
            Record();
        }

        internal async Task DeliverAsync(TestHub hub, int size)
        {
            for (var first = 1; first <= Length; first += size)
                await SendAsync(hub, first, Math.Min(first + size - 1, Length));
            await CorrectedTimeTests.CorrectAsync(hub);
        }

        internal Task<AckMessage?> SendAsync(TestHub hub, int first, int last) =>
            hub.SendAsync(name, _journal.Batch(first, last));

        /// <summary>What is stored and not right; null = all is well.</summary>
        internal string? Lie(TestHub hub) => hub.Store.Read(db =>
        {
            using var rows = db.Prepare("""
                SELECT seq, at, corrected_at, corrected_error FROM event JOIN gate ON gate.id = event.gate
                WHERE gate.name = ? ORDER BY journal, seq
                """);
            rows.Bind(1, name);
            foreach (var (boot, truth, at, clock) in _events)
            {
                if (!rows.Step() || rows.Int64(1) != at)
                    return "an event is missing, out of order or changed";
                var mayBeKnown = _events.Exists(other => other.Boot == boot && other.Clock is not null);
                if (rows.IsNull(2) && clock is null && mayBeKnown)
                    return $"event {rows.Int64(0)} was not corrected";
                if (!rows.IsNull(2) && !mayBeKnown)
                    return $"event {rows.Int64(0)} was corrected by nothing";
                var (best, error) = rows.IsNull(2) ? (at, clock?.ErrorMs) : (rows.Int64(2), rows.Int64(3));
                if (error is { } most && Math.Abs(best - truth) > most + 2)
                    return $"event {rows.Int64(0)} is off by {best - truth} ms and says {most}";
                if (!rows.IsNull(2) && clock is { } own && own.ErrorMs < rows.Int64(3))
                    return $"event {rows.Int64(0)} knew better";
            }
            return null;
        });

        private void Record()
        {
            var (at, clock) = ((long)_true + _wallAhead, (ClockQuality?)null);
            if (_known is { } known)
                (at, clock) = (known.WallAt(MonotonicNs), new ClockQuality(known.ErrorAt(MonotonicNs), 1));
            _journal.Add(Boot, MonotonicNs, at, clock);
            _events.Add((Boot, _true, at, clock));
        }
    }
}
