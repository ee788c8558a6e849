using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Authority;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Hub.Tests.Web;
using CheckIn.Passes;

namespace CheckIn.Hub.Tests.Lists;

/// <summary>Lists as gates fetch them, over real TLS, and as the hub keeps them.</summary>
public sealed class ListTests
{
    private static readonly byte[] Trust = """{"version":1,"issuedAt":"2026-11-21T00:00:00+00:00","keys":[]}"""u8.ToArray();

    [Fact]
    public async Task A_gate_fetches_a_list_once_and_nobody_else_does()
    {
        await using var host = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(host);
        using var gate = host.Http(await host.EnrolAsync("a-1"));
        const string path = "api/v1/gate/lists/trust";
        Assert.Equal(HttpStatusCode.NotFound, (await gate.GetAsync(path)).StatusCode);
        using var imported = await ImportAsync(web, "trust", Trust);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        using var whole = await gate.GetAsync(path);
        Assert.Equal(Trust, await whole.Content.ReadAsByteArrayAsync());
        var wanted = Assert.Single(host.Get<ListBook>().Wanted!);
        Assert.Equal($"\"{wanted.Sha256}\"", whole.Headers.ETag!.Tag);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(whole.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await gate.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gate.GetAsync("api/v1/gate/lists/..%2fhub.db")).StatusCode);
        using var nobody = host.Http(null);
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_same_list_again_is_the_same_and_another_is_a_later_one()
    {
        await using var host = await WebHost.StartAsync();
        await ImportAsync(host.Http, "trust", Trust);
        var first = host.Get<ListBook>().Find("trust")!;
        await ImportAsync(host.Http, "trust", Trust);
        Assert.Same(first, host.Get<ListBook>().Find("trust"));
        await ImportAsync(host.Http, "trust", """{"version":2,"issuedAt":"2026-11-22T00:00:00+00:00","keys":[]}"""u8.ToArray());
        Assert.True(host.Get<ListBook>().Find("trust")!.Version > first.Version);
        var acts = host.Store.Read(static db => AuditLog.Read(db, 0, 100)).Where(static act => act.Action == AuditActions.ListImported);
        Assert.Equal(2, acts.Count());
    }

    [Theory]
    [InlineData("trust", "", HttpStatusCode.BadRequest)]
    [InlineData("trust", "{", HttpStatusCode.BadRequest)]
    [InlineData("trust", "{} {}", HttpStatusCode.BadRequest)]
    [InlineData("trust", """{"version":1,"issuedAt":"2026-11-21T00:00:00+00:00","keys":[1]}""", HttpStatusCode.BadRequest)]
    [InlineData("revocations", "{}", HttpStatusCode.NotFound)]
    [InlineData("nothing", "{}", HttpStatusCode.NotFound)]
    public async Task What_is_no_list_is_not_taken(string name, string content, HttpStatusCode status)
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await ImportAsync(host.Http, name, Encoding.UTF8.GetBytes(content));
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(host.Get<ListBook>().All);
    }

    [Fact]
    public async Task Lists_outlast_the_hub_and_passes_make_theirs_when_something_has_changed_only()
    {
        await using var host = await WebHost.StartAsync();
        await host.Get<PassLists>().RenewAsync();
        Assert.Null(host.Get<ListBook>().Wanted);
        var sight = host.Get<SightBook>().Of(Caller.Local(null), Capability.IssuePasses);
        var order = new PassOrder("staff", null, TimeProvider.System.GetUtcNow().AddDays(9), FleetScope.All, default, null, 3);
        var issued = await host.Get<PassDesk>().IssueAsync(order, Actor.Local, sight);
        await host.Get<PassLists>().RenewAsync();
        var before = host.Get<ListBook>().Wanted!;
        Assert.Equal([ListNames.Passes, ListNames.Revocations], before.Select(static list => list.Name));
        await host.Get<PassLists>().RenewAsync();
        Assert.Equal(before, host.Get<ListBook>().Wanted!);
        await host.Get<PassDesk>().RevokeAsync([issued[1].Pass.Id.ToString()], "lost", Actor.Local, sight);
        await host.Get<PassLists>().RenewAsync();
        var kept = host.Store.Read(ListRows.All).Single(static list => list.Name == ListNames.Revocations);
        var list = RevocationList.Parse(kept.Content.Span);
        Assert.Equal((1, true), (list.Count, list.Contains(issued[1].Pass.Id)));
        Assert.Equal(before[0], host.Get<ListBook>().Wanted![0]);
        Assert.True(list.Version > before[1].Version);
    }

    [Fact]
    public async Task Gates_in_service_are_told_which_lists_there_are()
    {
        await using var world = await Desired.SettingsWorld.StartAsync();
        await world.Get<ListBook>().ImportAsync("trust", Trust, Actor.Local);
        var told = Assert.Single((await world.ToldAsync("a1-01"))!.Lists!);
        Assert.Equal(("trust", (long)Trust.Length, 64), (told.Name, told.Bytes, told.Sha256.Length));
    }

    [Fact]
    public async Task Gates_are_told_the_cards_of_their_site_and_only_those_whose_cards_have_changed_are_told_again()
    {
        await using var world = await Desired.SettingsWorld.StartAsync();
        var (desk, news) = (world.Get<CardDesk>(), world.Get<CardNews>());
        await DenyAsync(null);
        Assert.True(news.Tell());
        var common = await CardsOf("a1-01");
        Assert.Equal(common, await CardsOf("b1-01"));
        await DenyAsync("a1");
        Assert.Equal(common, await CardsOf("a1-01"));
        Assert.False(news.Tell());
        var own = await CardsOf("a1-01");
        Assert.NotEqual(common, own);
        Assert.Equal((own, common), (await CardsOf("a1-02"), await CardsOf("a2-01")));
        Assert.Equal(own!.Sha256, world.Get<GateListing>().Find(ListNames.Cards, "a1")!.Sha256);
        Assert.Equal(("cards", 1), world.Get<GateListing>().All.Select(static one => (one.List.Name, one.SiteLists)).Single());

        async Task<ListWanted?> CardsOf(string gate) => (await world.ToldAsync(gate))!.Lists?.SingleOrDefault();

        Task DenyAsync(string? site) => desk.ChangeAsync(
            new CardChange([PrintedNumber.Read(site is null ? "001099000001" : "001099000002")!], site, null, true, null, null,
                false),
            Actor.Local, world.Whole);
    }

    [Fact]
    public async Task Gates_are_told_where_they_stand_and_again_when_that_is_elsewhere()
    {
        await using var world = await Desired.SettingsWorld.StartAsync();
        await world.Get<ListBook>().ImportAsync("trust", Trust, Actor.Local);
        Assert.Equal(new PlaceWanted("a1", ["xa-a", "tinh"]), (await world.ToldAsync("a1-01"))!.Place);
        var watch = world.Make<Hub.Desired.DesiredWatch>();
        watch.Look();
        await world.Get<SiteRegister>().SaveAsync(
            "a1", new Dictionary<string, string?> { ["node"] = "xa-b" }, Actor.Local, default);
        watch.Look();
        Assert.Equal(new PlaceWanted("a1", ["xa-b", "tinh"]), (await world.ToldAsync("a1-01"))!.Place);
    }

    private static async Task<HttpResponseMessage> ImportAsync(HttpClient web, string name, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await web.PutAsync("/api/v1/lists/" + name, body);
    }
}
