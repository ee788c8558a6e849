using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Tests that measure the process, and so run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>From a gate's socket to the inbox, past the topic tree.</summary>
[Collection(Alone.Name)]
public class IngestPathTests
{
    private static byte[] Batches(int count, string topic)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer);
        for (var i = 1; i <= count; i++)
        {
            new PublishPacket(topic, new(new byte[300])) { Qos = MqttQos.AtLeastOnce, PacketId = (ushort)i }
                .Encode(writer);
        }
        return buffer.WrittenSpan.ToArray();
    }

    [Theory]
    [InlineData("checkin/v1/gates/gate-1/events")]
    [InlineData("nobody/subscribed")]
    public async Task A_message_for_the_inbox_or_for_nobody_costs_no_memory(string topic)
    {
        const int Messages = 20_000;
        await using var host = await BrokerHost.StartAsync();
        host.Inbox.IsDeaf = true;
        using var gate = await RawClient.ResumeAsync(host.Port, "gate-1", expiry: 0);
        var batches = Batches(Messages, topic);
        var received = new byte[64 * 1024];
        await ExchangeAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ExchangeAsync();
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Messages;
        // Some for the reads and writes themselves, and for whatever else the process does meanwhile.
        Assert.InRange(each, 0, 60);

        async Task ExchangeAsync()
        {
            var sending = gate.SendAsync(batches);
            Assert.Equal(Messages * 4, await gate.SkipAsync(Messages * 4, received));
            await sending;
        }
    }

    [Fact]
    public async Task A_tool_that_subscribes_gets_a_gates_events_too_after_the_inbox()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var gate = await host.ConnectAsync("gate-1");
        var events = MqttMessage.OfText(Topics.Of("gate-1", GateTopic.Events), "batch");
        await gate.PublishAsync(events, Patience.Token);
        using var tool = await RawClient.ResumeAsync(host.Port, "tool", password: BrokerHost.Programs.Password);
        await tool.SubscribeAsync(Topics.OfAnyGate(GateTopic.Events), MqttQos.AtMostOnce);
        var isIn = new TaskCompletionSource();
        host.Inbox.Before = _ => isIn.Task;
        var publishing = gate.PublishAsync(events, Patience.Token).AsTask();
        await tool.NothingAsync();
        isIn.SetResult();
        await publishing;
        Assert.Equal("batch", (await tool.TakeAsync()).Text);
        await tool.NothingAsync();
    }

    [Fact]
    public async Task A_gate_whose_batch_is_not_stored_yet_is_not_read()
    {
        await using var host = await BrokerHost.StartAsync();
        var isIn = new TaskCompletionSource();
        host.Inbox.Before = _ => isIn.Task;
        using var gate = await RawClient.ResumeAsync(host.Port, "gate-1", expiry: 0);
        var sending = gate.SendAsync(Batches(60_000, Topics.Of("gate-1", GateTopic.Events)));
        using var other = await RawClient.ResumeAsync(host.Port, "other");
        await other.PublishAsync("elsewhere", "x");
        // 20 MB do not fit into the sockets' buffers, and the hub takes none of it.
        Assert.False(sending.IsCompleted);
        host.Inbox.IsDeaf = true;
        isIn.SetResult();
        await gate.SkipAsync(60_000 * 4);
        await sending;
    }
}
