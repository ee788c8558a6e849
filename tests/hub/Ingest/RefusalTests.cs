using System.Text;
using CheckIn.Contract;

namespace CheckIn.Hub.Tests.Ingest;

public sealed class RefusalTests
{
    private const string Gate = "gate-a";
    private static readonly TestJournal Journal = new("epoch-1", 40);

    [Fact]
    public async Task A_malformed_batch_names_its_range_and_moves_nothing()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, Journal.Batch(1, 10));
        var ack = await hub.SendAsync(Gate, Broken(11, 20));
        Assert.Equal((10L, Journal.Hash(10), 11L, null), (ack!.Through, ack.Hash, ack.First, ack.Last));
        Assert.Equal([new RefusedEvents(11, 20, "malformed")], ack.Refused);
        Assert.Equal(0, hub.Row(Gate).Refused);
        Assert.Equal(1, hub.Count("SELECT count(*) FROM set_aside WHERE epoch = 'epoch-1' AND (first, last) = (11, 20)"));
    }

    [Fact]
    public async Task What_is_malformed_is_found_by_halving_and_only_that_event_is_stepped_over()
    {
        await using var hub = TestHub.Start();
        await SendInHalvesAsync(hub, 1, 16, bad: 11);
        var ack = await hub.SendAsync(Gate, Journal.Batch(17, 20));
        Assert.Equal((20L, Journal.Hash(20)), (ack!.Through, ack.Hash));
        var row = hub.Row(Gate);
        Assert.Equal((19L, 1L, 0L, 0L), (row.Events, row.Refused, row.Lost, row.ChainBreaks));
        Assert.Equal(1, hub.Count(
            "SELECT count(*) FROM refused WHERE (first, last, reason) = (11, 11, 'malformed') AND "
            + "CAST(payload AS TEXT) LIKE '%\"first\":11,%'"));
    }

    [Fact]
    public async Task The_position_on_a_number_that_could_not_be_read_has_no_hash()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, Journal.Batch(1, 10));
        var ack = await hub.SendAsync(Gate, Broken(11, 11));
        Assert.Equal(new AckMessage("epoch-1", 11, "", ack!.Refused, 11), ack);
        await using var again = await hub.RestartAsync();
        Assert.Equal(11, (await again.Store.PositionAsync(Gate, "epoch-1", default)).Through);
    }

    [Fact]
    public async Task A_refused_number_beyond_a_gap_is_stepped_over_when_the_gap_closes()
    {
        await using var hub = TestHub.Start();
        Assert.Equal(0, (await hub.SendAsync(Gate, Broken(11, 11)))!.Through);
        Assert.Equal(0, (await hub.SendAsync(Gate, Journal.Batch(12, 15)))!.Through);
        Assert.Equal(15, (await hub.SendAsync(Gate, Journal.Batch(1, 10)))!.Through);
        Assert.Equal(0, hub.Row(Gate).ChainBreaks);
    }

    [Fact]
    public async Task What_cannot_be_read_never_takes_the_place_of_a_stored_event()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, Journal.Batch(1, 10));
        var ack = await hub.SendAsync(Gate, Broken(5, 5));
        Assert.Equal((10L, Journal.Hash(10)), (ack!.Through, ack.Hash));
        Assert.Equal([new RefusedEvents(5, 5, "malformed")], ack.Refused);
        Assert.Equal((10L, 0L), (hub.Row(Gate).Events, hub.Row(Gate).Refused));
        Assert.Equal(1, hub.Count("SELECT count(*) FROM set_aside WHERE first = 5"));
    }

    [Fact]
    public async Task A_batch_of_a_newer_contract_is_refused_as_a_whole_and_never_stepped_over()
    {
        await using var hub = TestHub.Start();
        var newer = Encoding.UTF8.GetBytes("""
            {"contract":2,"epoch":"epoch-1","first":1,"last":1,"firstRetained":1,"events":[{"number":1,"what":[]}]}
            """);
        var ack = await hub.SendAsync(Gate, newer);
        Assert.Equal(0, ack!.Through);
        Assert.Equal([new RefusedEvents(1, 1, "unsupported")], ack.Refused);
        Assert.Equal((1L, 0L), (hub.Count("SELECT count(*) FROM set_aside"), hub.Count("SELECT count(*) FROM refused")));
        Assert.Equal(10, (await hub.SendAsync(Gate, Journal.Batch(1, 10)))!.Through);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_refused_by_name()
    {
        await using var hub = TestHub.Start();
        var large = Encoding.UTF8.GetString(Journal.Batch(1, 10));
        var padded = Encoding.UTF8.GetBytes(
            large.Replace("\"firstRetained\"", "\"last\":10,\"firstRetained\"", StringComparison.Ordinal)
            + new string(' ', EventBatch.MaxBytes));
        Assert.Equal(
            [new RefusedEvents(1, 10, "oversized")], (await hub.SendAsync(Gate, padded))!.Refused);
        Assert.Equal(10, (await hub.SendAsync(Gate, Journal.Batch(1, 10)))!.Through);
    }

    [Fact]
    public async Task Events_that_were_taken_for_lost_and_come_after_all_are_lost_no_longer()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, Journal.Batch(1, 10));
        await hub.SendAsync(Gate, Journal.Batch(31, 40, firstRetained: 31));
        Assert.Equal(20, hub.Row(Gate).Lost);
        await hub.SendAsync(Gate, Journal.Batch(15, 20));
        Assert.Equal((26L, 14L), (hub.Row(Gate).Events, hub.Row(Gate).Lost));
        Assert.Equal(2, hub.Count("SELECT count(*) FROM lost WHERE (first, last) IN (VALUES (11, 14), (21, 30))"));
        await hub.SendAsync(Gate, Journal.Batch(11, 30));
        Assert.Equal((40L, 0L), (hub.Row(Gate).Events, hub.Row(Gate).Lost));
        Assert.Equal((0L, 0L), (hub.Count("SELECT count(*) FROM lost"), hub.Row(Gate).ChainBreaks));
    }

    [Fact]
    public async Task A_birth_is_answered_for_every_journal_that_it_names_the_one_in_use_last()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, Journal.Batch(1, 10));
        await hub.SayAsync(Gate, new StateMessage(
            GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-2", ["epoch-0", "Not An Id", "epoch-1"]));
        Assert.Equal(
            [("epoch-0", 0L), ("epoch-1", 10L), ("epoch-2", 0L)],
            hub.Bus.Acks.TakeLast(3).Select(ack => (ack.Epoch, ack.Through)));
    }

    /// <summary>As a gate does: what is refused is sent again in halves, and a single refused event is left be.</summary>
    private static async Task SendInHalvesAsync(TestHub hub, int first, int last, int bad)
    {
        var isBad = first <= bad && bad <= last;
        var ack = await hub.SendAsync(Gate, isBad ? Broken(first, last) : Journal.Batch(first, last));
        if (!isBad || first == last)
            return;
        Assert.Equal([new RefusedEvents(first, last, "malformed")], ack!.Refused);
        var middle = (first + last) / 2;
        await SendInHalvesAsync(hub, first, middle, bad);
        await SendInHalvesAsync(hub, middle + 1, last, bad);
    }

    private static byte[] Broken(int first, int last) => Encoding.UTF8.GetBytes(
        $$"""{"epoch":"epoch-1","first":{{first}},"last":{{last}},"firstRetained":1,"events":[{"seq":"one"}]}""");
}
