using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Tests.Enrolment;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>A gate that was enrolled by a hub in this process, and what keeps its identity.</summary>
internal sealed class EnrolledGateFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-identity-").FullName;

    private EnrolledGateFixture(HubDouble hub, TestAuthority authority)
    {
        (Hub, Authority, Store) = (hub, authority, new EnrolmentStore(Path.Combine(_folder, "enrolment")));
        Machine.SetWall(hub.Now);
        Clock = new GateClock(Machine, () => Quality);
        Access = NewAccess();
        Desk = new HubDesk(Access);
        Standing = new IdentityStanding(Access, Clock);
    }

    internal HubDouble Hub { get; private set; }
    internal TestAuthority Authority { get; }
    internal EnrolmentStore Store { get; }
    internal FakeTime Machine { get; } = new();
    internal ClockQuality? Quality { get; set; } = new(20, 60);
    internal GateClock Clock { get; }
    internal HubAccess Access { get; }
    internal HubDesk Desk { get; private set; }
    internal ProvisionCue Cue { get; } = new();
    internal IdentityStanding Standing { get; }
    internal GateKeys? Keys { get; private set; }
    internal string ClockFile => Path.Combine(_folder, "journal.db-clock");
    internal string KeysFolder => Path.Combine(_folder, "keys");

    internal static async Task<EnrolledGateFixture> StartAsync()
    {
        var authority = new TestAuthority();
        var gate = new EnrolledGateFixture(await HubDouble.StartAsync(authority), authority);
        var outcome = await new Enroller(gate.Store, TimeSpan.FromMinutes(1), TimeProvider.System)
            .EnrolAsync(gate.Hub.Code, _ => { }, default);
        Assert.Null(outcome.Failure);
        return gate;
    }

    internal HubAccess NewAccess(UplinkOptions? options = null) => new(
        Store, options ?? new UplinkOptions { Hub = new Uri("mqtts://localhost:8883") }, new LastKnownTime(Clock, ClockFile));

    internal Provisioning NewProvisioning(HubWishes? wishes = null, SettingsLife? life = null)
    {
        Keys ??= GateKeys.Open(new KeyOptions { Directory = KeysFolder }, Clock, delivered: Store.ReadDelivery());
        return new Provisioning(
            Desk, Access, Store, Keys, Standing, Cue, NullLogger<Provisioning>.Instance, wishes: wishes, life: life);
    }

    internal Renewal NewRenewal() => new(Desk, Access, Store, Clock, NullLogger<Renewal>.Instance);

    public async ValueTask DisposeAsync()
    {
        Keys?.Dispose();
        await Hub.DisposeAsync();
        Authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
