using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Authority;

/// <summary>Who gets in at the gates' listeners with the hub's own authority, and who is put out again.</summary>
public sealed class GatesListenersTests
{
    private static readonly byte[] Connect311 =
        [0x10, 0x12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 6, .. "gate-1"u8];

    [Fact]
    public async Task A_gate_is_served_with_a_certificate_of_the_hubs_authority_and_nobody_without()
    {
        await using var hub = await GatesHost.StartAsync();
        using var certificate = await hub.EnrolAsync("gate-1");
        await using (var gate = await hub.ConnectAsync("gate-1", certificate))
            await gate.PublishAsync(MqttMessage.OfText("checkin/v1/gates/gate-1/health", "{}"), Patience.Token);
        var other = await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync("gate-2", certificate));
        Assert.Equal(MqttReasonCode.NotAuthorized, other.Reason);
        using var strangers = new TestCertificates();
        using var stranger = strangers.Issue("gate-1", CertificateForms.ForClients);
        using var server = hub.Authority.IssueServer(["gate-1"]);
        using var hubItself = hub.Authority.IssueHub("gate-1");
        foreach (var wrong in new[] { null, stranger, server, hubItself })
        {
            var refused = await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync("gate-1", wrong));
            Assert.Null(refused.Reason);
        }
    }

    [Fact]
    public async Task Without_a_certificate_nothing_but_the_handshake_happens()
    {
        await using var hub = await GatesHost.StartAsync();
        Assert.Equal(0, await hub.ReadAfterHandshakeAsync(null, Connect311));
        using var certificate = await hub.EnrolAsync("gate-1");
        Assert.Equal(4, await hub.ReadAfterHandshakeAsync(certificate, Connect311));
    }

    [Fact]
    public async Task An_older_version_of_tls_is_refused()
    {
        await using var hub = await GatesHost.StartAsync();
        using var certificate = await hub.EnrolAsync("gate-1");
        await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync("gate-1", certificate, SslProtocols.Tls12));
    }

    [Fact]
    public async Task A_revocation_cuts_the_connection_made_with_the_certificate_and_no_other()
    {
        await using var hub = await GatesHost.StartAsync();
        using var old = await hub.EnrolAsync("gate-1");
        using var other = await hub.EnrolAsync("gate-2");
        await using var gate = await hub.ConnectAsync("gate-1", old);
        await using var neighbour = await hub.ConnectAsync("gate-2", other);
        var watch = Stopwatch.StartNew();
        await hub.RevokeAsync("gate-1");
        await gate.Ended.Soon();
        Assert.Equal(MqttReasonCode.AdministrativeAction, gate.EndedBy?.Reason);
        // Milliseconds on a machine that is not busy; promised are 60 s.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        var refused = await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync("gate-1", old));
        Assert.Null(refused.Reason);
        Assert.Null(neighbour.EndedBy);
        using var renewed = await hub.EnrolAsync("gate-1");
        await using var again = await hub.ConnectAsync("gate-1", renewed);
        await hub.RevokeAsync("gate-1", except: renewed.SerialNumber);
        Assert.Null(again.EndedBy);
    }

    [Fact]
    public async Task However_a_connection_and_a_revocation_meet_none_stays()
    {
        await using var hub = await GatesHost.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var gate = $"gate-{round}";
            using var certificate = await hub.EnrolAsync(gate);
            var connecting = hub.ConnectAsync(gate, certificate);
            // From the middle of the handshake to well behind CONNACK.
            await Task.Delay(TimeSpan.FromMilliseconds(round));
            await hub.RevokeAsync(gate);
            try
            {
                await using var client = await connecting;
                await client.Ended.Soon();
            }
            catch (MqttException)
            {
                // It was too late for this one.
            }
        }
        var patience = Patience.Token;
        while (hub.Get<SessionTable>().Count > 0)
            await Task.Delay(1, patience);
    }

    [Fact]
    public async Task A_revocation_ends_a_connection_that_has_not_said_who_it_is_yet()
    {
        await using var hub = await GatesHost.StartAsync();
        using var certificate = await hub.EnrolAsync("gate-1");
        var reading = hub.ReadAfterHandshakeAsync(certificate, []);
        var patience = Patience.Token;
        while (hub.Get<SessionTable>().Count == 0)
            await Task.Delay(1, patience);
        var watch = Stopwatch.StartNew();
        await hub.RevokeAsync("gate-1");
        Assert.Equal(0, await reading);
        // Milliseconds on a machine that is not busy; promised are 60 s.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_certificate_that_an_older_database_does_not_know_is_good_and_is_kept()
    {
        await using var hub = await GatesHost.StartAsync();
        using var certificate = await hub.EnrolAsync("gate-1", isKept: false);
        await using var gate = await hub.ConnectAsync("gate-1", certificate);
        var patience = Patience.Token;
        while (hub.Identities.Of("gate-1").Count == 0)
            await Task.Delay(1, patience);
        var kept = Assert.Single(hub.Identities.Of("gate-1"));
        Assert.Equal(certificate.SerialNumber, kept.Serial);
        Assert.NotNull(kept.FirstUsedAt);
        await hub.Get<EnrolmentDesk>().RevokeAsync("gate-1", "stolen", Actor.Local, default);
        await gate.Ended.Soon();
    }

    [Fact]
    public async Task On_https_everybody_gets_through_and_is_told_apart_by_the_connection()
    {
        await using var hub = await GatesHost.StartAsync();
        var shown = "";
        using var nobody = hub.Http(null, server => shown = Convert.ToHexString(SHA256.HashData(server.RawData)));
        var anonymous = await GatesHost.WhoAsync(nobody);
        Assert.Equal(["", ClientFaults.None, shown], anonymous);
        using var certificate = await hub.EnrolAsync("gate-1");
        using var gate = hub.Http(certificate);
        Assert.Equal(["gate-1", ""], (await GatesHost.WhoAsync(gate))[..2]);
        using var strangers = new TestCertificates();
        using var stranger = strangers.Issue("gate-1", CertificateForms.ForClients);
        using var other = hub.Http(stranger);
        Assert.Equal(["", ClientFaults.Untrusted], (await GatesHost.WhoAsync(other))[..2]);
        await hub.RevokeAsync("gate-1");
        // The connection stands; what it proved is good no more.
        Assert.Equal("", (await GatesHost.WhoAsync(gate))[0]);
        using var again = hub.Http(certificate);
        Assert.Equal(["", ClientFaults.Revoked], (await GatesHost.WhoAsync(again))[..2]);
    }

    [Fact]
    public async Task With_another_authority_its_files_say_who_is_who_on_both_listeners()
    {
        using var theirs = new TestCertificates();
        using var server = theirs.Issue("localhost", CertificateForms.ForServers);
        var folder = Directory.CreateTempSubdirectory("checkin-external-");
        string Write(string name, string pem)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, pem);
            return path;
        }
        await using (var hub = await GatesHost.StartAsync(
            [theirs.Root],
            "--Broker:TlsCertificate=" + Write("server.pem", server.ExportCertificatePem()),
            "--Broker:TlsKey=" + Write("server.key", TestCertificates.KeyOf(server)),
            "--Broker:TlsClientAuthority=" + Write("authority.pem", theirs.Root.ExportCertificatePem())))
        {
            using var certificate = theirs.Issue("gate-1", CertificateForms.ForClients);
            await using var gate = await hub.ConnectAsync("gate-1", certificate);
            using var http = hub.Http(certificate);
            Assert.Equal(
                ["gate-1", "", Convert.ToHexString(SHA256.HashData(server.RawData))], await GatesHost.WhoAsync(http));
            var code = await Assert.ThrowsAsync<EnrolmentException>(
                () => hub.Get<EnrolmentDesk>().IssueAsync(new ClaimOrder("site", "in"), Actor.Local, default));
            Assert.Contains("come from another authority", code.Message, StringComparison.Ordinal);
            Assert.False(hub.Authority.Exists);
            // It was kept when it was first seen, so it can be revoked here.
            var patience = Patience.Token;
            while (hub.Identities.Of("gate-1").Count == 0)
                await Task.Delay(1, patience);
            await hub.RevokeAsync("gate-1");
            await gate.Ended.Soon();
            await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync("gate-1", certificate));
        }
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1:8443", "127.0.0.1:8883")]
    [InlineData("127.0.0.1:9000", "127.0.0.1:8443", "127.0.0.1:8883")]
    [InlineData("hub.example", "0.0.0.0:8443", "0.0.0.0:8883")]
    [InlineData(null, null, null)]
    public async Task The_address_alone_says_where_gates_are_listened_for(string? address, string? https, string? mqtt)
    {
        string[] settings = address is null ? [] : ["--Enrolment:Address=" + address];
        await using var app = HubApplication.Create(settings);
        var enrolment = (IOptions<EnrolmentOptions>)app.Services.GetService(typeof(IOptions<EnrolmentOptions>))!;
        var broker = (IOptions<BrokerOptions>)app.Services.GetService(typeof(IOptions<BrokerOptions>))!;
        Assert.Equal((https, mqtt), (enrolment.Value.Listen, broker.Value.TlsListen));
    }
}
