using System.Text;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.Hub.Tests.Ingest;

public sealed class GoldenIngestTests
{
    private const string Gate = "gate-a";

    [Theory]
    [InlineData("v1/events-first", 5)]
    [InlineData("v1/events", 5)]
    [InlineData("v1/future/events", 3)]
    public async Task What_any_gate_of_contract_1_sends_is_stored_byte_for_byte(string name, int events)
    {
        await using var hub = TestHub.Start();
        var sent = GoldenMessages.Read(name);
        var ack = await hub.SendAsync(Gate, sent);
        Assert.Equal(((long)events, 1L, (long)events, null), (ack!.Through, ack.First, ack.Last, ack.Refused));
        var batch = EventBatch.Read(sent);
        Assert.Equal(
            batch.Events.Select(received => (received.Seq, Encoding.UTF8.GetString(received.Fact.Span))), hub.Facts(Gate));
        Assert.Equal(0, hub.Row(Gate).ChainBreaks);
        var part = Encoding.UTF8.GetString(batch.Events.First(received => !received.Sealed.IsEmpty).Sealed.Span);
        Assert.Equal(1, hub.Count($"SELECT count(*) FROM event WHERE CAST(sealed AS TEXT) = '{part}'"));
    }

    [Fact]
    public async Task A_newer_gates_birth_is_answered()
    {
        await using var hub = TestHub.Start();
        await hub.Inbox.OnPublishAsync(
            Gate, GateTopic.State, new(GoldenMessages.Read("v1/future/state")), default);
        Assert.Equal(0, hub.Bus.Acks.Single().Through);
    }

    [Fact]
    public async Task A_newer_contract_is_refused_with_its_range_and_set_aside_as_it_came()
    {
        await using var hub = TestHub.Start();
        var sent = GoldenMessages.Read("v1/future/events-contract-2");
        var ack = await hub.SendAsync(Gate, sent);
        Assert.Equal([new RefusedEvents(1, 2, RefusalReasons.Unsupported)], ack!.Refused);
        Assert.Equal(1, hub.Count(
            $"SELECT count(*) FROM set_aside WHERE CAST(payload AS TEXT) = '{Encoding.UTF8.GetString(sent)}'"));
    }
}
