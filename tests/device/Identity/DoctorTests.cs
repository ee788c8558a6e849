using CheckIn.Contract;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Service.Doctor;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>What the doctor finds of the gate's identity, and how it tries the way to the hub.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private static readonly IdentityReport Identity = new(
        "lop-hoc-3", "3F7A-91C0-ZK4M-07TQ", 1_900_000_000_000, 89, Standings.Good, false);

    private EnrolledGateFixture _gate = null!;

    public async Task InitializeAsync() => _gate = await EnrolledGateFixture.StartAsync();

    public async Task DisposeAsync() => await _gate.DisposeAsync();

    [Fact]
    public async Task Beside_a_running_gate_the_way_is_tried_up_to_the_handshake_and_nothing_is_said_in_MQTT()
    {
        using var server = new TlsServer(_gate.Authority.Server(_gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddYears(15)));
        var finding = await LookAsync(new HubCheck(), Running($"mqtts://localhost:{server.Port}", Identity));
        Assert.Equal(CheckState.Wrong, finding!.State);
        Assert.Contains("hub full", finding.Found, StringComparison.Ordinal);
        Assert.Equal("CN=lop-hoc-3", (await server.Shown).Subject);
        Assert.Equal(0, server.Heard);
    }

    [Fact]
    public async Task Somebody_else_in_the_hubs_place_is_told_as_that()
    {
        using var other = new Enrolment.TestAuthority();
        using var server = new TlsServer(other.Server(_gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddYears(15)));
        var finding = await LookAsync(new HubCheck(), Running($"mqtts://localhost:{server.Port}", Identity));
        Assert.Contains("not of this gate's authority", finding!.Found, StringComparison.Ordinal);
        Assert.Equal(DoctorWords.English.HubTrustDo, finding.Advice);
    }

    [Fact]
    public async Task A_running_gates_own_word_on_its_identity_counts()
    {
        Assert.Equal(CheckState.Good, (await LookAsync(new IdentityCheck(), Running("mqtts://hub.example", Identity)))!.State);
        var revoked = await LookAsync(new IdentityCheck(), Running("mqtts://hub.example", Identity with { Standing = Standings.Revoked }));
        Assert.Equal((CheckState.Wrong, DoctorWords.English.IdentityDo), (revoked!.State, revoked.Advice));
        var late = await LookAsync(new IdentityCheck(), Running("mqtts://hub.example", Identity with { IsLate = true }));
        Assert.Equal((CheckState.Look, DoctorWords.English.IdentityLateDo), (late!.State, late.Advice));
        Assert.Null(await LookAsync(new IdentityCheck(), Running("mqtt://127.0.0.1:1883", null)));
    }

    [Fact]
    public async Task A_gate_that_stands_still_is_judged_by_what_lies_there()
    {
        Assert.Null(await LookAsync(new IdentityCheck(), null));
        Assert.Contains("lop-hoc-3", (await LookAsync(new IdentityCheck(), null, "mqtts://hub.example"))!.Found, StringComparison.Ordinal);
        _gate.Store.Wipe();
        var none = await LookAsync(new IdentityCheck(), null, "mqtts://hub.example");
        Assert.Equal((CheckState.Wrong, DoctorWords.English.IdentityNoneDo), (none!.State, none.Advice));
    }

    private static StatusReport Running(string hub, IdentityReport? identity) => new(
        "lop-hoc-3", "Lớp học 3", 4711, "checkin", hub, "/x/journal.db", false, null, [], [], [],
        new HealthMessage(1, 1, 0, 0, 0, 0, 0, 0, 0) { Link = new LinkHealth(null, 60, 1, null, "hub full") }, identity);

    private async Task<Finding?> LookAsync(ICheck check, StatusReport? running, string hub = "mqtt://127.0.0.1:1883")
    {
        var settings = new Dictionary<string, string?>
        {
            ["Enrolment:Directory"] = _gate.Store.Directory,
            ["Uplink:Hub"] = hub,
            ["Journal:Path"] = Path.Combine(_gate.Store.Directory, "journal.db"),
        };
        var examination = new Examination(
            running, new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Language.English,
            new Technician(TextReader.Null, TextWriter.Null, false));
        await foreach (var finding in check.LookAsync(examination, CancellationToken.None))
            return finding;
        return null;
    }
}
