using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Fleet;

/// <summary>A gate that is two machines, as the hub shows and records it.</summary>
public sealed class CopiedIdentityTests
{
    private const string Gate = "gate-a";

    private static StateMessage Birth(string boot, long session, GateState state = GateState.Ready) =>
        new(state, session, boot, "1.0", 0, "epoch-1");

    private static HealthMessage Health(params string[] alarms) =>
        new(7, 0, 0, 0, 0, 0, 0, 0, 0) { Alarms = alarms };

    private static bool IsRaised(TestHub hub) => hub.Row(Gate).Alarms?.Contains(AlarmWords.IdentityCopied) == true;

    private static async Task<IReadOnlyList<AuditRow>> AuditAsync(TestHub hub)
    {
        // The row is written behind the message that raised it.
        await hub.Store.WriteAsync(_ => { }, default);
        return hub.Store.Read(db => AuditLog.Read(db, 0, 100));
    }

    [Fact]
    public async Task Two_machines_in_turns_are_raised_once_and_recorded()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, Birth("boot-1", 7));
        await hub.SayAsync(Gate, Birth("boot-2", 8));
        await hub.SayAsync(Gate, Birth("boot-1", 7, GateState.Lost));
        Assert.False(IsRaised(hub));
        var changed = hub.Fleet.Changed;
        await hub.SayAsync(Gate, Birth("boot-1", 9));
        Assert.True(changed.IsCompleted);
        Assert.True(IsRaised(hub));
        await hub.SayAsync(Gate, Birth("boot-2", 10));
        var row = Assert.Single(await AuditAsync(hub));
        Assert.Equal(("hub", AuditActions.IdentityCopied, Gate, "raised"), (row.Actor, row.Action, row.Subject, row.Outcome));
    }

    [Fact]
    public async Task Reboots_reconnects_and_the_words_of_the_dead_raise_nothing()
    {
        await using var hub = TestHub.Start();
        for (var session = 1; session <= 50; session++)
        {
            await hub.SayAsync(Gate, Birth($"boot-{session / 3}", session));
            await hub.SayAsync(Gate, Birth($"boot-{session / 3}", session));
            await hub.SayAsync(Gate, Birth($"boot-{(session - 1) / 3}", session - 1, GateState.Lost));
            await hub.SayAsync(Gate, Health("hub_lost"));
        }
        Assert.False(IsRaised(hub));
        Assert.Empty(await AuditAsync(hub));
    }

    [Fact]
    public async Task What_the_gate_itself_noticed_stands_here_when_it_is_over_there()
    {
        await using var hub = TestHub.Start();
        await hub.SayAsync(Gate, Birth("boot-1", 7));
        await hub.SayAsync(Gate, Health(AlarmWords.IdentityCopied));
        await hub.SayAsync(Gate, Health(AlarmWords.IdentityCopied));
        Assert.Equal([AlarmWords.IdentityCopied], hub.Row(Gate).Alarms!);
        await hub.SayAsync(Gate, Health());
        Assert.True(IsRaised(hub));
        Assert.Single(await AuditAsync(hub));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_stands_over_a_restart_until_the_certificate_is_revoked(bool hasCertificate)
    {
        var hub = TestHub.Start();
        var now = hub.Time.GetUtcNow();
        await hub.SayAsync(Gate, Birth("boot-1", 7));
        if (hasCertificate)
        {
            var issued = new IssuedCertificate("01", Gate, "", "fingerprint", now, now.AddDays(1));
            await hub.Store.WriteAsync(db => GateIdentities.Keep(db, issued, now), default);
        }
        await hub.SayAsync(Gate, Health(AlarmWords.IdentityCopied));
        await AuditAsync(hub);
        hub = await hub.RestartAsync();
        Assert.Equal(hasCertificate, IsRaised(hub));
        if (hasCertificate)
        {
            hub.Time.Pass(TimeSpan.FromMinutes(1));
            await hub.Store.WriteAsync(db => GateIdentities.Revoke(db, Gate, "copied", hub.Time.GetUtcNow()), default);
            hub.Fleet.OnRevoked(Gate);
            Assert.False(IsRaised(hub));
            hub = await hub.RestartAsync();
            Assert.False(IsRaised(hub));
        }
        await hub.DisposeAsync();
    }
}
