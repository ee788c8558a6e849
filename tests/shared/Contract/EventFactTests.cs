using System.Buffers;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Shared.Tests.Contract;

public sealed class EventFactTests
{
    private static readonly byte[] Prev = ChainLink.Genesis("e1");

    [Fact]
    public void A_fact_has_the_members_of_the_contract_in_order_and_ends_with_the_body()
    {
        var draft = Draft("""{"outcome":"admitted"}""") with { Clock = new ClockQuality(15, 60) };
        using var json = JsonDocument.Parse(Fact(draft));
        Assert.Equal(
            ["seq", "kind", "lane", "direction", "boot", "mono_ns", "at", "clock", "prev", "body"],
            json.RootElement.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(15, json.RootElement.GetProperty("clock").GetProperty("error_ms").GetInt64());
        Assert.Equal(ChainLink.ToText(Prev), json.RootElement.GetProperty("prev").GetString());
    }

    [Fact]
    public void An_event_of_the_whole_gate_has_no_direction_and_an_unsynchronised_clock_is_null()
    {
        using var json = JsonDocument.Parse(Fact(Draft("{}") with { Direction = null }));
        Assert.False(json.RootElement.TryGetProperty("direction", out _));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("clock").ValueKind);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{}", "1")]
    [InlineData("{ \n }", "null")]
    [InlineData(""" {"a":{}} """, """{"ct":"x"}""")]
    [InlineData("{\"a\":\"{\"\n\t}", "[ 1 , 2 ]")]
    [InlineData("{\r\n  \"a\" : [ ]\r\n}\r\n", "\"s\"")]
    [InlineData("""{"\u0022seale\u0064":1,"x":"\"sealed\":1}}"}""", """{"body":{}}""")]
    public void Taking_the_sealed_part_out_of_the_wire_form_gives_the_fact_back(string body, string? sealedPart)
    {
        var draft = Draft(body, sealedPart);
        EventFact.Check(draft);
        var fact = Fact(draft);
        var wire = Wire(fact, draft.Sealed);
        using var asJson = JsonDocument.Parse(wire);
        Assert.Equal(wire.Length, EventFact.WireLength(fact, draft.Sealed.Span) - Slack(body, sealedPart));
        var received = Assert.Single(EventBatch.Read(Batch(wire)).Events);
        Assert.Equal(fact, received.Fact.ToArray());
        Assert.Equal(sealedPart ?? "", Encoding.UTF8.GetString(received.Sealed.Span));
        var link = new byte[ChainLink.Size];
        ChainLink.Of(fact, link);
        Assert.Equal(link, received.Link);

        // The length is that with a comma, which an empty body does without.
        static int Slack(string body, string? sealedPart) => sealedPart is not null && !body.Contains('"') ? 1 : 0;
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{,}")]
    [InlineData("""{"sealed":{}}""")]
    [InlineData("""{"a":1,"\u0073ealed":2}""")]
    [InlineData("""{"a":[[[[[[[[1]]]]]]]]}""")]
    public void A_body_that_no_hub_could_take_apart_is_refused(string body) =>
        Assert.Throws<ArgumentException>(() => EventFact.Check(Draft(body)));

    [Fact]
    public void A_deeper_member_named_sealed_is_nobodys_business() =>
        EventFact.Check(Draft("""{"a":{"sealed":1}}"""));

    [Fact]
    public void Lane_kind_size_encoding_and_sealed_part_are_checked()
    {
        var good = Draft("{}");
        EventFact.Check(good);
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Lane = "North 1" }));
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Kind = "" }));
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Boot = new string('b', 65) }));
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Sealed = "{"u8.ToArray() }));
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Sealed = new byte[EventFact.MaxBytes] }));
        byte[] latin1 = [.. "{\"a\":\""u8, 0xff, .. "\"}"u8];
        Assert.Throws<ArgumentException>(() => EventFact.Check(good with { Body = latin1 }));
    }

    private static EventDraft Draft(string body, string? sealedPart = null) => new(
        EventKinds.Decision, "north-1", Direction.In, "boot", 1, 1_795_000_000_000, null,
        Encoding.UTF8.GetBytes(body), sealedPart is null ? default : Encoding.UTF8.GetBytes(sealedPart));

    private static byte[] Fact(EventDraft draft)
    {
        var output = new ArrayBufferWriter<byte>();
        EventFact.Write(output, draft, 1, Prev);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Wire(byte[] fact, ReadOnlyMemory<byte> sealedPart)
    {
        var output = new ArrayBufferWriter<byte>();
        EventFact.WriteWire(output, fact, sealedPart.Span);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Batch(byte[] wire)
    {
        var output = new ArrayBufferWriter<byte>();
        var start = EventBatch.WriteStart(output, "e1", 1, 1);
        Assert.Equal(start, output.WrittenCount);
        output.Write(wire);
        EventBatch.WriteEnd(output);
        return output.WrittenSpan.ToArray();
    }
}
