using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Credentials;
using CheckIn.Hub.Visitors;
using CheckIn.Passes;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Visitors;

/// <summary>What visitors do by themselves, as their browsers send it.</summary>
public sealed class VisitorPassTests
{
    [Fact]
    public async Task Whoever_has_the_link_declares_and_shows_a_picture_that_a_gate_takes()
    {
        await using var hub = await VisitorHub.StartAsync();
        var (number, link) = await hub.InviteAsync();
        using var visitor = hub.Visitor();
        var (_, own, page) = await VisitorHub.DeclareAsync(visitor, link);
        Assert.StartsWith("/pass/", own, StringComparison.Ordinal);
        Assert.Contains("Nguyễn V. T.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Thử</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(VisitorHub.Phone, page, StringComparison.Ordinal);
        (_, _, page) = await visitor.SendAsync(own + "/picture?lang=en");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var pass = hub.Find(own);
        var read = await hub.Passes.ReadAsync(pass.Code!);
        Assert.Equal((CredentialProof.Valid, PassCategories.Visitor, "s:" + VisitorHub.Site),
            (read.Proof, read.Pass!.Category, read.Pass.Scope!.ToString()));
        using var picture = await hub.Web.Http.GetAsync(own + "/code.png");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        var staff = WebUtility.HtmlDecode(await hub.Web.Http.GetStringAsync($"/invitations/{number}?lang=vi"));
        Assert.Contains("Nguyễn V. T.", staff, StringComparison.Ordinal);
        Assert.DoesNotContain(VisitorHub.Name, staff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phones_key_gets_a_pass_of_its_own_and_the_one_before_is_revoked()
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, (await hub.InviteAsync()).Path);
        await visitor.SendAsync(own + "/picture");
        var before = hub.Find(own).Code!;
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (status, _, body) = await visitor.SendAsync(own + "/phone", ("key", Convert.ToBase64String(P256Point.Export(phone))));
        Assert.Equal(HttpStatusCode.OK, status);
        var code = JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()!;
        Assert.Equal(CredentialProof.Revoked, (await hub.Passes.ReadAsync(before)).Proof);
        var shown = RotatingCode.Show(code, phone, RotatingStep.Of(TimeProvider.System.GetUtcNow()));
        Assert.Equal(CredentialProof.Valid, (await hub.Passes.ReadAsync(shown)).Proof);
        // The hub keeps nothing of what the phone shows.
        Assert.Null(hub.Find(own).Row.Code);
        using var state = JsonDocument.Parse(await hub.Web.Http.GetStringAsync(own + "/state"));
        Assert.True(state.RootElement.GetProperty("is_good").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("BAAA")]
    [InlineData("not base64")]
    public async Task What_is_no_phones_key_gets_nothing(string key)
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, (await hub.InviteAsync()).Path);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SendAsync(own + "/phone", ("key", key))).Status);
        Assert.Null(hub.Find(own).Pass);
    }

    [Fact]
    public async Task What_was_declared_is_changed_by_the_visitors_own_link_and_the_code_stays()
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, (await hub.InviteAsync()).Path);
        await visitor.SendAsync(own + "/picture");
        var code = hub.Find(own).Code;
        var (_, _, asked) = await visitor.OpenAsync(own + "/change?lang=en");
        Assert.DoesNotContain(VisitorHub.Phone, asked, StringComparison.Ordinal);
        var (wrong, _, _) = await visitor.SendAsync(own + "/change?lang=en", ("for", "self"), ("name", "?"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        var (_, _, page) = await visitor.SendAsync(own + "/change?lang=en", ("for", "other"), ("name", "Trần Thị Mẫu"));
        Assert.Contains("Trần T. M.", page, StringComparison.Ordinal);
        Assert.Equal(code, hub.Find(own).Code);
    }

    [Fact]
    public async Task Ten_codes_are_made_of_a_declaration_and_no_more()
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, (await hub.InviteAsync()).Path);
        for (var i = 0; i < VisitorDesk.MostPasses; i++)
            Assert.Equal(HttpStatusCode.OK, (await visitor.SendAsync(own + "/picture")).Status);
        var last = hub.Find(own).Code!;
        Assert.Equal(HttpStatusCode.Conflict, (await visitor.SendAsync(own + "/picture")).Status);
        Assert.Equal(CredentialProof.Valid, (await hub.Passes.ReadAsync(last)).Proof);
    }

    [Fact]
    public async Task A_pass_that_somebody_at_the_hub_has_revoked_is_not_made_anew()
    {
        await using var hub = await VisitorHub.StartAsync();
        using var visitor = hub.Visitor();
        var (_, own, _) = await VisitorHub.DeclareAsync(visitor, (await hub.InviteAsync()).Path);
        await visitor.SendAsync(own + "/picture");
        var id = hub.Find(own).Pass!.Id.ToString();
        await hub.Passes.SendAsync(HttpMethod.Post, "/revoke", new { ids = new[] { id }, why = "not him" });
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.SendAsync(own + "/picture")).Status);
    }

    [Fact]
    public async Task A_site_is_open_to_everybody_only_where_the_settings_say_so_and_so_many_a_day()
    {
        await using var hub = await VisitorHub.StartAsync("--Visitors:OpenSites:0=" + VisitorHub.Site, "--Visitors:OpenPerDay=2");
        for (var i = 0; i < 2; i++)
        {
            using var visitor = hub.Visitor();
            var (_, own, _) = await VisitorHub.DeclareAsync(visitor, "/declare/" + VisitorHub.Site);
            Assert.StartsWith("/pass/", own, StringComparison.Ordinal);
        }
        using var late = hub.Visitor();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await VisitorHub.DeclareAsync(late, "/declare/" + VisitorHub.Site)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await late.OpenAsync("/declare/khong-co")).Status);
        await using var closed = await VisitorHub.StartAsync();
        using var nobody = closed.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.OpenAsync("/declare/" + VisitorHub.Site)).Status);
    }

    [Fact]
    public async Task One_address_declares_so_often_a_minute_and_no_more()
    {
        await using var hub = await VisitorHub.StartAsync("--Visitors:PerMinute=5");
        var (_, link) = await hub.InviteAsync(people: 200);
        using var visitor = hub.Visitor();
        await visitor.OpenAsync(link);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
            answers.Add((await visitor.SendAsync(link, ("name", "?"))).Status);
        // A minute may begin anew meanwhile, and lets five more in.
        Assert.Equal(HttpStatusCode.BadRequest, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task What_was_declared_is_erased_when_its_days_are_over_and_not_before()
    {
        await using var hub = await VisitorHub.StartAsync("--Visitors:KeepDays=3");
        var now = TimeProvider.System.GetUtcNow();
        var (old, recent) = (LinkSecret.New(), LinkSecret.New());
        await hub.Web.Store.WriteAsync(db =>
        {
            Add(db, old, now.AddDays(-3).AddMinutes(-1));
            Add(db, recent, now.AddDays(-3).AddMinutes(1));
        }, default);
        Assert.Equal(1, await hub.Web.Get<VisitorErasure>().EraseAsync(default));
        Assert.Null(hub.Web.Get<VisitorDesk>().Find(old));
        Assert.NotNull(hub.Web.Get<VisitorDesk>().Find(recent));

        void Add(Database db, string secret, DateTimeOffset until)
        {
            var hash = LinkSecret.HashOf(secret)!;
            DeclarationRows.Add(db, new Declaration(
                hash, null, new(Site: VisitorHub.Site), "visitor", null, until.AddDays(-1), until, until.AddDays(-1),
                hub.Web.Get<VisitorKey>().Seal(hash, "{}"u8)));
        }
    }

    [Fact]
    public async Task What_is_encrypted_for_one_row_is_read_in_no_other()
    {
        await using var hub = await VisitorHub.StartAsync();
        var (key, one, other) = (hub.Web.Get<VisitorKey>(), new byte[32], RandomNumberGenerator.GetBytes(32));
        var box = key.Seal(one, "x"u8);
        Assert.Equal("x"u8.ToArray(), key.Open(one, box));
        Assert.Null(key.Open(other, box));
        Assert.Null(key.Open(one, box.AsSpan(1)));
        Assert.Null(key.Open(one, []));
        Assert.NotEqual(box, key.Seal(one, "x"u8));
    }
}
