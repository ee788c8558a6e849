using CheckIn.Contract;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Web;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>The endpoint over TLS, with certificates made here, and who may listen where.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-tls-");
    private readonly TestCertificates _ours = new();
    private readonly TestCertificates _others = new();

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, pem);
        return path;
    }

    private Task<BrokerHost> StartAsync(bool mutual)
    {
        using var server = _ours.Issue("localhost");
        List<(string, string)> settings =
        [
            ("TlsListen", "127.0.0.1:0"),
            ("TlsCertificate", Write("server.pem", server.ExportCertificatePem())),
            ("TlsKey", Write("server.key", TestCertificates.KeyOf(server))),
        ];
        if (mutual)
            settings.Add(("TlsClientAuthority", Write("authority.pem", _ours.Root.ExportCertificatePem())));
        return BrokerHost.StartAsync([.. settings]);
    }

    private Task<MqttClient> ConnectAsync(
        BrokerHost host, string id, TestCertificates? by = null, string? name = null, MqttLevel level = MqttLevel.V5) =>
        MqttClient.ConnectAsync(new MqttClientOptions
        {
            Host = "localhost",
            Port = host.TlsPort,
            ClientId = id,
            Level = level,
            Tls = new MqttTlsOptions { TrustedRoots = [_ours.Root], ClientCertificate = by?.Issue(name ?? id) },
        }, Patience.Token);

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task A_client_that_trusts_the_servers_certificate_is_served(MqttLevel level)
    {
        await using var host = await StartAsync(mutual: false);
        await using var gate = await ConnectAsync(host, "gate-1", level: level);
        await gate.PublishAsync(MqttMessage.OfText("checkin/v1/gates/gate-1/events", "batch"), Patience.Token);
        Assert.Equal(new Received("gate-1", GateTopic.Events, "batch"), await host.Inbox.NextAsync());
    }

    [Fact]
    public async Task A_gate_is_whom_its_certificate_names_and_nobody_else()
    {
        await using var host = await StartAsync(mutual: true);
        await using var gate = await ConnectAsync(host, "gate-1", _ours);
        await gate.PublishAsync(MqttMessage.OfText("checkin/v1/gates/gate-1/events", "batch"), Patience.Token);
        Assert.Equal(new Received("gate-1", GateTopic.Events, "batch"), await host.Inbox.NextAsync());
        var refused = await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(host, "gate-2", _ours, "gate-1"));
        Assert.Equal(MqttReasonCode.NotAuthorized, refused.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_certificate_of_the_authority_the_handshake_fails(bool hasOne)
    {
        await using var host = await StartAsync(mutual: true);
        var refused = await Assert.ThrowsAsync<MqttException>(
            () => ConnectAsync(host, "gate-1", hasOne ? _others : null));
        Assert.Null(refused.Reason);
        // This machine's own endpoint is another matter.
        await using var tool = await host.ConnectAsync("tool");
    }

    public static TheoryData<string, string?, string?, BrokerAccess, string?> Endpoints() => new()
    {
        { "0.0.0.0:1883", null, null, BrokerAccess.Strict, "Broker:Listen is '0.0.0.0:1883', which other machines" },
        { "0.0.0.0:1883", null, null, BrokerAccess.Strict, "set Enrolment:Address to the name by which gates" },
        { "127.0.0.1:1883", "0.0.0.0:8883", null, BrokerAccess.Strict, "Without Broker:TlsClientAuthority" },
        { "127.0.0.1:1883", "0.0.0.0:8883", "authority", BrokerAccess.Strict, null },
        { "127.0.0.1:1883", "0.0.0.0:8883", "authority", BrokerAccess.Open,
            "Broker:Access is Open, and Broker:TlsListen is '0.0.0.0:8883'" },
        { "127.0.0.1:1883", "[::1]:8883", null, BrokerAccess.Open, null },
        { "nonsense", null, null, BrokerAccess.Strict, "not an address and port" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Where_it_may_listen_depends_on_who_can_be_told_apart(
        string listen, string? tls, string? authority, BrokerAccess access, string? problem)
    {
        using var server = _ours.Issue("localhost");
        var result = new BrokerOptionsRules(Options.Create(new WebOptions())).Validate(null, new BrokerOptions
        {
            Listen = listen,
            TlsListen = tls,
            TlsCertificate = Write("server.pem", server.ExportCertificatePem()),
            TlsKey = Write("server.key", TestCertificates.KeyOf(server)),
            TlsClientAuthority = authority is null ? null : Write("authority.pem", _ours.Root.ExportCertificatePem()),
            Access = access,
        });
        Assert.Equal(problem is null, result.Succeeded);
        if (problem is not null)
            Assert.Contains(problem, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_hubs_own_authority_any_address_may_be_listened_at()
    {
        var result = new BrokerOptionsRules(Options.Create(new WebOptions())).Validate(
            null, new BrokerOptions { TlsListen = "0.0.0.0:8883" });
        Assert.True(result.Succeeded);
    }

    [Fact]
    public void A_certificate_without_its_key_and_half_an_authority_are_told_at_the_start()
    {
        using var server = _ours.Issue("localhost");
        var rules = new BrokerOptionsRules(Options.Create(new WebOptions()));
        var keyless = rules.Validate(null, new BrokerOptions
        {
            TlsListen = "127.0.0.1:8883",
            TlsCertificate = Write("server.pem", server.ExportCertificatePem()),
        });
        Assert.Contains("Broker:TlsCertificate is '", keyless.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("cannot be used", keyless.FailureMessage, StringComparison.Ordinal);
        var half = rules.Validate(null, new BrokerOptions
        {
            TlsListen = "127.0.0.1:8883",
            TlsClientAuthority = Write("authority.pem", _ours.Root.ExportCertificatePem()),
        });
        Assert.Contains("name both, or neither", half.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_web_port_that_others_reach_forbids_open_access()
    {
        var web = Options.Create(new WebOptions { Listen = "0.0.0.0:8080" });
        var result = new BrokerOptionsRules(web).Validate(null, new BrokerOptions { Access = BrokerAccess.Open });
        Assert.Contains("Broker:Access is Open, and Web:Listen is", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_there_are_named()
    {
        var result = new BrokerOptionsRules(Options.Create(new WebOptions())).Validate(null, new BrokerOptions
        {
            TlsListen = "127.0.0.1:8883",
            TlsCertificate = "nowhere.pem",
            TlsClientAuthority = "nobody.pem",
        });
        Assert.Equal(2, result.Failures!.Count(f => f.Contains("there is no such file", StringComparison.Ordinal)));
    }
}
