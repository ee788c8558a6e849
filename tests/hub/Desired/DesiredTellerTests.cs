using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Desired;

public sealed class DesiredTellerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_gate_is_told_its_version_at_the_start_and_whenever_it_changes()
    {
        await using var hub = new TestDesk();
        var (a, b) = (await hub.EnrolAsync("cong-a"), await hub.EnrolAsync("cong-b"));
        using var bus = new WaitingBus();
        var notices = hub.Get<DesiredNotices>();
        using var teller = Teller(hub, bus);
        await teller.StartAsync(default);
        Assert.Equal(
            [("cong-a", a.Provision.Version), ("cong-b", b.Provision.Version)], (await bus.TakeAsync(2)).Order());
        await hub.Desk.DecommissionAsync("cong-a", Actor.Local, default);
        notices.Changed(["cong-a"]);
        Assert.Equal([("cong-a", a.Provision.Version + 1)], await bus.TakeAsync(1));
        await hub.Get<KeyRing>().RotateAsync("truong-a", Actor.Local, default);
        notices.SiteChanged("truong-a");
        var rotated = (await bus.TakeAsync(2)).Order();
        Assert.Equal([("cong-a", a.Provision.Version + 2), ("cong-b", b.Provision.Version + 1)], rotated);
        await teller.StopAsync(default);
    }

    [Fact]
    public async Task A_gate_that_left_has_an_empty_topic()
    {
        await using var hub = new TestDesk();
        await hub.EnrolAsync("cong-a");
        await hub.Desk.WipedAsync("cong-a", default);
        using var bus = new WaitingBus();
        using var teller = Teller(hub, bus);
        await teller.StartAsync(default);
        Assert.Equal([("cong-a", 0)], await bus.TakeAsync(1));
        await teller.StopAsync(default);
    }

    private static DesiredTeller Teller(TestDesk hub, IMessageBus bus) => new(
        hub.Get<DesiredNotices>(), hub.Get<DesiredGates>(), hub.Get<ReportedInbox>(), hub.Get<ModeDesk>(), hub.Store,
        hub.Get<Provisions>(), hub.Get<Hub.Lists.GateListing>(), hub.Get<SiteRegister>(), bus, TimeProvider.System,
            NullLogger<DesiredTeller>.Instance);

    private sealed class WaitingBus : IMessageBus, IDisposable
    {
        private readonly Channel<(string, long)> _told = Channel.CreateUnbounded<(string, long)>();

        public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
        {
            Assert.True(message.Retain);
            Assert.Equal(MqttQos.AtLeastOnce, message.Qos);
            Assert.True(Topics.TryParse(message.Topic, out var gate, out var leaf) && leaf == GateTopic.Desired);
            var version = message.Payload.IsEmpty ? 0
                : JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.DesiredMessage)!.Version;
            return _told.Writer.WriteAsync((gate.ToString(), version), cancellation);
        }

        internal async Task<List<(string Gate, long Version)>> TakeAsync(int count)
        {
            using var patience = new CancellationTokenSource(Patience);
            var told = new List<(string, long)>();
            while (told.Count < count)
                told.Add(await _told.Reader.ReadAsync(patience.Token));
            return told;
        }

        public void Dispose() => _told.Writer.TryComplete();
    }
}
