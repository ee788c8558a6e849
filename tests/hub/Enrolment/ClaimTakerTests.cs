using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;

namespace CheckIn.Hub.Tests.Enrolment;

public sealed class ClaimTakerTests
{
    [Fact]
    public async Task A_gate_gets_its_name_certificate_root_settings_and_keys_in_one_answer()
    {
        await using var hub = new TestDesk();
        var unit = new TestUnit();
        var issued = await hub.Desk.IssueAsync(new ClaimOrder("truong-a", "in", null, "Cổng A2"), Actor.Local, default);
        var (answer, grant) = await hub.TakeAsync(issued, unit);
        Assert.Equal(200, answer.Status);
        Assert.Equal(("truong-a-01", "Cổng A2"), (grant!.Gate, grant.Name));
        Assert.Equal(
            (new Uri("mqtts://hub.example:8883"), new Uri("https://hub.example:8443/")), (grant.Mqtt, grant.Https));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(grant.Certificate);
        Assert.Equal("truong-a-01", chain[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        Assert.Equal(unit.Fingerprint, Fingerprint.Of(chain[0]));
        Assert.Equal(
            hub.Get<CertificateAuthority>().Root.Thumbprint, X509Certificate2.CreateFromPem(
                grant.Authority).Thumbprint);
        Assert.Equal(GateStandings.Active, grant.Provision.Standing);
        Assert.Equal("""
            {"Gate":{"Id":"truong-a-01","Name":"Cổng A2"},"Uplink":{"Hub":"mqtts://hub.example:8883"},"Lanes":[{"Name":"in","Direction":"In"}]}
            """.Trim(), Plain(grant.Provision.Settings));
        Assert.Equal(32, Convert.FromBase64String(grant.Provision.Keys.TagKey).Length);
        Assert.Equal("2026-11-21", grant.Provision.Keys.TagDay);
        var state = hub.Desk.Look(issued.Id)!;
        Assert.Equal(
            (ClaimStatus.Used, "truong-a-01", unit.Fingerprint, "Raspberry Pi 5"), (
                state.Status, state.Gate, state.Fingerprint, state.Machine));
        Assert.Equal(
            [$"local code_issued {issued.Id} done", $"claim:{issued.Id} claim_taken truong-a-01 done"], hub.Audit());
    }

    [Fact]
    public async Task The_same_key_is_answered_the_same_again_and_another_finds_the_claim_used()
    {
        await using var hub = new TestDesk();
        var (issued, unit) = (await hub.IssueAsync(), new TestUnit());
        var first = (await hub.TakeAsync(issued, unit)).Grant!;
        hub.Time.Pass(TimeSpan.FromHours(1)); // Long after the code's own end.
        var again = (await hub.TakeAsync(issued, unit)).Grant!;
        Assert.Equal((first.Gate, first.Certificate), (again.Gate, again.Certificate));
        Assert.Equal(2, hub.Audit().Count);
        var other = (await hub.TakeAsync(issued, new TestUnit())).Answer;
        Assert.Equal(
            (403, EnrolmentReasons.Used, first.Gate), (other.Status, other.Refusal!.Reason, other.Refusal.Gate));
        var usedAt = DateTimeOffset.FromUnixTimeMilliseconds(other.Refusal.At!.Value);
        Assert.Equal(hub.Time.GetUtcNow() - TimeSpan.FromHours(1), usedAt);
        hub.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(EnrolmentReasons.Used, (await hub.TakeAsync(issued, unit)).Answer.Refusal!.Reason);
    }

    [Fact]
    public async Task A_retry_after_the_gate_was_revoked_gets_nothing()
    {
        await using var hub = new TestDesk();
        var (issued, unit) = (await hub.IssueAsync(), new TestUnit());
        await hub.TakeAsync(issued, unit);
        await hub.Desk.RevokeAsync("truong-a-01", "stolen", Actor.Local, default);
        Assert.Equal(EnrolmentReasons.Used, (await hub.TakeAsync(issued, unit)).Answer.Refusal!.Reason);
    }

    [Fact]
    public async Task An_expired_code_is_told_with_its_time_to_who_knows_it_and_to_nobody_else()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        hub.Time.Pass(TimeSpan.FromMinutes(6));
        var known = (await hub.TakeAsync(issued, new TestUnit())).Answer.Refusal!;
        Assert.Equal((EnrolmentReasons.Expired, issued.ExpiresAt.ToUnixTimeMilliseconds()), (known.Reason, known.At));
        var guessed = issued with { Code = EnrolmentCode.New(issued.Id, "hub.example") };
        var stranger = (await hub.TakeAsync(guessed, new TestUnit())).Answer;
        Assert.Equal((EnrolmentReasons.Wrong, null), (stranger.Refusal!.Reason, stranger.Refusal.At));
    }

    [Fact]
    public async Task A_claim_that_there_is_not_is_unknown()
    {
        await using var hub = new TestDesk();
        var (answer, _, _) = await hub.SendAsync(EnrolmentCode.New("0000", "hub.example"), new TestUnit().Request());
        Assert.Equal((404, EnrolmentReasons.Unknown), (answer.Status, answer.Refusal!.Reason));
        Assert.Empty(hub.Audit());
    }

    [Fact]
    public async Task Wrong_proofs_are_counted_and_withdraw_the_claim()
    {
        await using var hub = new TestDesk(("Enrolment:MaxFailures", "3"));
        var issued = await hub.IssueAsync();
        var wrong = EnrolmentCode.New(issued.Id, "hub.example");
        for (var i = 0; i < 5; i++)
            Assert.Equal(
                EnrolmentReasons.Wrong, (await hub.SendAsync(wrong, new TestUnit().Request())).Answer.Refusal!.Reason);
        Assert.Equal(3, hub.Desk.Look(issued.Id)!.Failures);
        Assert.Equal(EnrolmentReasons.Withdrawn, (await hub.TakeAsync(issued, new TestUnit())).Answer.Refusal!.Reason);
        Assert.Equal(
            [.. Enumerable.Repeat($"claim:{issued.Id} claim_taken  wrong", 3), $"hub code_withdrawn {issued.Id} done"],
                hub.Audit().Skip(1));
    }

    [Fact]
    public async Task A_proof_made_before_another_certificate_than_the_hubs_is_wrong()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        var between = SHA256.HashData("somebody between"u8);
        var (answer, _, _) = await hub.SendAsync(issued.Code, new TestUnit().Request(), between);
        Assert.Equal(EnrolmentReasons.Wrong, answer.Refusal!.Reason);
    }

    [Fact]
    public async Task A_request_that_cannot_be_used_costs_the_claim_nothing()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        var good = new TestUnit();
        var bodies = new List<byte[]> { "nonsense"u8.ToArray(), "{}"u8.ToArray(), "null"u8.ToArray() };
        bodies.Add(new TestUnit(ECCurve.NamedCurves.nistP384).Request());
        var text = Encoding.UTF8.GetString(good.Request());
        bodies.Add(Encoding.UTF8.GetBytes(
            text.Replace(Convert.ToBase64String(new byte[16]), "AAAA", StringComparison.Ordinal)));
        var altered = JsonNode.Parse(text)!;
        var der = Convert.FromBase64String((string)altered["csr"]!);
        der[^5] ^= 1;
        altered["csr"] = Convert.ToBase64String(der);
        bodies.Add(Encoding.UTF8.GetBytes(altered.ToJsonString()));
        foreach (var body in bodies)
            Assert.Equal(EnrolmentReasons.Malformed, (await hub.SendAsync(issued.Code, body)).Answer.Refusal!.Reason);
        Assert.NotNull((await hub.TakeAsync(issued, good)).Grant);
    }

    [Fact]
    public async Task Two_units_with_one_code_at_the_same_time_make_one_gate()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        var units = Enumerable.Range(0, 8).Select(_ => new TestUnit()).ToArray();
        var answers = await Task.WhenAll(units.Select(unit => Task.Run(() => hub.TakeAsync(issued, unit))));
        Assert.Single(answers, answer => answer.Grant is not null);
        Assert.Equal(7, answers.Count(answer => answer.Answer.Refusal?.Reason == EnrolmentReasons.Used));
    }

    [Fact]
    public async Task The_unit_that_replaces_a_gate_has_its_name_and_the_old_one_is_revoked()
    {
        await using var hub = new TestDesk();
        var old = await hub.EnrolAsync("cong-a");
        var told = new List<string>();
        hub.Get<GateIdentities>().Revoked += (gate, serials) => told.AddRange(serials.Select(_ => gate));
        var grant = await hub.EnrolAsync("cong-a", replaces: true);
        Assert.Equal(("cong-a", old.Gate), (grant.Gate, grant.Gate));
        Assert.Equal(["cong-a"], told);
        var certificates = hub.Get<GateIdentities>().Of("cong-a");
        Assert.Equal(2, certificates.Count);
        Assert.Single(certificates, one => one is { RevokedWhy: "replaced" });
        Assert.True(grant.Provision.Version > old.Provision.Version);
        Assert.Equal(Standings.Active, hub.Gate("cong-a").Standing);
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_use_up_no_claim()
    {
        await using var hub = new TestDesk(("Keys:Directory", "/nowhere/keys"));
        var (issued, unit) = (await hub.IssueAsync(), new TestUnit());
        var answer = (await hub.TakeAsync(issued, unit)).Answer;
        Assert.Equal((429, EnrolmentReasons.Busy), (answer.Status, answer.Refusal!.Reason));
        Assert.Equal(ClaimStatus.Waiting, hub.Desk.Look(issued.Id)!.Status);
    }

    private static string Plain(JsonObject settings) => settings.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
