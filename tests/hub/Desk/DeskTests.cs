using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Accounts;
using CheckIn.Hub.Tests.Passes;
using CheckIn.Hub.Tests.Venues;
using CheckIn.Hub.Tests.Visits;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Visits;
using CheckIn.Hub.Web.Venues;
using CheckIn.Sealing;

namespace CheckIn.Hub.Tests.Desk;

/// <summary>What a service desk is told of somebody who was at a gate, or at a poster.</summary>
public sealed class DeskTests
{
    private const string Number = "001099000001",
        Card = "001099000001||Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021";

    [Fact]
    public async Task Whoever_came_in_today_is_found_by_his_card_and_by_the_number_on_it_in_the_askers_scope_alone()
    {
        await using var world = await TwoNodes.StartAsync(7);
        var site = TwoNodes.Site(TwoNodes.Neighbour);
        await PassGateAsync(world.Hub, site, TwoNodes.There(TwoNodes.Neighbour), "cccd:" + Number);
        using var neighbour = world.Ask("site_manager@" + TwoNodes.Neighbour);
        foreach (var code in new[] { Card, Number, "001 099 000 001" })
        {
            var found = await UntilAsync(
                () => AskAsync(neighbour, code), static answer => answer.GetProperty("came_in_today").GetBoolean());
            var visit = Assert.Single(found.GetProperty("visits").EnumerateArray());
            Assert.Equal(site, visit.GetProperty("site").GetString());
            Assert.True(visit.GetProperty("is_inside").GetBoolean());
            Assert.Contains("label", visit.GetProperty("entry_gate").GetString(), StringComparison.Ordinal);
        }
        using var own = world.Ask("site_manager@" + TwoNodes.Own);
        Assert.False((await AskAsync(own, Card)).GetProperty("came_in_today").GetBoolean());
        using var all = world.Ask("administrator@");
        Assert.True((await AskAsync(all, Number)).GetProperty("came_in_today").GetBoolean());
        Assert.False((await AskAsync(all, "001099000002")).GetProperty("came_in_today").GetBoolean());
        // That it was asked is kept, and nothing of whom.
        var audit = await (await all.GetAsync("/api/v1/audit?limit=1000")).Content.ReadAsStringAsync();
        Assert.Contains("desk_asked", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_none_and_a_site_that_is_not_there_are_refused_in_words()
    {
        await using var hub = await WebHost.StartAsync();
        foreach (var (code, site, status) in new[]
        {
            ("", (string?)null, HttpStatusCode.BadRequest), ("hello", null, HttpStatusCode.BadRequest),
            ("CI1:NONSENSE", null, HttpStatusCode.BadRequest), (Number, "khong-co", HttpStatusCode.NotFound),
        })
        {
            using var answer = await hub.Http.PostAsJsonAsync("/api/v1/desk", new { code, site });
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_came_in_by_a_poster_with_a_pass_is_found_by_that_pass()
    {
        await using var world = await VenueWorld.StartAsync();
        using var issued = await world.Hub.Http.PostAsJsonAsync(
            "/api/v1/passes", new { category = "staff", expires_at = PassHub.In(30) });
        var passes = (await issued.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("passes");
        var code = passes[0].GetProperty("code").GetString()!;
        await world.Hub.Get<CheckIn.Hub.Passes.PassLists>().RenewAsync();
        var (phone, page) = await world.PressAsync("in", pass: code);
        using var _ = phone;
        Assert.Contains("You came in at", page, StringComparison.Ordinal);
        await world.PresenceAsync(static day => day.ByCategory.GetValueOrDefault("staff") == 1);
        using var sent = new FormUrlEncodedContent([KeyValuePair.Create("code", code)]);
        using var answer = await world.Hub.Http.PostAsync("/desk?lang=en", sent);
        var told = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Yes, came in today", told, StringComparison.Ordinal);
        Assert.Contains("Chợ A", told, StringComparison.Ordinal);
        Assert.Contains(VenueWords.English.AtPoster, told, StringComparison.Ordinal);
        Assert.DoesNotContain(code, told, StringComparison.Ordinal);
    }

    /// <summary>A gate's event, with the tag that it makes of what the hub delivers.</summary>
    private static async Task PassGateAsync(WebHost hub, string site, string gate, string subject)
    {
        var day = hub.Get<VisitBook>().Today(hub.Get<SiteRegister>().Tree.Sites[site]);
        var keys = hub.Get<KeyRing>().Deliver(site);
        var from = DateOnly.Parse(keys.TagDay, CultureInfo.InvariantCulture);
        var key = TagRatchet.Advance(Convert.FromBase64String(keys.TagKey), day.DayNumber - from.DayNumber);
        var journal = new CrossingJournal(gate) { Day = SealedFields.DayText(day) }
            .Decide(0, Direction.In, TagRatchet.TagOf(key, subject), "visitor");
        await hub.Store.StoreAsync(gate, EventBatch.Read(journal.Batch(1, 1)), default);
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string code)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/desk", new { code });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, body.ToString());
        return body;
    }

    private static async Task<JsonElement> UntilAsync(Func<Task<JsonElement>> ask, Func<JsonElement, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await ask();
            if (holds(answer))
                return answer;
            await Task.Delay(200, limit.Token);
        }
    }
}
