using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Enrolment;

public sealed class EnrolmentDeskTests
{
    [Fact]
    public async Task A_code_names_its_claim_and_where_the_hub_is_and_is_audited()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        var read = EnrolmentCode.Parse(issued.Code.ToString());
        Assert.Equal((issued.Id, "hub.example", 8443), (read.Id, read.Host, read.Port));
        Assert.Equal(hub.Time.GetUtcNow() + TimeSpan.FromMinutes(5), issued.ExpiresAt);
        var state = hub.Desk.Look(issued.Id.ToLowerInvariant())!;
        Assert.Equal((ClaimStatus.Waiting, "truong-a", "in", null), (state.Status, state.Site, state.Plan, state.Gate));
        Assert.Equal([$"local code_issued {issued.Id} done"], hub.Audit());
        Assert.Null(hub.Desk.Look("0000"));
    }

    [Fact]
    public async Task The_code_itself_is_nowhere_in_the_store()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        var key = hub.Store.Read(db => Claims.Find(db, issued.Id)!.Key);
        Assert.Equal(issued.Code.Key(), key);
        var rows = hub.Store.Read(db =>
        {
            using var row = db.Prepare(
                "SELECT group_concat(detail), (SELECT group_concat(id || site || plan) FROM claim) FROM audit");
            row.Step();
            return row.Text(0) + row.Text(1);
        });
        Assert.DoesNotContain(issued.Code.ToString()[5..9], rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_expires_by_the_clock()
    {
        await using var hub = new TestDesk(("Enrolment:CodeLifetime", "00:02:00"));
        var issued = await hub.IssueAsync();
        hub.Time.Pass(TimeSpan.FromSeconds(119));
        Assert.Equal(ClaimStatus.Waiting, hub.Desk.Look(issued.Id)!.Status);
        hub.Time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ClaimStatus.Expired, hub.Desk.Look(issued.Id)!.Status);
    }

    [Fact]
    public async Task Names_of_claims_differ_and_those_of_long_ago_are_forgotten()
    {
        await using var hub = new TestDesk(("Enrolment:CodesPerMinute", "100"));
        var ids = new HashSet<string>();
        for (var i = 0; i < 50; i++)
            Assert.True(ids.Add((await hub.IssueAsync()).Id));
        hub.Time.Pass(TimeSpan.FromDays(31));
        var last = await hub.IssueAsync();
        Assert.Equal([last.Id], hub.Store.Read(Claims.Ids));
    }

    [Fact]
    public async Task Codes_come_only_so_fast()
    {
        await using var hub = new TestDesk(("Enrolment:CodesPerMinute", "3"));
        for (var i = 0; i < 3; i++)
            await hub.IssueAsync();
        var refusal = await Assert.ThrowsAsync<EnrolmentException>(() => hub.IssueAsync());
        Assert.True(refusal.IsBusy);
        Assert.Contains("Enrolment:CodesPerMinute", refusal.Message, StringComparison.Ordinal);
        hub.Time.Pass(TimeSpan.FromMinutes(1));
        await hub.IssueAsync();
    }

    [Fact]
    public async Task Only_so_many_claims_wait()
    {
        await using var hub = new TestDesk(("Enrolment:MaxClaims", "2"));
        await hub.IssueAsync();
        var second = await hub.IssueAsync();
        Assert.Contains(
            "3 claims would wait, and 2 may", await TestDesk.RefusalAsync(
                () => hub.IssueAsync()), StringComparison.Ordinal);
        await hub.Desk.WithdrawAsync(second.Id, Actor.Local, default);
        await hub.IssueAsync();
        Assert.Equal(4, hub.Audit().Count); // A refusal is no act.
    }

    [Theory]
    [InlineData("Truong A", "in", null, "'Truong A'", "a to z")]
    [InlineData("truong-a", "sideways", null, "'sideways'", "in, out, in-out")]
    [InlineData("truong-a", "in", "Cổng", "'Cổng'", "a to z")]
    [InlineData("truong-a", "in", "checkin-hub", "checkin-hub", "choose another")]
    [InlineData("a23456789-a23456789-a23456789-a23456789-a23456789-a23456789", "in", null, "too long", "--gate")]
    public async Task A_wrong_order_is_refused_with_what_to_do(
        string site, string plan, string? gate, params string[] said)
    {
        await using var hub = new TestDesk();
        var refusal = await TestDesk.RefusalAsync(() => hub.IssueAsync(site, plan, gate));
        Assert.All(said.Append("Nothing was done"), word => Assert.Contains(word, refusal, StringComparison.Ordinal));
        Assert.Empty(hub.Audit());
    }

    [Fact]
    public async Task A_hub_without_an_address_says_which_setting_is_missing_in_both_languages()
    {
        await using var hub = new TestDesk(("Enrolment:Address", ""));
        var refusal = await Assert.ThrowsAsync<EnrolmentException>(() => hub.IssueAsync());
        Assert.Contains("Enrolment:Address", refusal.In(Language.English), StringComparison.Ordinal);
        Assert.Contains("Hãy đặt Enrolment:Address", refusal.In(Language.Vietnamese), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_another_authority_makes_the_certificates_there_are_no_codes()
    {
        await using var hub = new TestDesk(("Broker:TlsClientAuthority", "/etc/authority.pem"));
        Assert.Contains(
            "Uplink:Certificate", await TestDesk.RefusalAsync(() => hub.IssueAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_are_numbered_by_their_site_past_names_that_are_taken()
    {
        await using var hub = new TestDesk();
        Assert.Equal("truong-a-01", (await hub.EnrolAsync()).Gate);
        await hub.EnrolAsync("truong-a-02");
        var waiting = await hub.IssueAsync(gate: "truong-a-03");
        Assert.Equal("truong-a-04", (await hub.EnrolAsync()).Gate);
        await hub.Desk.WithdrawAsync(waiting.Id, Actor.Local, default);
        Assert.Equal("truong-a-03", (await hub.EnrolAsync()).Gate);
        Assert.Equal(
            "truong-b-01", (await hub.TakeAsync(await hub.IssueAsync("truong-b"), new TestUnit())).Grant!.Gate);
    }

    [Fact]
    public async Task A_gate_in_service_is_not_enrolled_again_but_replaced()
    {
        await using var hub = new TestDesk();
        await hub.EnrolAsync("cong-a");
        Assert.Contains(
            "checkin-hub replace cong-a", await TestDesk.RefusalAsync(
                () => hub.IssueAsync(gate: "cong-a")), StringComparison.Ordinal);
        Assert.Contains(
            "no gate cong-b", await TestDesk.RefusalAsync(
                () => hub.IssueAsync(gate: "cong-b", replaces: true)), StringComparison.Ordinal);
        Assert.Equal(
            new ClaimOrder("truong-a", "in", "cong-a", null, Replaces: true), hub.Desk.OrderToReplace("cong-a"));
        await hub.IssueAsync(gate: "cong-a", replaces: true);
    }

    [Fact]
    public async Task Of_two_codes_for_one_gate_the_later_one_counts()
    {
        await using var hub = new TestDesk();
        var first = await hub.IssueAsync(gate: "cong-a");
        var second = await hub.IssueAsync(gate: "cong-a");
        Assert.Equal(ClaimStatus.Withdrawn, hub.Desk.Look(first.Id)!.Status);
        Assert.Equal(ClaimStatus.Waiting, hub.Desk.Look(second.Id)!.Status);
        Assert.Contains($"local code_withdrawn {first.Id} done", hub.Audit());
    }

    [Fact]
    public async Task A_withdrawn_code_is_dead_and_a_used_one_is_not_withdrawn()
    {
        await using var hub = new TestDesk();
        var issued = await hub.IssueAsync();
        Assert.Equal(1, await hub.Desk.WithdrawAsync(issued.Id.ToLowerInvariant(), Actor.Local, default));
        Assert.Equal(EnrolmentReasons.Withdrawn, (await hub.TakeAsync(issued, new TestUnit())).Answer.Refusal!.Reason);
        Assert.Equal(0, await hub.Desk.WithdrawAsync(issued.Id, Actor.Local, default));
        var used = await hub.IssueAsync();
        await hub.TakeAsync(used, new TestUnit());
        Assert.Contains(
            "checkin-hub revoke truong-a-01", await TestDesk.RefusalAsync(
                () => hub.Desk.WithdrawAsync(used.Id, Actor.Local, default)),
            StringComparison.Ordinal);
        Assert.Contains(
            "no claim", await TestDesk.RefusalAsync(
                () => hub.Desk.WithdrawAsync("ZZZZ", Actor.Local, default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_is_signed_by_the_authority_and_each_claim_in_it_is_used_once()
    {
        await using var hub = new TestDesk();
        var bundle = await hub.Desk.IssueBundleAsync(
            new ClaimOrder("truong-a", "in"), 20, TimeSpan.FromDays(2), Actor.Local, default);
        Assert.Equal(20, bundle.Codes.Distinct().Count());
        AssertSigned(bundle);
        var (first, second) = (Issued(bundle.Codes[0]), Issued(bundle.Codes[1]));
        hub.Time.Pass(TimeSpan.FromHours(47));
        Assert.Equal("truong-a-01", (await hub.TakeAsync(first, new TestUnit())).Grant!.Gate);
        Assert.Equal("truong-a-02", (await hub.TakeAsync(second, new TestUnit())).Grant!.Gate);
        Assert.Equal(EnrolmentReasons.Used, (await hub.TakeAsync(first, new TestUnit())).Answer.Refusal!.Reason);
        Assert.Equal(18, await hub.Desk.WithdrawAsync(bundle.Bundle, Actor.Local, default));
        Assert.Equal(
            EnrolmentReasons.Withdrawn, (
                await hub.TakeAsync(Issued(bundle.Codes[2]), new TestUnit())).Answer.Refusal!.Reason);
    }

    [Fact]
    public async Task A_split_bundle_is_a_signed_file_for_each_gate()
    {
        await using var hub = new TestDesk();
        var files = await hub.Desk.IssueBundlesAsync(
            new ClaimOrder("truong-a", "in"), 3, TimeSpan.FromHours(1), isSplit: true, Actor.Local, default);
        Assert.Equal(3, files.SelectMany(file => file.Codes).Distinct().Count());
        Assert.All(files, file => Assert.Single(file.Codes));
        Assert.All(files, AssertSigned);
        Assert.Single(files.Select(file => file.Bundle).Distinct());
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(10_001, 60)]
    [InlineData(1, 0)]
    [InlineData(1, 60 * 24 * 31)]
    public async Task A_bundle_has_bounds(int count, int minutes)
    {
        await using var hub = new TestDesk();
        await TestDesk.RefusalAsync(() => hub.Desk.IssueBundleAsync(
            new ClaimOrder("truong-a", "in"), count, TimeSpan.FromMinutes(minutes), Actor.Local, default));
    }

    private static IssuedCode Issued(string text)
    {
        var code = EnrolmentCode.Parse(text);
        return new IssuedCode(code.Id, code, default);
    }

    private static void AssertSigned(ClaimBundle bundle)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(bundle.Certificate);
        using var key = chain[0].GetECDsaPublicKey()!;
        Assert.True(key.VerifyData(
            bundle.SignedBytes(), Convert.FromBase64String(bundle.Signature), HashAlgorithmName.SHA256));
        Assert.Equal(2, chain.Count);
        Assert.Equal(chain[1].SubjectName.RawData, chain[0].IssuerName.RawData);
    }
}
