using System.Net;
using CheckIn.Credentials;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Visitors;
using CheckIn.Passes;

namespace CheckIn.Hub.Tests.Visitors;

/// <summary>Links that let others ask for a pass, with a hub that runs.</summary>
public sealed class InvitationTests
{
    [Fact]
    public async Task As_many_may_use_a_link_as_were_invited_also_when_all_come_at_once()
    {
        await using var hub = await VisitorHub.StartAsync();
        var (_, link) = await hub.InviteAsync(people: 3);
        var entrance = hub.Web.Get<VisitorDesk>().ByLink(link.Split('/')[^1])!;
        var came = await Task.WhenAll(Enumerable.Range(0, 12).Select(async n =>
        {
            try
            {
                await hub.Web.Get<VisitorDesk>().DeclareAsync(entrance, new PersonalFields($"Lê Nghiệm {n}"));
                return 1;
            }
            catch (VisitorException)
            {
                return 0;
            }
        }));
        Assert.Equal(3, came.Sum());
        var row = Assert.Single((await hub.SendAsync(HttpMethod.Get, "")).Body.GetProperty("invitations").EnumerateArray());
        Assert.Equal(("full", 3, 3), (row.GetProperty("state").GetString(), row.GetProperty("used").GetInt32(),
            row.GetProperty("people").GetInt32()));
        using var late = hub.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await late.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task An_invitation_that_is_revoked_ends_with_every_pass_that_came_of_it()
    {
        await using var hub = await VisitorHub.StartAsync();
        var (number, link) = await hub.InviteAsync(people: 2);
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, link);
        await visitor.SendAsync(own + "/picture");
        var code = hub.Web.Get<VisitorDesk>().Find(own.Split('/')[^1])!.Code!;
        Assert.Equal(CredentialProof.Valid, (await hub.Passes.ReadAsync(code)).Proof);
        var (status, _) = await hub.SendAsync(HttpMethod.Post, $"/{number}/revoke");
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(CredentialProof.Revoked, (await hub.Passes.ReadAsync(code)).Proof);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(link)).Status);
        var (_, _, page) = await visitor.OpenAsync(own + "?lang=en");
        Assert.Contains("This pass was withdrawn", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.SendAsync(own + "/picture")).Status);
        var acts = hub.Web.Store.Read(static db => AuditLog.Read(db, 0, 100)).Select(static act => act.Action);
        Assert.Equal(
            [AuditActions.InvitationMade, AuditActions.PassIssued, AuditActions.InvitationRevoked, AuditActions.PassRevoked],
            acts.Where(static act => act.StartsWith("pass", StringComparison.Ordinal) || act.StartsWith("invitation", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_database_and_the_audit_have_neither_the_link_nor_a_name_nor_a_number()
    {
        await using var hub = await VisitorHub.StartAsync();
        var (_, link) = await hub.InviteAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, link);
        await visitor.SendAsync(own + "/picture");
        string[] secrets = [VisitorHub.Name, "Thử\"", VisitorHub.Phone, link.Split('/')[^1], own.Split('/')[^1]];
        await hub.Web.StopAsync();
        foreach (var file in Directory.GetFiles(hub.Folder, "hub.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var secret in secrets)
                Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) < 0, $"{secret} in {file}");
        }
    }

    [Theory]
    [InlineData("""{"scope":"hub","until":"2026-12-31T00:00:00Z"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"scope":"site:khong-co","until":"2026-12-31T00:00:00Z"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"scope":"site:truong-thu"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"2020-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"2999-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"SOON","people":201}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"SOON","people":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"SOON","category":"Khách"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"scope":"site:truong-thu","until":"SOON","name":"An"}""", HttpStatusCode.BadRequest)]
    public async Task A_wrong_request_is_refused_and_invites_nobody(string body, HttpStatusCode status)
    {
        await using var hub = await VisitorHub.StartAsync();
        var soon = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        using var content = new StringContent(
            body.Replace("SOON", soon, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Web.Http.PostAsync("/api/v1/invitations", content);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty((await hub.SendAsync(HttpMethod.Get, "")).Body.GetProperty("invitations").EnumerateArray());
    }

    [Fact]
    public void A_secret_has_144_random_bits_and_nothing_else_is_looked_for()
    {
        var made = Enumerable.Range(0, 1000).Select(static _ => LinkSecret.New()).ToHashSet();
        Assert.Equal(1000, made.Count);
        Assert.All(made, static secret => Assert.Equal(32, LinkSecret.HashOf(secret)!.Length));
        foreach (var other in new[] { "", "x", new string('é', 24), new string('a', 25), "aaaaaaaaaaaaaaaaaaaaaaa/" })
            Assert.Null(LinkSecret.HashOf(other));
    }
}
