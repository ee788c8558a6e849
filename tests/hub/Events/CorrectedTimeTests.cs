using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Events;

public sealed class CorrectedTimeTests
{
    private const string Gate = "gate-a";
    private const long Second = 1_000_000_000;
    private const long Noon = 1_795_000_000_000;
    private static readonly ClockQuality Good = new(5, 3);
    private readonly ClockedJournal _journal = new("epoch-1");

    [Fact]
    public async Task Times_stamped_before_the_synchronisation_are_corrected_and_the_original_stays()
    {
        await using var hub = TestHub.Start();
        AddUnknown("boot-1", 1, 3);
        _journal.Add("boot-1", 4 * Second, Noon + 4000, Good);
        await SendAsync(hub, 1, 4);
        Assert.Equal([(1, Noon + 1000), (2, Noon + 2000), (3, Noon + 3000), (4, null)], Corrected(hub));
        Assert.Equal(3, hub.Count("SELECT count(*) FROM event WHERE at = seq AND corrected_error IN (5, 6)"));
    }

    [Fact]
    public async Task A_synchronisation_that_comes_batches_and_a_restart_later_corrects_the_whole_boot()
    {
        await using var first = TestHub.Start();
        AddUnknown("boot-0", 1, 2); // a boot that never knew the time
        AddUnknown("boot-1", 3, 1800);
        for (var seq = 1; seq <= 1800; seq += 300)
            await first.SendAsync(Gate, _journal.Batch(seq, seq + 299));
        Assert.False(await first.Store.CorrectAsync(default));

        await using var second = await first.RestartAsync();
        _journal.Add("boot-1", 1801 * Second, Noon + 1_801_000, Good);
        await second.SendAsync(Gate, _journal.Batch(1801, 1801));
        Assert.True(await second.Store.CorrectAsync(default)); // one step, then the hub goes
        Assert.Equal(CorrectionWriter.MostEvents, Found(second));

        await using var hub = await second.RestartAsync();
        await CorrectAsync(hub);
        Assert.Equal(1798, Found(hub));
        Assert.Equal(0, hub.Count($"""
            SELECT count(*) FROM event WHERE boot = 'boot-1' AND corrected_at <> {Noon} + 1000 * seq
            """));
        Assert.Equal(0, hub.Count("SELECT count(*) FROM correction"));
    }

    [Fact]
    public async Task Health_tells_the_time_while_the_backlog_is_still_on_its_way()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 9, "epoch-1"));
        AddUnknown("boot-1", 1, 2);
        await hub.SendAsync(Gate, _journal.Batch(1, 1));
        await hub.SayAsync(Gate, Health(new ClockReading("boot-1", 9 * Second, Noon + 9000, Good)));
        await SendAsync(hub, 2, 2);
        Assert.Equal([(1, Noon + 1000), (2, Noon + 2000)], Corrected(hub));
        Assert.Equal(5, hub.Row(Gate).Clock!.ErrorMs);
    }

    [Fact]
    public async Task A_surer_synchronisation_betters_a_correction_and_a_less_sure_one_does_not()
    {
        await using var hub = TestHub.Start();
        AddUnknown("boot-1", 1, 1);
        _journal.Add("boot-1", 2 * Second, Noon + 2700, new ClockQuality(900, 0));
        await SendAsync(hub, 1, 2);
        Assert.Equal([(1, Noon + 1700), (2, null)], Corrected(hub));
        AddUnknown("boot-1", 3, 3);
        _journal.Add("boot-1", 4 * Second, Noon + 4000, Good);
        AddUnknown("boot-1", 5, 5);
        await SendAsync(hub, 3, 5);
        Assert.Equal(
            [(1, Noon + 1700), (2, null), (3, Noon + 3000), (4, null), (5, Noon + 5000)], Corrected(hub));
    }

    [Fact]
    public async Task What_does_not_fit_into_the_contract_harms_no_event()
    {
        await using var hub = TestHub.Start();
        AddUnknown("boot-1", 1, 1);
        _journal.Add("boot-1", long.MaxValue, long.MinValue, new ClockQuality(long.MaxValue, -1, "sundial"));
        _journal.Add("boot-1", long.MinValue, long.MaxValue, new ClockQuality(0, long.MaxValue));
        await SendAsync(hub, 1, 3);
        Assert.Equal(3, hub.Row(Gate).Events);
        Assert.Equal(3, Corrected(hub).Count);
    }

    [Fact]
    public async Task What_was_corrected_by_an_earlier_moment_is_bettered_by_a_later_one()
    {
        await using var hub = TestHub.Start();
        _journal.Add("boot-1", Second, Noon + 1000, Good);
        AddUnknown("boot-1", 2, 2); // the program was started anew and knows nothing
        _journal.Add("boot-1", 40_000 * Second, 5, null);
        await SendAsync(hub, 1, 3);
        Assert.Equal([(1, null), (2, Noon + 2000), (3, Noon + 40_000_000)], Corrected(hub));
        _journal.Add("boot-1", 40_001 * Second, Noon + 40_009_000, Good);
        await SendAsync(hub, 4, 4);
        Assert.Equal([(1, null), (2, Noon + 2000), (3, Noon + 40_008_000), (4, null)], Corrected(hub));
        Assert.Equal(1, hub.Count("SELECT count(*) FROM event WHERE seq = 3 AND corrected_error = 5"));
    }

    [Fact]
    public async Task What_one_boot_knows_says_nothing_of_another_even_amidst_it()
    {
        await using var hub = TestHub.Start();
        AddUnknown("boot-1", 1, 1);
        AddUnknown("boot-2", 2, 2);
        AddUnknown("boot-1", 3, 3);
        _journal.Add("boot-1", 4 * Second, Noon + 4000, Good);
        await SendAsync(hub, 1, 4);
        Assert.Equal([(1, Noon + 1000), (2, null), (3, Noon + 3000), (4, null)], Corrected(hub));
    }

    [Fact]
    public async Task A_commit_that_failed_has_taught_nothing()
    {
        await using var hub = TestHub.Start();
        AddUnknown("boot-1", 1, 1);
        await SendAsync(hub, 1, 1);
        _journal.Add("boot-1", 2 * Second, Noon + 2000, Good);
        // Holds the writer, so that what follows goes into one commit; it fails, and each is then tried alone.
        using var gathered = new ManualResetEventSlim();
        var holding = hub.Store.WriteAsync(_ => gathered.Wait(TimeSpan.FromSeconds(20)), default);
        var good = hub.Store.StoreAsync(Gate, EventBatch.Read(_journal.Batch(2, 2)), default);
        var bad = hub.Store.WriteAsync(db => db.Execute("INSERT INTO nowhere VALUES(1)"), default);
        gathered.Set();
        await holding;
        await Assert.ThrowsAsync<DatabaseException>(() => bad);
        await good;
        await CorrectAsync(hub);
        Assert.Equal([(1, Noon + 1000), (2, null)], Corrected(hub));
    }

    [Fact]
    public async Task What_is_remembered_of_boots_is_bounded_and_certain_times_cost_no_writing()
    {
        await using var hub = TestHub.Start();
        for (var boot = 1; boot <= 40; boot++)
            _journal.Add($"boot-{boot}", Second, Noon + boot, Good);
        await SendAsync(hub, 1, 40);
        Assert.Equal(16, hub.Count("SELECT count(*) FROM boot"));
        await hub.Store.WriteAsync(db => db.Execute(
            "CREATE TRIGGER still BEFORE UPDATE ON boot BEGIN SELECT RAISE(ABORT, 'written'); END"), default);
        for (var second = 2; second <= 900; second++)
            _journal.Add("boot-40", second * Second, Noon + (second * 1000), Good);
        await SendAsync(hub, 41, _journal.Length);
        Assert.Equal(0, Found(hub));
    }

    private void AddUnknown(string boot, int first, int last)
    {
        for (var seq = first; seq <= last; seq++)
            _journal.Add(boot, seq * Second, seq, null);
    }

    private async Task SendAsync(TestHub hub, int first, int last)
    {
        for (; first <= last; first += 400)
            await hub.SendAsync(Gate, _journal.Batch(first, Math.Min(first + 399, last)));
        await CorrectAsync(hub);
    }

    internal static async Task CorrectAsync(TestHub hub)
    {
        while (await hub.Store.CorrectAsync(default))
        {
        }
    }

    private static HealthMessage Health(ClockReading clock) => new(1, 0, 0, 0, 0, 0, 0, 0, 0, clock);

    private static long Found(TestHub hub) => hub.Count("SELECT count(corrected_at) FROM event");

    private static List<(int Seq, long? At)> Corrected(TestHub hub) => hub.Store.Read(db =>
    {
        using var rows = db.Prepare("SELECT seq, corrected_at FROM event ORDER BY seq");
        var found = new List<(int, long?)>();
        while (rows.Step())
            found.Add(((int)rows.Int64(0), rows.IsNull(1) ? null : rows.Int64(1)));
        return found;
    });
}
