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

    /// <summary>The topics of everything under way to this client.</summary>
    internal static async Task<List<string>> DrainAsync(this RawClient client)
    {
        await client.SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        var topics = new List<string>();
        while (await client.ReadAsync() is var frame && frame.Type != MqttPacketType.PingResp)
            topics.Add(PublishPacket.Decode(frame, client.Decoder).Topic);
        return topics;
    }
}
