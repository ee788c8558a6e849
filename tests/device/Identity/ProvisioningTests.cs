using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Tests.Enrolment;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>What the hub has for the gate is asked for when there may be something, and taken up.</summary>
public sealed class ProvisioningTests : IAsyncLifetime
{
    private EnrolledGateFixture _gate = null!;

    public async Task InitializeAsync() => _gate = await EnrolledGateFixture.StartAsync();

    public async Task DisposeAsync() => await _gate.DisposeAsync();

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var provisioning = _gate.NewProvisioning();
        await provisioning.AskAsync(default);
        var stored = _gate.Store.ReadProvision();
        await provisioning.AskAsync(default);
        Assert.Equal("\"1\"", stored!.Tag);
        Assert.False(_gate.Standing.SettingsWait);
        Assert.Equal(stored, _gate.Store.ReadProvision());
    }

    [Fact]
    public async Task New_keys_are_taken_up_and_lie_nowhere_else()
    {
        var provisioning = _gate.NewProvisioning();
        _gate.Store.ForgetDelivery();
        var keys = HubDouble.NewKeys(2);
        _gate.Hub.Provision = _gate.Hub.Provision with { Version = 2, Keys = keys };
        await provisioning.AskAsync(default);
        Assert.Equal(2, _gate.Keys!.Version);
        Assert.All(
            Directory.GetFiles(_gate.Store.Directory), file => Assert.DoesNotContain(keys.TagKey, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_settings_are_stored_and_wait_for_the_next_start()
    {
        var provisioning = _gate.NewProvisioning();
        await provisioning.AskAsync(default);
        _gate.Hub.Provision = _gate.Hub.Provision with
        {
            Version = 2,
            Settings = new JsonObject { ["Uplink"] = new JsonObject { ["KeepAlive"] = "00:00:20" } },
        };
        await provisioning.AskAsync(default);
        Assert.True(_gate.Standing.SettingsWait);
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(_gate.Store.Directory, "settings.json")))!;
        Assert.Equal("00:00:20", (string?)settings["Uplink"]!["KeepAlive"]);
        Assert.Equal("lop-hoc-3", (string?)settings["Gate"]!["Id"]);
    }

    [Fact]
    public async Task Settings_that_a_start_would_fail_of_are_not_stored_and_are_told_until_they_are_mended()
    {
        var wishes = new HubWishes();
        var life = new SettingsLife(
            ["--Enrolment:Directory", _gate.Store.Directory],
            static builder => builder.Services.AddSettings<UplinkOptions>(builder.Configuration, "Uplink"));
        var provisioning = _gate.NewProvisioning(wishes, life);
        await AskWithAsync(provisioning, 2, "00:00:20");
        Assert.Null(wishes.Report.Errors);

        await AskWithAsync(provisioning, 3, "01:00:00");
        var problem = Assert.Single(wishes.Report.Errors!);
        Assert.Equal("Uplink:KeepAlive", problem.Path);
        Assert.Contains("'01:00:00'; allowed: 00:00:05 to 00:01:00", problem.Problem, StringComparison.Ordinal);
        Assert.Equal("00:00:20", KeepAlive());
        var stored = _gate.Store.ReadProvision()!;
        Assert.Equal((3, (string?)null, 1), (stored.Version, stored.Tag, stored.Problems!.Count));

        await AskWithAsync(provisioning, 4, "00:00:30");
        Assert.Null(wishes.Report.Errors);
        Assert.Equal("00:00:30", KeepAlive());

        string? KeepAlive() => (string?)JsonNode.Parse(
            File.ReadAllText(Path.Combine(_gate.Store.Directory, "settings.json")))!["Uplink"]!["KeepAlive"];
    }

    private async Task AskWithAsync(Provisioning provisioning, long version, string keepAlive)
    {
        _gate.Hub.Provision = _gate.Hub.Provision with
        {
            Version = version,
            Settings = new JsonObject { ["Uplink"] = new JsonObject { ["KeepAlive"] = keepAlive } },
        };
        await provisioning.AskAsync(default);
    }

    [Fact]
    public async Task A_revoked_certificate_is_told_and_forgotten_when_the_hub_takes_it_again()
    {
        var provisioning = _gate.NewProvisioning();
        _gate.Hub.RefusesCertificates = new EnrolmentRefusal(EnrolmentReasons.NotAGate);
        await provisioning.AskAsync(default);
        Assert.Equal(Standings.Revoked, _gate.Standing.Read()!.Standing);
        _gate.Hub.RefusesCertificates = null;
        await provisioning.AskAsync(default);
        Assert.Equal(Standings.Good, _gate.Standing.Read()!.Standing);
    }

    [Fact]
    public async Task A_gate_that_shall_leave_knows_it_after_a_restart_too()
    {
        _gate.Hub.Provision = _gate.Hub.Provision with { Version = 2, Standing = GateStandings.Leaving };
        await _gate.NewProvisioning().AskAsync(default);
        Assert.True(_gate.NewProvisioning().IsLeaving);
        Assert.Equal(Standings.Leaving, _gate.Standing.Standing);
    }

    [Fact]
    public async Task Days_left_are_whole_and_unknown_without_a_clock()
    {
        var own = _gate.Access.Certificate!;
        _gate.Machine.SetWall(own.NotAfter.AddDays(-12.5));
        Assert.Equal(12, _gate.Standing.DaysLeft);
        _gate.Quality = null;
        await using var other = await EnrolledGateFixture.StartAsync();
        other.Quality = null;
        Assert.Null(other.Standing.DaysLeft);
    }

    [Fact]
    public async Task The_hub_is_asked_after_a_connection_and_when_it_names_another_version()
    {
        var asked = new SemaphoreSlim(0);
        using var service = new IdentityService(
            _gate.Access, _gate.NewProvisioning(), _gate.NewRenewal(), _gate.Cue, new Liveness(TimeProvider.System), TimeProvider.System,
            NullLogger<IdentityService>.Instance)
        { Spread = TimeSpan.Zero };
        service.Asked += () => asked.Release();
        await service.StartAsync(default);
        _gate.Cue.Connected();
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20)));
        _gate.Cue.Wanted(1);
        Assert.False(await asked.WaitAsync(TimeSpan.FromMilliseconds(50)));
        _gate.Hub.Provision = _gate.Hub.Provision with { Version = 2 };
        _gate.Cue.Wanted(2);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(2, _gate.Store.ReadProvision()!.Version);
        await service.StopAsync(default);
    }
}
