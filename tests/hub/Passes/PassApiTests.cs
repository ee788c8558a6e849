using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using CheckIn.Credentials;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Settings;
using CheckIn.Passes;

namespace CheckIn.Hub.Tests.Passes;

/// <summary>The API and the command line, with a hub that runs.</summary>
public sealed class PassApiTests
{
    [Fact]
    public async Task A_pass_is_issued_believed_revoked_and_then_refused()
    {
        await using var hub = await PassHub.StartAsync();
        var (id, code) = await hub.IssueOneAsync();
        var read = await hub.ReadAsync(code);
        Assert.Equal((CredentialProof.Valid, id, PassCategories.Staff), (read.Proof, read.Pass!.Id.ToString(), read.Pass.Category));
        var (status, _) = await hub.SendAsync(HttpMethod.Post, "/revoke", new { ids = new[] { id }, why = "lost" });
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(CredentialProof.Revoked, (await hub.ReadAsync(code)).Proof);
        var row = Assert.Single((await hub.SendAsync(HttpMethod.Get, "")).Body.GetProperty("passes").EnumerateArray());
        Assert.Equal((id, "hub", "lost"), (row.GetProperty("id").GetString(), row.GetProperty("scope").GetString(),
            row.GetProperty("revoked_why").GetString()));
        var acts = hub.Web.Store.Read(static db => AuditLog.Read(db, 0, 100)).Select(static act => act.Action);
        Assert.Equal([AuditActions.PassIssued, AuditActions.PassRevoked], acts.Where(static act =>
            act.StartsWith("pass", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_phones_pass_is_good_with_that_phone_alone()
    {
        await using var hub = await PassHub.StartAsync();
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = P256Point.Export(phone);
        object[] forms =
        [
            new
            {
                category = "visitor",
                expires_at = PassHub.In(1),
                phone_key = new
                {
                    kty = "EC",
                    ext = true,
                    key_ops = new[] { "verify" },
                    crv = "P-256",
                    x = Base64Url.EncodeToString(point.AsSpan(1, 32)),
                    y = Base64Url.EncodeToString(point.AsSpan(33)),
                },
            },
            new { category = "visitor", expires_at = PassHub.In(1), phone_point = Convert.ToBase64String(point) },
        ];
        foreach (var form in forms)
        {
            var (_, pass) = Assert.Single(await hub.IssueAsync(form));
            Assert.Equal(CredentialProof.Malformed, (await hub.ReadAsync(pass)).Proof);
            var shown = RotatingCode.Show(pass, phone, RotatingStep.Of(TimeProvider.System.GetUtcNow()));
            Assert.Equal(CredentialProof.Valid, (await hub.ReadAsync(shown)).Proof);
        }
    }

    [Fact]
    public async Task A_thousand_cards_are_issued_at_once_and_paged_through()
    {
        await using var hub = await PassHub.StartAsync();
        var issued = await hub.IssueAsync(new { category = "deliverer", expires_at = PassHub.In(300), count = 1000, label = "box 3" });
        Assert.Equal(1000, issued.Select(static pass => pass.Id[..10]).Distinct().Count());
        Assert.Equal(CredentialProof.Valid, (await hub.ReadAsync(issued[^1].Code)).Proof);
        var (seen, before) = (new HashSet<string>(), "");
        while (true)
        {
            var page = (await hub.SendAsync(HttpMethod.Get, "?limit=300" + before)).Body;
            foreach (var row in page.GetProperty("passes").EnumerateArray())
                Assert.True(seen.Add(row.GetProperty("id").GetString()!));
            if (page.GetProperty("next").ValueKind == System.Text.Json.JsonValueKind.Null)
                break;
            before = "&before=" + page.GetProperty("next").GetInt64();
        }
        Assert.Equal(issued.Select(static pass => pass.Id).Order(), seen.Order());
    }

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("png", "iVBORw0KGgo")]
    public async Task A_picture_comes_with_it(string form, string beginning)
    {
        await using var hub = await PassHub.StartAsync();
        var (_, body) = await hub.SendAsync(
            HttpMethod.Post, "", new { category = "staff", expires_at = PassHub.In(1), picture = form });
        Assert.StartsWith(
            beginning, body.GetProperty("passes")[0].GetProperty("picture").GetString()!.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"category":"staff"}""")]
    [InlineData("""{"category":"staff","expires_at":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"category":"staff","expires_at":"2099-01-01T00:00:00Z"}""")]
    [InlineData("""{"category":"Nhân viên","expires_at":"2027-01-01T00:00:00Z"}""")]
    [InlineData("""{"category":"staff","expires_at":"2027-01-01T00:00:00Z","count":1001}""")]
    [InlineData("""{"category":"staff","expires_at":"2027-01-01T00:00:00Z","picture":"gif"}""")]
    [InlineData("""{"category":"staff","expires_at":"2027-01-01T00:00:00Z","name":"An"}""")]
    [InlineData("""{"category":"staff","expires_at":"2027-01-01T00:00:00Z","phone_point":"BAAA"}""")]
    [InlineData("""{"category":"staff","expires_at":"2027-01-01T00:00:00Z","phone_key":{"kty":"RSA"}}""")]
    public async Task A_wrong_request_is_refused_and_issues_nothing(string body)
    {
        await using var hub = await PassHub.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Web.Http.PostAsync("/api/v1/passes", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await hub.SendAsync(HttpMethod.Get, "")).Body.GetProperty("passes").EnumerateArray());
    }

    [Fact]
    public async Task All_are_revoked_or_none()
    {
        await using var hub = await PassHub.StartAsync();
        var (id, code) = await hub.IssueOneAsync();
        var (status, _) = await hub.SendAsync(
            HttpMethod.Post, "/revoke", new { ids = new[] { id, PassId.New().ToString() }, why = "lost" });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(CredentialProof.Valid, (await hub.ReadAsync(code)).Proof);
    }

    [Fact]
    public async Task The_command_line_issues_lists_revokes_and_rotates()
    {
        await using var hub = await PassHub.StartAsync();
        var (code, text) = await RunAsync(hub, "pass", "issue", "staff", "--until", "+30d", "--label", "thẻ 17", "--lang", "vi");
        Assert.Equal((0, true), (code, text.Contains("✓ Có hiệu lực đến", StringComparison.Ordinal)));
        var id = text[..24];
        Assert.Equal(CredentialProof.Valid, (await hub.ReadAsync(text.Split("  ")[1].Split('\n')[0].TrimEnd('\r'))).Proof);
        Assert.Contains(id, (await RunAsync(hub, "pass", "list")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(hub, "pass", "revoke", id, "--why", "lost")).Code);
        Assert.Contains("lost", (await RunAsync(hub, "pass", "list")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(hub, "pass", "rotate")).Code);
        var keys = (await RunAsync(hub, "pass", "keys")).Text;
        Assert.Equal(2, keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("revocations", (await RunAsync(hub, "list", "show")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(hub, "pass", "revoke", "00", "--why", "x")).Code);
    }

    private static async Task<(int Code, string Text)> RunAsync(PassHub hub, params string[] args)
    {
        using var output = new StringWriter();
        var code = await HubCommands.RunAsync([.. args, "--hub", hub.Web.Http.BaseAddress!.ToString()], output, output);
        return (code, output.ToString());
    }
}
