using System.Text;
using CheckIn.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Contract;

public sealed class EventBatchTests
{
    private static readonly string Link = new('a', 64);

    [Fact]
    public void A_batch_of_a_newer_gate_keeps_members_that_are_not_known()
    {
        var text = Event(7, """{"outcome":"refused","tag":"t","new":{"x":[1]}}""").Replace(
            "\"lane\"", "\"future\":{\"a\":1},\"lane\"", StringComparison.Ordinal);
        var batch = Read(
            $$"""{"note":"x","epoch":"e1","first":7,"firstRetained":3,"events":[{{text}}],"more":[{}]}""");
        Assert.Equal(("e1", 7L, 3L), (batch.Epoch, batch.First, batch.FirstRetained));
        var received = Assert.Single(batch.Events);
        Assert.Equal(text, Encoding.UTF8.GetString(received.Fact.Span));
        Assert.Equal(("decision", "n1", "in", "refused", "t"),
            (received.Kind, received.Lane, received.Direction, received.Outcome, received.Tag));
        Assert.Equal(("b", 5L, 9L), (received.Boot, received.MonotonicNs, received.At));
    }

    [Fact]
    public void An_event_without_lane_and_direction_is_read()
    {
        var received = Read(Batch($$"""{"seq":1,"kind":"later","at":9,"prev":"{{Link}}","body":"text"}""")).Events[0];
        Assert.Equal(("later", "", null, null), (received.Kind, received.Lane, received.Direction, received.Outcome));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":1,"events":[]}""")]
    [InlineData("""{"epoch":"E1","first":1,"firstRetained":1,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":0,"firstRetained":1,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":2,"firstRetained":1,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":0,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":1,"events":[EVENT,EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":1,"events":[EVENT,3]}""")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":1,"events":[EVENT]} x""")]
    [InlineData("""{"epoch":"e1","first":1,"firstRetained":1,"events":[EVENT]""")]
    [InlineData("""{"epoch":1,"first":1,"firstRetained":1,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":"1","firstRetained":1,"events":[EVENT]}""")]
    [InlineData("""{"epoch":"e1","first":1.5,"firstRetained":1,"events":[EVENT]}""")]
    public void What_breaks_the_contract_is_refused(string text) =>
        Assert.Throws<MalformedBatchException>(
            () => Read(text.Replace("EVENT", Event(1, "{}"), StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"sealed":1,"a":2}""")]
    [InlineData("""{"sealed":1,"sealed":2}""")]
    [InlineData("""{"a":1},"body":{"sealed":2}""")]
    [InlineData("""{"outcome":5}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""")]
    public void A_body_whose_sealed_part_cannot_be_taken_out_again_is_refused(string body) =>
        Assert.Throws<MalformedBatchException>(() => Read(Batch(Event(1, body))));

    [Fact]
    public void A_refusal_says_which_batch_it_was_as_far_as_that_could_be_read()
    {
        var error = Assert.Throws<MalformedBatchException>(() =>
            Read("""{"epoch":"e1","first":12,"firstRetained":1,"events":[{"seq":}]}"""));
        Assert.Equal(("e1", 12L), (error.Epoch, error.First));
    }

    [Theory]
    [InlineData("""{"epoch":"e1","first":12,"last":20,"firstRetained":1,"events":[{"seq":"12"}]}""", 20L, "malformed")]
    [InlineData("""{"epoch":"e1","first":12,"last":11,"firstRetained":1,"events":[{}]}""", null, "malformed")]
    [InlineData("""{"epoch":"e1","first":12,"last":13,"firstRetained":1,"events":[EVENT]}""", 13L, "malformed")]
    [InlineData("""{"epoch":"e1","first":12,"last":13,"contract":2,"events":{"a":1}}""", 13L, "unsupported")]
    [InlineData("""{"epoch":"e1","first":12,"last":12,"firstRetained":1,"contract":2,"events":[EVENT]}""", 12L, "unsupported")]
    public void A_refusal_names_the_range_from_the_head_and_the_reason(string text, long? last, string reason)
    {
        var error = Assert.Throws<MalformedBatchException>(
            () => Read(text.Replace("EVENT", Event(12, "{}"), StringComparison.Ordinal)));
        Assert.Equal(("e1", 12L, last, reason), (error.Epoch, error.First, error.Last, error.Reason));
    }

    [Theory]
    [InlineData("\"contract\":1,")]
    [InlineData("\"last\":1,")]
    [InlineData("")]
    public void A_batch_of_this_contract_is_read_with_or_without_what_it_may_leave_out(string more) =>
        Assert.Single(Read("{" + more + Batch(Event(1, "{}"))[1..]).Events);

    [Fact]
    public void A_head_after_many_bytes_of_something_else_is_not_looked_for()
    {
        var error = Assert.Throws<MalformedBatchException>(() =>
            Read($$"""{"note":"{{new string('x', 2000)}}","epoch":"e1","first":1,"events":[]}"""));
        Assert.Null(error.Epoch);
    }

    [Fact]
    public void Escaped_texts_are_read_as_what_they_mean()
    {
        var received = Read(Batch(Event(1, """{"outcome":"re\u0066used","tag":"a\"b"}""")).Replace(
            "\"decision\"", "\"deci\\u0073ion\"", StringComparison.Ordinal)).Events[0];
        Assert.Equal(("decision", "refused", "a\"b"), (received.Kind, received.Outcome, received.Tag));
    }

    [Fact]
    public void Reading_into_memory_that_was_used_before_makes_nothing_anew()
    {
        var batch = Encoding.UTF8.GetBytes("""{"epoch":"e1","first":1,"firstRetained":1,"events":["""
            + string.Join(',', Enumerable.Range(1, 100).Select(static seq => Event(seq,
                $$"""{"outcome":"admitted","tag":"{{Link}}","sealed":["{{Link}}"]}"""))) + "]}");
        var (scratch, memory) = (new byte[batch.Length], new EventMemory());
        EventBatch.Read(batch, scratch, memory);
        EventBatch.Read(batch, scratch, memory);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var events = EventBatch.Read(batch, scratch, memory).Events;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Assert.Equal(Enumerable.Range(1, 100).Select(static seq => (long)seq), events.Select(received => received.Seq));
    }

    [Fact]
    public void Nothing_of_an_earlier_batch_is_left_in_memory_that_is_used_again()
    {
        var memory = new EventMemory();
        byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
        var full = Bytes(Batch(Event(1, """{"outcome":"admitted","tag":"t","sealed":1}""")));
        EventBatch.Read(full, new byte[full.Length], memory);
        var bare = Bytes(Batch($$"""{"seq":1,"kind":"k","at":2,"prev":"{{Link}}"}"""));
        var read = Assert.Single(EventBatch.Read(bare, new byte[bare.Length], memory).Events);
        Assert.Equal(("k", "", null, null, null, null),
            (read.Kind, read.Lane, read.Direction, read.Boot, read.Outcome, read.Tag));
        Assert.True(read.Sealed.IsEmpty);
    }

    [Fact]
    public void An_event_is_read_back_from_its_fact()
    {
        var fact = Encoding.UTF8.GetBytes(Event(7, """{"outcome":"refused"}"""));
        var read = EventBatch.ReadEvent(fact);
        Assert.Equal((7L, "refused", 9L), (read.Seq, read.Outcome, read.At));
        Assert.Throws<MalformedBatchException>(() => EventBatch.ReadEvent(fact.AsMemory(0, fact.Length - 3)));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Batch(Event(1, """{"a":"?"}""")));
        bytes[Array.LastIndexOf(bytes, (byte)'?')] = 0xff;
        Assert.Throws<MalformedBatchException>(() => EventBatch.Read(bytes));
    }

    [Fact]
    public void More_than_500_events_or_128_kb_are_refused()
    {
        var many = string.Join(',', Enumerable.Range(1, 501).Select(static seq => $"{{\"seq\":{seq}}}"));
        Assert.Throws<MalformedBatchException>(() => Read(Batch(many)));
        var large = Event(1, $"{{\"a\":\"{new string('x', EventBatch.MaxBytes)}\"}}");
        Assert.Throws<MalformedBatchException>(() => Read(Batch(large)));
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_anything_else()
    {
        var good = Encoding.UTF8.GetBytes(Batch(Event(1, """{"outcome":"admitted","tag":"t","sealed":{"ct":"x"}}""")));
        var damage = Gen.ListOf(Gen.Zip(Gen.Choose(0, good.Length - 1), Gen.Choose(0, 255)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(damage), changes =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (at, value) in changes)
                bytes[at] = (byte)value;
            try
            {
                return EventBatch.Read(bytes).Events.Count == 1;
            }
            catch (MalformedBatchException)
            {
                return true;
            }
        }));
    }

    private static EventBatch Read(string text) => EventBatch.Read(Encoding.UTF8.GetBytes(text));

    private static string Batch(string events) =>
        $$"""{"epoch":"e1","first":1,"firstRetained":1,"events":[{{events}}]}""";

    private static string Event(long seq, string body) =>
        $$"""{"seq":{{seq}},"kind":"decision","lane":"n1","direction":"in","boot":"b","mono_ns":5,"at":9,"""
        + $$"""
        "clock":null,"prev":"{{Link}}","body":{{body}}}
        """.Trim();
}
