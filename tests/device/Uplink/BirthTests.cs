using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Service;
using CheckIn.Gate.Tests.Journal;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class BirthTests
{
    private static readonly string State = Topics.Of("cong-a", GateTopic.State);

    [Fact]
    public void A_birth_says_init_until_every_lane_has_been_tried_and_ready_from_then_on()
    {
        var parts = new GateParts();
        var gate = new GateIdentity("cong-a", "1.0", null!, null!, tried: parts.Tried);
        Assert.Equal(GateState.Init, gate.Now);
        parts.Opened([], static () => [], static () => null);
        Assert.Equal(GateState.Init, gate.Now);
        parts.Listening();
        Assert.Equal(GateState.Ready, gate.Now);
        parts.Closed();
        Assert.Equal(GateState.Ready, gate.Now);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gate_that_becomes_ready_while_its_birth_is_on_its_way_says_so_after_it(bool isGranted)
    {
        using var files = new TestJournal();
        await using var journal = files.Open();
        using var server = new ScriptedServer();
        using var stopping = new CancellationTokenSource();
        var parts = new GateParts();
        var session = SessionOf(journal, parts, server.Port, Path.GetDirectoryName(files.Path)!).RunAsync(stopping.Token);
        await server.AcceptAsync();
        await server.GrantAsync();
        var birth = await server.ReadPublishAsync();
        Assert.Equal((State, GateState.Init), (birth.Topic, StateOf(birth)));
        if (isGranted)
        {
            await server.SendAckAsync(MqttPacketType.PubAck, birth.PacketId);
            await server.GrantAsync();
            parts.Listening();
        }
        else
        {
            parts.Listening();
            await server.SendAckAsync(MqttPacketType.PubAck, birth.PacketId);
            await server.GrantAsync();
        }
        await server.GrantAsync();
        PublishPacket said;
        do
        {
            said = await server.ReadPublishAsync();
            if (said.Qos > MqttQos.AtMostOnce)
                await server.SendAckAsync(MqttPacketType.PubAck, said.PacketId);
        }
        while (said.Topic != State);
        Assert.Equal(GateState.Ready, StateOf(said));
        server.Drop();
        await session;
    }

    private static GateState StateOf(PublishPacket packet) =>
        JsonSerializer.Deserialize(packet.Payload.ToArray(), ContractJson.Default.StateMessage)!.State;

    private static HubSession SessionOf(Gate.Journal.GateJournal journal, GateParts parts, int port, string folder)
    {
        var time = TimeProvider.System;
        var clock = new GateClock(time);
        var options = new UplinkOptions { Hub = new Uri($"mqtt://127.0.0.1:{port}") };
        var access = new HubAccess(
            new EnrolmentStore(Path.Combine(folder, "enrolment")), options, new LastKnownTime(clock, Path.Combine(folder, "clock")));
        var health = new GateHealth(
            new GateCounters(), new GateAlarms(), new DiskWrites(time), clock, new Board(), new HubLink(time), parts,
            new IdentityStanding(access, clock));
        return new HubSession(
            journal, options, new GateIdentity("cong-a", "1.0", health, clock, tried: parts.Tried), new DeliveryPace(), 1, time,
            NullLogger.Instance);
    }
}
