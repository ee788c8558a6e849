using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Tests.Authority;

namespace CheckIn.Hub.Tests.Enrolment;

/// <summary>Over real TLS, as a gate does it.</summary>
public sealed class GateEndpointsTests
{
    [Fact]
    public async Task A_gate_enrols_over_tls_with_proofs_on_both_sides_and_is_a_gate_from_then_on()
    {
        await using var hub = await GatesHost.StartAsync();
        var unit = new TestUnit();
        var (grant, certificate) = await EnrolAsync(hub, unit);
        Assert.Equal(hub.Authority.Root.Thumbprint, X509Certificate2.CreateFromPem(grant.Authority).Thumbprint);
        Assert.Equal((hub.MqttPort, hub.HttpsPort), (grant.Mqtt.Port, grant.Https.Port));
        using var gate = hub.Http(certificate);
        using var first = await gate.GetAsync(new Uri("api/v1/gate/provision", UriKind.Relative));
        var provision = await first.Content.ReadFromJsonAsync(EnrolmentJson.Default.ProvisionMessage);
        Assert.Equal(
            (grant.Provision.Version, "truong-a-01"), (provision!.Version, (string?)provision.Settings["Gate"]!["Id"]));
        Assert.Equal((unit.Fingerprint, "truong-a-01"), (Fingerprint.Of(certificate), grant.Gate));
    }

    [Fact]
    public async Task Provision_is_sent_again_only_when_it_has_changed()
    {
        await using var hub = await GatesHost.StartAsync();
        var (_, certificate) = await EnrolAsync(hub, new TestUnit());
        using var gate = hub.Http(certificate);
        using var first = await gate.GetAsync(new Uri("api/v1/gate/provision", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotModified, (await AskAgainAsync(gate, first)).Status);
        await hub.Get<EnrolmentDesk>().DecommissionAsync("truong-a-01", Actor.Local, default);
        var (status, body) = await AskAgainAsync(gate, first);
        Assert.Equal(HttpStatusCode.OK, status);
        var changed = JsonSerializer.Deserialize(body, EnrolmentJson.Default.ProvisionMessage)!;
        Assert.Equal(GateStandings.Leaving, changed.Standing);
        using var wiped = await gate.PostAsync(new Uri("api/v1/gate/wiped", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NoContent, wiped.StatusCode);
        Assert.Equal(Standings.Left, hub.Get<EnrolmentDesk>().Known("truong-a-01").Standing);
    }

    [Fact]
    public async Task A_gate_renews_and_both_certificates_are_good()
    {
        await using var hub = await GatesHost.StartAsync();
        var (grant, certificate) = await EnrolAsync(hub, new TestUnit());
        using var gate = hub.Http(certificate);
        var next = new TestUnit();
        using var answer = await gate.PostAsJsonAsync(
            "api/v1/gate/certificate", new RenewalRequest(next.Csr()), EnrolmentJson.Default.RenewalRequest);
        var renewal = (await answer.Content.ReadFromJsonAsync(EnrolmentJson.Default.RenewalGrant))!;
        Assert.Equal(grant.Authority, renewal.Authority);
        using var renewed = hub.Http(next.Pair(renewal.Certificate));
        Assert.Equal("truong-a-01", (await GatesHost.WhoAsync(renewed))[0]);
        Assert.Equal("truong-a-01", (await GatesHost.WhoAsync(gate))[0]);
        Assert.Equal(2, hub.Identities.Of("truong-a-01").Count);
        using var wrong = await gate.PostAsJsonAsync(
            "api/v1/gate/certificate", new RenewalRequest("AAAA"), EnrolmentJson.Default.RenewalRequest);
        Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.Malformed), await RefusalAsync(wrong));
    }

    [Fact]
    public async Task A_gate_that_renews_without_end_is_stopped()
    {
        await using var hub = await GatesHost.StartAsync();
        var (_, certificate) = await EnrolAsync(hub, new TestUnit());
        using var gate = hub.Http(certificate);
        for (var i = 1; i < 16; i++)
            Assert.Equal(HttpStatusCode.OK, (await RenewAsync(gate)).Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, EnrolmentReasons.Busy), await RenewAsync(gate));
    }

    [Fact]
    public async Task Nobody_without_a_good_certificate_gets_anything_below_gate()
    {
        await using var hub = await GatesHost.StartAsync();
        var (_, certificate) = await EnrolAsync(hub, new TestUnit());
        using var gate = hub.Http(certificate);
        await GatesHost.WhoAsync(gate);
        await hub.Get<EnrolmentDesk>().RevokeAsync("truong-a-01", "stolen", Actor.Local, default);
        using var nobody = hub.Http(null);
        foreach (var http in new[] { gate, nobody })
        {
            using var provision = await http.GetAsync(new Uri("api/v1/gate/provision", UriKind.Relative));
            Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.NotAGate), await RefusalAsync(provision));
            using var renewal = await http.PostAsync(new Uri("api/v1/gate/certificate", UriKind.Relative), null);
            Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.NotAGate), await RefusalAsync(renewal));
            using var wiped = await http.PostAsync(new Uri("api/v1/gate/wiped", UriKind.Relative), null);
            Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.NotAGate), await RefusalAsync(wiped));
        }
    }

    [Fact]
    public async Task Whoever_stands_between_with_another_certificate_gets_nothing()
    {
        await using var hub = await GatesHost.StartAsync();
        var issued = await IssueAsync(hub);
        using var http = hub.Http(null);
        var body = new TestUnit().Request();
        using var answer = await PostAsync(
            http, issued.Id, body, EnrolmentProof.OfGate(issued.Code.Key(), SHA256.HashData("another"u8), body));
        Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.Wrong), await RefusalAsync(answer));
        Assert.False(answer.Headers.Contains(EnrolmentProof.Header));
    }

    [Fact]
    public async Task Too_long_a_body_and_no_proof_are_refused_and_the_unknown_is_404()
    {
        await using var hub = await GatesHost.StartAsync();
        var issued = await IssueAsync(hub);
        using var http = hub.Http(null);
        using var large = await PostAsync(http, issued.Id, new byte[GateEndpoints.MaxBody + 1], "x");
        Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.Malformed), await RefusalAsync(large));
        using var bare = await http.PostAsync(
            new Uri("api/v1/enrolment/" + issued.Id, UriKind.Relative), new ByteArrayContent([1]));
        Assert.Equal((HttpStatusCode.Forbidden, EnrolmentReasons.Wrong), await RefusalAsync(bare));
        using var unknown = await PostAsync(http, "0000", [1], "x");
        Assert.Equal((HttpStatusCode.NotFound, EnrolmentReasons.Unknown), await RefusalAsync(unknown));
    }

    [Fact]
    public async Task An_address_that_tries_too_often_is_told_to_wait()
    {
        await using var hub = await GatesHost.StartAsync(settings: "--Enrolment:AttemptsPerMinute=3");
        using var http = hub.Http(null);
        for (var i = 0; i < 3; i++)
            (await PostAsync(http, "0000", [1], "x")).Dispose();
        using var fourth = await PostAsync(http, "0000", [1], "x");
        Assert.Equal((HttpStatusCode.TooManyRequests, EnrolmentReasons.Busy), await RefusalAsync(fourth));
        Assert.InRange(fourth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:aaaa::1", "20010DB800010002")]
    [InlineData("2001:db8:1:2:bbbb::1", "20010DB800010002")]
    public void Of_ipv6_a_network_is_counted_as_one(string address, string counted) =>
        Assert.Equal(counted, GateLimits.Attempts.NetworkOf(IPAddress.Parse(address)));

    [Fact]
    public async Task The_gates_door_and_the_web_serve_nothing_of_each_other()
    {
        await using var hub = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(hub);
        using var gates = hub.Http(null);
        foreach (var path in new[] { "", "healthz", "api/v1/gates", "api/v1/audit", "openapi/v1.json", "mqtt",
            "api/v1/plans/in" })
        {
            using var answer = await gates.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        foreach (var path in new[] { "api/v1/gate/provision", "api/v1/Gate/provision", "api/v1/enrolment/0000",
            "api/v1/gate/who" })
        {
            using var answer = await web.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static Task<IssuedCode> IssueAsync(GatesHost hub) =>
        hub.Get<EnrolmentDesk>().IssueAsync(new ClaimOrder("truong-a", "in"), Actor.Local, default);

    private static async Task<(EnrolmentGrant Grant, X509Certificate2 Certificate)> EnrolAsync(
        GatesHost hub, TestUnit unit)
    {
        var issued = await IssueAsync(hub);
        byte[] shown = [];
        using var http = hub.Http(null, certificate => shown = SHA256.HashData(certificate.RawData));
        await GatesHost.WhoAsync(http); // The handshake comes before the proof of it.
        var body = unit.Request();
        using var answer = await PostAsync(
            http, issued.Id.ToLowerInvariant(), body, EnrolmentProof.OfGate(issued.Code.Key(), shown, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(
            EnrolmentProof.OfHub(issued.Code.Key(), body, bytes), answer.Headers.GetValues(
                EnrolmentProof.Header).Single());
        var grant = JsonSerializer.Deserialize(bytes, EnrolmentJson.Default.EnrolmentGrant)!;
        return (grant, unit.Pair(grant.Certificate));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string id, byte[] body, string proof)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/enrolment/" + id);
        request.Content = new ByteArrayContent(body);
        request.Headers.Add(EnrolmentProof.Header, proof);
        return http.SendAsync(request);
    }

    private static async Task<(HttpStatusCode Status, string? Reason)> RenewAsync(HttpClient gate)
    {
        using var answer = await gate.PostAsJsonAsync(
            "api/v1/gate/certificate", new RenewalRequest(new TestUnit().Csr()), EnrolmentJson.Default.RenewalRequest);
        return answer.IsSuccessStatusCode ? (answer.StatusCode, null) : await RefusalAsync(answer);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAgainAsync(
        HttpClient gate, HttpResponseMessage before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/gate/provision");
        request.Headers.IfNoneMatch.Add(before.Headers.ETag!);
        using var answer = await gate.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Reason)> RefusalAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentRefusal))!.Reason);
}
