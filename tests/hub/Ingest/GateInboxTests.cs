using System.Text;
using CheckIn.Contract;
using CheckIn.Hub.Ingest;

namespace CheckIn.Hub.Tests.Ingest;

public sealed class GateInboxTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task A_batch_is_stored_as_sent_and_acknowledged_with_its_last_link()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        var ack = await hub.SendAsync(Gate, journal.Batch(1, 10));
        Assert.Equal(new AckMessage("epoch-1", 10, journal.Hash(10), null, 1, 10, journal.Hash(10)), ack);
        Assert.Equal("checkin/v1/gates/gate-a/ack", hub.Bus.Messages[^1].Topic);
        Assert.Equal(Enumerable.Range(1, 10).Select(seq => ((long)seq, journal.Fact(seq))), hub.Facts(Gate));
    }

    [Fact]
    public async Task A_duplicate_is_ignored_and_counted()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        var ack = await hub.SendAsync(Gate, journal.Batch(4, 10));
        Assert.Equal(10, ack!.Through);
        Assert.Null(ack.Refused);
        Assert.Equal((10L, 7L), (hub.Row(Gate).Events, hub.Row(Gate).Duplicates));
    }

    [Fact]
    public async Task A_gap_is_not_acknowledged_and_closes_when_it_is_filled()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 30);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        var gap = await hub.SendAsync(Gate, journal.Batch(21, 30));
        Assert.Equal((10L, journal.Hash(10)), (gap!.Through, gap.Hash));
        var filled = await hub.SendAsync(Gate, journal.Batch(11, 20));
        Assert.Equal((30L, journal.Hash(30)), (filled!.Through, filled.Hash));
        Assert.Equal((30L, 0L), (hub.Row(Gate).Events, hub.Row(Gate).ChainBreaks));
    }

    [Fact]
    public async Task Events_gone_for_ever_are_recorded_once_and_stepped_over()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 50);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        for (var i = 0; i < 2; i++)
            Assert.Equal(50, (await hub.SendAsync(Gate, journal.Batch(31, 50, firstRetained: 31)))!.Through);
        Assert.Equal((30L, 20L), (hub.Row(Gate).Events, hub.Row(Gate).Lost));
        Assert.Equal(1, hub.Count("SELECT count(*) FROM lost WHERE first = 11 AND last = 30"));
    }

    [Fact]
    public async Task What_is_stored_beyond_a_gap_is_not_lost_with_the_gap()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 50);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        await hub.SendAsync(Gate, journal.Batch(16, 20));
        var ack = await hub.SendAsync(Gate, journal.Batch(31, 50, firstRetained: 31));
        Assert.Equal(50, ack!.Through);
        Assert.Equal((35L, 15L), (hub.Row(Gate).Events, hub.Row(Gate).Lost));
        Assert.Equal(2, hub.Count("SELECT count(*) FROM lost WHERE (first, last) IN (VALUES (11, 15), (21, 30))"));
    }

    [Fact]
    public async Task Other_content_under_a_known_number_is_kept_aside_refused_and_blocks_nothing()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        var clone = new TestJournal("epoch-1", 12, salt: "clone");
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        var ack = await hub.SendAsync(Gate, clone.Batch(9, 12));
        Assert.Equal(12, ack!.Through);
        Assert.Equal([new RefusedEvents(9, 10, "conflict")], ack.Refused);
        Assert.Equal(2, hub.Count("SELECT count(*) FROM conflict"));
        Assert.Equal(journal.Fact(10), hub.Facts(Gate)[9].Fact);
        // Event 11 continues the clone's chain, which is not the stored one.
        Assert.Equal((12L, 2L, 1L), (hub.Row(Gate).Events, hub.Row(Gate).Conflicts, hub.Row(Gate).ChainBreaks));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_break_of_the_chain_is_stored_and_counted_in_any_order(bool inOrder)
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        var other = new TestJournal("epoch-1", 20, salt: "other");
        byte[][] batches = [journal.Batch(1, 10), other.Batch(11, 20)];
        foreach (var batch in inOrder ? batches : batches.Reverse())
            await hub.SendAsync(Gate, batch);
        Assert.Equal(20, hub.Bus.Acks[^1].Through);
        Assert.Equal((20L, 1L), (hub.Row(Gate).Events, hub.Row(Gate).ChainBreaks));
    }

    [Fact]
    public async Task A_malformed_batch_is_set_aside_and_refused_by_name_and_the_next_one_is_stored()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        var broken = Encoding.UTF8.GetBytes("""{"epoch":"epoch-1","first":1,"firstRetained":1,"events":[{"seq":"one"}]}""");
        var ack = await hub.SendAsync(Gate, broken);
        Assert.Equal((0L, journal.Hash(0)), (ack!.Through, ack.Hash));
        Assert.Equal([new RefusedEvents(1, 1, "malformed")], ack.Refused);
        Assert.Equal(1, hub.Count("SELECT count(*) FROM set_aside WHERE gate = 'gate-a'"));
        Assert.Equal(10, (await hub.SendAsync(Gate, journal.Batch(1, 10)))!.Through);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"first":1,"events":[]}""")]
    [InlineData("""{"epoch":"Not An Id","first":1,"firstRetained":1,"events":[]}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_batch_that_names_no_journal_is_only_set_aside(string payload)
    {
        await using var hub = TestHub.Start();
        Assert.Null(await hub.SendAsync(Gate, Encoding.UTF8.GetBytes(payload)));
        Assert.Equal(1, hub.Count("SELECT count(*) FROM set_aside"));
    }

    [Fact]
    public async Task What_is_set_aside_is_bounded()
    {
        await using var hub = TestHub.Start();
        for (var second = 0; second < 11; second++)
        {
            await Task.WhenAll(Enumerable.Range(0, SetAside.PerSecond)
                .Select(_ => hub.SendAsync(Gate, "x"u8.ToArray())));
            hub.Time.Pass(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1000, hub.Count("SELECT count(*) FROM set_aside"));
    }

    [Fact]
    public async Task A_flood_of_rubbish_is_neither_kept_nor_refused_beyond_so_much_a_second()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        var broken = Encoding.UTF8.GetBytes(
            """{"epoch":"epoch-1","first":1,"firstRetained":1,"events":[{"seq":"one"}]}""");
        for (var i = 0; i < SetAside.PerSecond; i++)
            Assert.NotNull(await hub.SendAsync(Gate, broken));
        Assert.Null(await hub.SendAsync(Gate, broken));
        Assert.Equal(SetAside.PerSecond, hub.Count("SELECT count(*) FROM set_aside"));
        Assert.Equal(10, (await hub.SendAsync(Gate, journal.Batch(1, 10)))!.Through);
        hub.Time.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(await hub.SendAsync(Gate, broken));
    }

    [Fact]
    public async Task A_birth_is_answered_with_the_position_in_its_journal()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        await hub.SayAsync(Gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 10, "epoch-1"));
        Assert.Equal(new AckMessage("epoch-1", 0, journal.Hash(0)), hub.Bus.Acks[^1]);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        await hub.SayAsync(Gate, new StateMessage(GateState.Ready, 2, "boot-1", "1.0", 0, "epoch-1"));
        Assert.Equal(new AckMessage("epoch-1", 10, journal.Hash(10)), hub.Bus.Acks[^1]);
        var before = hub.Bus.Acks.Count;
        await hub.SayAsync(Gate, new StateMessage(GateState.Lost, 2, "boot-1", "1.0", 0, "epoch-1"));
        Assert.Equal(before, hub.Bus.Acks.Count);
    }

    [Fact]
    public async Task Unknown_kinds_and_fields_and_the_sealed_part_are_kept_as_sent()
    {
        await using var hub = TestHub.Start();
        var genesis = ChainLink.ToText(ChainLink.Genesis("e"));
        var fact = """{"seq":1,"kind":"weather","new":{"a":[1]},"at":5,"prev":"GENESIS","body":{"x":1}}"""
            .Replace("GENESIS", genesis, StringComparison.Ordinal);
        var wire = fact[..^2] + ",\"sealed\":\"c2VhbGVk\"}}";
        var ack = await hub.SendAsync(
            Gate, Encoding.UTF8.GetBytes("{\"epoch\":\"e\",\"first\":1,\"firstRetained\":1,\"events\":[" + wire + "]}"));
        Assert.Equal(1, ack!.Through);
        Assert.Equal((1L, fact), hub.Facts(Gate).Single());
        Assert.Equal(1, hub.Count("SELECT count(*) FROM event WHERE CAST(sealed AS TEXT) = '\"c2VhbGVk\"'"));
    }

    [Fact]
    public async Task Two_epochs_of_one_gate_do_not_touch_each_other()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 10).Batch(1, 10));
        var ack = await hub.SendAsync(Gate, new TestJournal("epoch-2", 3).Batch(1, 3));
        Assert.Equal(("epoch-2", 3L), (ack!.Epoch, ack.Through));
        Assert.Equal(13, hub.Row(Gate).Events);
    }
}
