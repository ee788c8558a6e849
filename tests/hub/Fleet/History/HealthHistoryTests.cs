using System.Diagnostics;
using CheckIn.Contract;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.History;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CheckIn.Hub.Tests.Fleet.History;

public sealed class HealthHistoryTests(ITestOutputHelper output)
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task What_a_gate_tells_stands_in_its_quarter_of_an_hour_and_gaps_are_gaps()
    {
        await using var hub = TestHub.Start();
        var history = await StartAsync(hub);
        await TellAsync(hub, uptime: 5000, decided: 10, backlog: 3, degrees: 41.5);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        await TellAsync(hub, uptime: 5060, decided: 14, backlog: 1, degrees: 47);
        hub.Time.Pass(TimeSpan.FromMinutes(45));
        await TellAsync(hub, uptime: 7760, decided: 90, backlog: 0, degrees: 44);
        await history.StepAsync(isLast: false);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        await TellAsync(hub, uptime: 7820, decided: 95, backlog: 0, degrees: 44);
        var slots = Slots(history, hub);
        var first = slots.First(static slot => slot != default);
        Assert.Equal((4, 3, 470), (first.Decided, first.Backlog, first.TemperatureDc));
        // What it decided while nobody heard it is nobody's: only what came after it was heard again counts.
        var last = slots.Last(static slot => slot != default);
        Assert.Equal((5, 0, 440), (last.Decided, last.Backlog, last.TemperatureDc));
        Assert.Equal(2, slots.Count(static slot => slot != default));
    }

    [Fact]
    public async Task A_program_that_began_anew_is_counted_from_nothing()
    {
        await using var hub = TestHub.Start();
        var history = await StartAsync(hub);
        await TellAsync(hub, uptime: 5000, decided: 100);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        await TellAsync(hub, uptime: 5060, decided: 107);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        await TellAsync(hub, uptime: 30, decided: 2);
        Assert.Equal(9, Slots(history, hub).Single(static slot => slot != default).Decided);
    }

    [Fact]
    public async Task A_hub_that_stops_in_a_slot_goes_on_with_it_and_counts_nothing_twice()
    {
        var hub = TestHub.Start();
        var history = await StartAsync(hub);
        await TellAsync(hub, uptime: 5000, decided: 10, backlog: 5);
        await TellAsync(hub, uptime: 5060, decided: 14, backlog: 5);
        await history.StopAsync(default);
        Assert.Equal(4, Slots(history, hub).Single(static slot => slot != default).Decided);
        await using var next = await hub.RestartAsync();
        var later = await StartAsync(next);
        // What it decided meanwhile nobody knows.
        await TellAsync(next, uptime: 5120, decided: 20, backlog: 2);
        await TellAsync(next, uptime: 5180, decided: 23, backlog: 2);
        await later.StepAsync(isLast: true);
        var slot = Slots(later, next).Single(static slot => slot != default);
        Assert.Equal((7, 5), (slot.Decided, slot.Backlog));
    }

    [Fact]
    public async Task Slots_of_more_than_a_week_ago_are_taken_away()
    {
        await using var hub = TestHub.Start();
        var history = await StartAsync(hub);
        await TellAsync(hub, uptime: 60, decided: 10);
        await history.StepAsync(isLast: true);
        hub.Time.Pass(TimeSpan.FromDays(8));
        await TellAsync(hub, uptime: 60, decided: 11);
        await history.StepAsync(isLast: false);
        await history.StepAsync(isLast: true);
        Assert.Equal(1, hub.Store.Read(static db =>
        {
            using var rows = db.Prepare("SELECT count(*) FROM health_slot");
            rows.Step();
            return rows.Int64(0);
        }));
    }

    [Fact]
    public async Task Nonsense_of_a_gate_hurts_nobody()
    {
        await using var hub = TestHub.Start();
        var history = await StartAsync(hub);
        foreach (var degrees in new[] { double.NaN, double.PositiveInfinity, double.MinValue, 1e300 })
            history.Hear(Told(60, long.MaxValue, long.MaxValue, degrees));
        history.Hear(Told(-5, long.MinValue, long.MinValue, 40));
        await history.StepAsync(isLast: true);
        Assert.NotEmpty(Slots(history, hub));
    }

    [Fact]
    public async Task A_quarter_of_an_hour_of_19000_gates_is_written_in_seconds_and_a_week_of_one_is_read_at_once()
    {
        await using var hub = TestHub.Start();
        var history = await StartAsync(hub);
        const int gates = 19_000;
        await hub.Store.WriteAsync(static db =>
        {
            using var row = db.Prepare("INSERT INTO gate(name) VALUES(?)");
            for (var i = 0; i < gates; i++)
                row.Bind(1, Id(i)).Run();
        }, default);
        var (heard, written) = (TimeSpan.Zero, TimeSpan.Zero);
        const int slots = 8;
        for (var slot = 0; slot < slots; slot++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < gates; i++)
                history.Hear(Told(1000 + slot * 900, slot * 40, i % 7, 40 + i % 9) with { Id = Id(i) });
            heard += Stopwatch.GetElapsedTime(began);
            hub.Time.Pass(HealthSlots.Length);
            began = Stopwatch.GetTimestamp();
            await history.StepAsync(isLast: false);
            written += Stopwatch.GetElapsedTime(began);
        }
        var reading = Stopwatch.GetTimestamp();
        Assert.Equal(slots, Slots(history, hub, Id(777)).Count(static slot => slot != default));
        var read = Stopwatch.GetElapsedTime(reading);
        output.WriteLine($"19,000 gates, a slot: heard in {heard / slots}, written in {written / slots}; "
            + $"a week of one read in {read}; {new FileInfo(hub.Database).Length / (double)(gates * slots):0} bytes a row");
        // On a machine that does nothing else it is a fifth of a second.
        Assert.True(written / slots < TimeSpan.FromSeconds(10), $"A slot took {written / slots}.");
    }

    private static string Id(int i) => $"gate-{i:00000}";

    private static async Task<HealthHistory> StartAsync(TestHub hub)
    {
        var history = new HealthHistory(hub.Fleet, hub.Store, hub.Time, NullLogger<HealthHistory>.Instance);
        hub.Fleet.Told += history.Hear;
        await hub.SayAsync(Gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"));
        await hub.Store.WriteAsync(static db => db.Execute(
            $"INSERT INTO gate(name) VALUES('{Gate}') ON CONFLICT(name) DO NOTHING"), default);
        return history;
    }

    private static Task TellAsync(TestHub hub, long uptime, long decided, long backlog = 0, double? degrees = null) =>
        hub.SayAsync(Gate, new HealthMessage(1, uptime, backlog, decided, decided, 0, 0, decided, 0)
        {
            Board = degrees is null ? null : new BoardHealth(degrees, null, null, null),
        });

    private static GateStatus Told(long uptime, long decided, long backlog, double degrees) =>
        new(Gate, PresenceState.Ready, null, null, 1, "1.0", backlog)
        {
            Hardware = new GateHardware(uptime, degrees, null, null, 1L << 33, null, 61_000_000, 0, null, 14.2, null)
            {
                Decided = decided,
            },
        };

    private static HealthFigures[] Slots(HealthHistory history, TestHub hub, string gate = Gate)
    {
        var now = hub.Time.GetUtcNow();
        return [.. history.Of(gate, now - HealthSlots.Kept, now).Select(static slot => slot.Figures)];
    }
}
