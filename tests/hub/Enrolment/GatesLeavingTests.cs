using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Tests.Enrolment;

public sealed class GatesLeavingTests
{
    [Fact]
    public async Task The_fleet_knows_who_was_revoked_or_has_wiped_itself_until_it_is_enrolled_anew()
    {
        await using var hub = new TestDesk();
        await hub.EnrolAsync("cong-a");
        await hub.EnrolAsync("cong-b");
        var fleet = hub.Get<FleetRegistry>();
        await hub.Desk.RevokeAsync("cong-a", "stolen", Actor.Local, default);
        await hub.Desk.WipedAsync("cong-b", default);
        Assert.Equal(
            (PresenceState.Revoked, PresenceState.Revoked), (fleet.Of("cong-a")!.State, fleet.Of("cong-b")!.State));
        await hub.TakeAsync(await hub.IssueAsync(gate: "cong-a", replaces: true), new TestUnit());
        Assert.Equal(PresenceState.NeverSeen, fleet.Of("cong-a")!.State);
    }

    [Fact]
    public async Task A_revoked_gate_has_no_good_certificate_and_its_history_stays()
    {
        await using var hub = new TestDesk();
        await hub.EnrolAsync("cong-a");
        await hub.Desk.RevokeAsync("cong-a", "stolen", Actor.Local, default);
        var certificate = Assert.Single(hub.Get<GateIdentities>().Of("cong-a"));
        Assert.Equal("stolen", certificate.RevokedWhy);
        Assert.True(hub.Get<GateIdentities>().IsRevoked(certificate.Serial));
        Assert.Equal((Standings.Revoked, "truong-a"), (hub.Gate("cong-a").Standing, hub.Gate("cong-a").Site));
        Assert.Equal("local revoked cong-a done", hub.Audit()[^1]);
        Assert.Null(hub.Get<Provisions>().Of("cong-a"));
    }

    [Fact]
    public async Task A_gate_that_is_unknown_or_was_never_enrolled_has_nothing_to_revoke()
    {
        await using var hub = new TestDesk();
        await hub.Store.WriteAsync(db => db.Execute("INSERT INTO gate(name) VALUES('cong-cu')"), default);
        Assert.Contains(
            "no gate cong-x", await TestDesk.RefusalAsync(
                () => hub.Desk.RevokeAsync("cong-x", "", Actor.Local, default)), StringComparison.Ordinal);
        Assert.Contains(
            "never enrolled", await TestDesk.RefusalAsync(
                () => hub.Desk.RevokeAsync("cong-cu", "", Actor.Local, default)), StringComparison.Ordinal);
        Assert.Empty(hub.Audit());
        Assert.Equal(
            "cong-cu", (await hub.EnrolAsync("cong-cu")).Gate); // A gate of before comes into service with its history.
    }

    [Fact]
    public async Task A_decommissioned_gate_is_told_to_leave_with_a_newer_version_and_may_leave_once()
    {
        await using var hub = new TestDesk();
        var grant = await hub.EnrolAsync("cong-a");
        await hub.Desk.DecommissionAsync("cong-a", Actor.Local, default);
        var provision = hub.Get<Provisions>().Of("cong-a")!;
        Assert.Equal(GateStandings.Leaving, provision.Standing);
        Assert.True(provision.Version > grant.Provision.Version);
        Assert.Null(Assert.Single(hub.Get<GateIdentities>().Of("cong-a")).RevokedAt);
        await hub.Desk.WipedAsync("cong-a", default);
        Assert.Equal(Standings.Left, hub.Gate("cong-a").Standing);
        Assert.Equal("decommissioned", Assert.Single(hub.Get<GateIdentities>().Of("cong-a")).RevokedWhy);
        Assert.Equal(
            ["local decommissioning cong-a done", "gate:cong-a wiped cong-a done"], hub.Audit().Skip(2));
        Assert.Contains(
            "not in service (left", await TestDesk.RefusalAsync(
                () => hub.Desk.DecommissionAsync("cong-a", Actor.Local, default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_says_it_is_wiped_without_being_told_is_believed()
    {
        // The technician did it at the gate.
        await using var hub = new TestDesk();
        await hub.EnrolAsync("cong-a");
        await hub.Desk.WipedAsync("cong-a", default);
        Assert.Equal(Standings.Left, hub.Gate("cong-a").Standing);
    }

    [Fact]
    public async Task A_gate_that_only_its_certificate_tells_of_is_revoked_or_replaced_and_not_enrolled_twice()
    {
        // As after the database was put back from a backup of before this gate.
        await using var hub = new TestDesk();
        var issued = hub.Get<CertificateAuthority>().IssueGate("cong-a", Convert.FromBase64String(new TestUnit().Csr()));
        await hub.Store.WriteAsync(db => GateIdentities.Keep(db, issued, hub.Time.GetUtcNow()), default);
        var twice = await TestDesk.RefusalAsync(() => hub.IssueAsync(gate: "cong-a"));
        Assert.Contains("checkin-hub replace cong-a", twice, StringComparison.Ordinal);
        var wipe = await TestDesk.RefusalAsync(() => hub.Desk.DecommissionAsync("cong-a", Actor.Local, default));
        Assert.Contains("checkin-hub revoke cong-a", wipe, StringComparison.Ordinal);
        Assert.Throws<EnrolmentException>(() => hub.Desk.OrderToReplace("cong-a"));
        Assert.Equal("truong-a", hub.Desk.OrderToReplace("cong-a", "truong-a", "in").Site);
        await hub.EnrolAsync("cong-a", replaces: true);
        Assert.True(hub.Get<GateIdentities>().IsRevoked(issued.Serial));
        Assert.Equal(Standings.Active, hub.Gate("cong-a").Standing);
    }
}
