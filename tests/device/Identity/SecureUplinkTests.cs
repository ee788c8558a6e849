using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>MQTT over TLS 1.3 with the gate's certificate, to nobody but its hub.</summary>
public sealed class SecureUplinkTests : IAsyncLifetime
{
    private EnrolledGateFixture _gate = null!;

    public async Task InitializeAsync() => _gate = await EnrolledGateFixture.StartAsync();

    public async Task DisposeAsync() => await _gate.DisposeAsync();

    [Fact]
    public async Task The_gate_shows_its_certificate_with_the_one_that_issued_it()
    {
        using var server = new TlsServer(Server());
        var options = new UplinkOptions { Hub = new Uri($"mqtts://localhost:{server.Port}") };
        await using var client = await ConnectAsync(options, _gate.NewAccess(options));
        var shown = await server.Shown;
        Assert.Equal((SslProtocols.Tls13, "CN=lop-hoc-3"), (shown.Protocol, shown.Subject));
        Assert.True(shown.Others >= 1);
    }

    [Fact]
    public async Task A_server_of_another_authority_hears_nothing_of_the_gate()
    {
        using var other = new Enrolment.TestAuthority();
        using var server = new TlsServer(other.Server(_gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddDays(90)));
        var options = new UplinkOptions { Hub = new Uri($"mqtts://localhost:{server.Port}") };
        var refused = await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(options, _gate.NewAccess(options)));
        Assert.Contains("not of this gate's authority", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_another_authority_stand_in_place_of_enrolment_and_are_read_anew_when_they_change()
    {
        using var authority = new Enrolment.TestAuthority();
        using var server = new TlsServer(authority.Server(_gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddDays(90)));
        var folder = Directory.CreateDirectory(Path.Combine(_gate.Store.Directory, "own")).FullName;
        var options = new UplinkOptions
        {
            Hub = new Uri($"mqtts://localhost:{server.Port}"),
            Certificate = Path.Combine(folder, "gate.pem"),
            Key = Path.Combine(folder, "gate.key"),
            Authority = Path.Combine(folder, "ca.pem"),
        };
        await File.WriteAllTextAsync(options.Authority, authority.RootPem);
        var access = _gate.NewAccess(options);
        var missing = Assert.Throws<AuthenticationException>(access.Tls);
        Assert.Contains("gate.key", missing.Message, StringComparison.Ordinal);
        WritePair("cong-1");
        await using (await ConnectAsync(options, access))
            Assert.Equal("CN=cong-1", (await server.Shown).Subject);
        Assert.Null(access.Gate);
        var before = access.Certificate!.Fingerprint;
        WritePair("cong-1");
        File.SetLastWriteTimeUtc(options.Certificate, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(before, access.Certificate!.Fingerprint);

        void WritePair(string gate)
        {
            var (key, certificate) = authority.Gate(gate, _gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddDays(90));
            File.WriteAllText(options.Key!, key);
            File.WriteAllText(options.Certificate!, certificate);
        }
    }

    [Fact]
    public void Plain_text_leaves_this_machine_never_and_the_refusal_says_how_to_do_it_right()
    {
        var problems = SettingsCheck.Problems(new UplinkOptions { Hub = new Uri("mqtt://hub.example") }, "Uplink");
        Assert.Contains("checkin-gate enrol CODE", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Empty(SettingsCheck.Problems(new UplinkOptions { Hub = new Uri("mqtt://127.0.0.1:1883") }, "Uplink"));
        Assert.Empty(SettingsCheck.Problems(new UplinkOptions { Hub = new Uri("mqtts://hub.example") }, "Uplink"));
        Assert.Contains("all three or none", Assert.Single(SettingsCheck.Problems(
            new UplinkOptions { Hub = new Uri("mqtts://hub.example"), Certificate = "gate.pem" }, "Uplink")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_is_not_enrolled_is_told_what_its_hub_wants()
    {
        _gate.Store.Wipe();
        var options = new UplinkOptions { Hub = new Uri("mqtts://hub.example") };
        var problem = Assert.Throws<AuthenticationException>(_gate.NewAccess(options).Tls);
        Assert.Contains("checkin-gate enrol CODE", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<MqttClient> ConnectAsync(UplinkOptions options, HubAccess access) => await MqttClient.ConnectAsync(
        HubSession.ClientOptions(options, "lop-hoc-3", access.Tls()), TimeProvider.System, CancellationToken.None);

    private (X509Certificate2, X509Certificate2Collection) Server() =>
        _gate.Authority.Server(_gate.Hub.Now.AddDays(-1), _gate.Hub.Now.AddDays(90));
}
