using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Interop.Tests;

/// <summary>What a gate says, by a client of raw packets.</summary>
internal static class GateClient
{
    internal static async Task BirthAsync(this RawClient client, string gate, string boot, long session)
    {
        var birth = new StateMessage(GateState.Ready, session, boot, "1.0", 0);
        var reason = await client.PublishAsync(new MqttMessage(
            Topics.Of(gate, GateTopic.State), JsonSerializer.SerializeToUtf8Bytes(birth, ContractJson.Default.StateMessage))
        { Retain = true });
        Assert.False(reason.IsError());
    }

    /// <summary>Subscribes; retained messages may come before the answer.</summary>
    internal static async Task AskForAsync(this RawClient client, string filter)
    {
        await client.SendAsync(new SubscribePacket(1, [new MqttSubscription(filter, MqttQos.AtMostOnce)]).Encode);
        while ((await client.ReadAsync()).Type != MqttPacketType.SubAck) { }
    }

    /// <summary>The topics of all messages under way to this client, whatever else comes between them.</summary>
    internal static async Task<List<string>> DrainAsync(this RawClient client)
    {
        await client.SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        var topics = new List<string>();
        while (await client.ReadAsync() is var frame && frame.Type != MqttPacketType.PingResp)
        {
            if (frame.Type == MqttPacketType.Publish)
                topics.Add(PublishPacket.Decode(frame, client.Decoder).Topic);
        }
        return topics;
    }
}
