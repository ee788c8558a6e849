using System.Net;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Visits;
using CheckIn.Hub.Web.Venues;

namespace CheckIn.Hub.Tests.Venues;

/// <summary>What phones of visitors do at a poster, by the hub's own pages.</summary>
public sealed class VenueTests
{
    [Fact]
    public async Task Whoever_enters_and_leaves_by_a_poster_makes_a_visit_and_a_journal_that_verifies()
    {
        await using var world = await VenueWorld.StartAsync();
        var (phone, entered) = await world.PressAsync("in");
        using var _ = phone;
        Assert.Contains("You came in at", entered, StringComparison.Ordinal);
        await world.PresenceAsync(static day => day.Inside == 1);
        var (_, left) = await world.PressAsync("out", phone);
        Assert.Contains("You left at", left, StringComparison.Ordinal);
        var day = await world.PresenceAsync(static day => day.Of(VisitStates.Complete) == 1);
        Assert.Equal((0, 1, 1), (day.Inside, day.Entries, day.Exits));
        var account = world.Verify();
        Assert.True(account is { IsWhole: true, Stored: 2, Through: 2, FaultCount: 0 }, account.ToString());
        var events = (await world.Hub.GetJsonAsync("api/v1/events?gate=poster-cho-a")).GetProperty("events");
        var body = events[0].GetProperty("event").GetProperty("body");
        Assert.Equal(("admitted", Reasons.SelfRecorded, "phone"), (body.GetProperty("outcome").GetString(),
            body.GetProperty("reason").GetString(), body.GetProperty("credential").GetString()));
        Assert.Equal("poster", events[0].GetProperty("lane").GetString());
        Assert.Equal("in", events[0].GetProperty("direction").GetString());
        // One cookie, of these pages alone, and nothing of it in the records.
        var cookie = phone.Cookies.GetCookies(new Uri(world.Hub.Http.BaseAddress!, "/v/x"))["checkin-phone"]!;
        Assert.True(cookie is { HttpOnly: true, Path: "/v/", Value.Length: 32 });
        Assert.DoesNotContain(cookie.Value, events.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_recorded_once_however_often_it_is_sent()
    {
        await using var world = await VenueWorld.StartAsync();
        var (phone, form) = await world.OpenAsync();
        using var _ = phone;
        for (var i = 0; i < 3; i++)
        {
            var (status, path, page) = await phone.SendAsync(world.Path + "?lang=en", ("form", form), ("way", "in"));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("You came in at", page, StringComparison.Ordinal);
            Assert.Contains("You came in at", (await phone.OpenAsync(path)).Page, StringComparison.Ordinal);
        }
        Assert.Equal(1, world.Verify().Stored);
        var other = world.Hub.Get<VenueRecorder>().NewForm(world.Poster);
        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.RecordAsync(other, Direction.Out, new('b', 32))));
        Assert.Single(sent.Distinct());
        Assert.Equal(2, world.Verify().Stored);
    }

    [Fact]
    public async Task Many_at_once_leave_no_gap_in_the_journal()
    {
        await using var world = await VenueWorld.StartAsync();
        var recorder = world.Hub.Get<VenueRecorder>();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => world.RecordAsync(
            recorder.NewForm(world.Poster), i % 2 == 0 ? Direction.In : Direction.Out, $"{i / 2:x32}"))));
        var account = world.Verify();
        Assert.True(account is { IsWhole: true, Stored: 200, Through: 200, FaultCount: 0, Duplicates: 0 }, account.ToString());
    }

    [Fact]
    public async Task A_forged_code_is_refused_and_one_of_an_earlier_poster_says_that_it_is_no_longer_used()
    {
        await using var world = await VenueWorld.StartAsync();
        using var phone = new WebVisitor(world.Hub.Http.BaseAddress!);
        var first = world.Path;
        var flipped = first[..^2] + (first[^2] == 'A' ? 'B' : 'A') + first[^1];
        foreach (var forged in new[]
        {
            "/v/x", flipped, first.Replace("cho-a", "cho-b", StringComparison.Ordinal),
            first.Replace(".1.", ".2.", StringComparison.Ordinal),
        })
        {
            var (status, _, page) = await phone.OpenAsync(forged + "?lang=en");
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("not one of this hub's posters", page, StringComparison.Ordinal);
        }
        await world.MakePosterAsync();
        Assert.NotEqual(first, world.Path);
        var (gone, _, said) = await phone.OpenAsync(first + "?lang=vi");
        Assert.Equal(HttpStatusCode.Gone, gone);
        Assert.Contains("không còn được sử dụng", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await phone.OpenAsync(world.Path)).Status);
        // The new one goes on in the journal of the one before.
        await world.RecordAsync(world.Hub.Get<VenueRecorder>().NewForm(world.Poster), Direction.In, new('a', 32));
        Assert.True(world.Verify().IsWhole);
    }

    [Fact]
    public async Task A_poster_is_no_gate_and_its_site_has_a_poster_only()
    {
        await using var world = await VenueWorld.StartAsync();
        await world.RecordAsync(world.Hub.Get<VenueRecorder>().NewForm(world.Poster), Direction.In, new('a', 32));
        world.Hub.Fleet.TickAll();
        Assert.Null(world.Hub.Fleet.Of("poster-cho-a"));
        Assert.DoesNotContain("poster-cho-a", world.Hub.Get<GatePlaces>().Now().Keys);
        Assert.Empty(world.Hub.Get<AlertDesk>().Standing());
        var deployed = world.Hub.Get<DeploymentDesk>().Now().Of(VenueWorld.Market);
        Assert.Equal((Deployment.PosterOnly, DeploymentReasons.Poster), (deployed.State, deployed.Why));
        Assert.Equal((0, false), (deployed.Gates, deployed.IsDeployed));
        var refusal = Assert.Throws<EnrolmentException>(() => ClaimRules.CheckOrder(
            new ClaimOrder("cho-b", "in", "poster-cho-b"), ["in"], ""));
        Assert.Contains("poster-cho-b", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_of_the_site_hold_and_whoever_is_refused_hears_why()
    {
        await using var world = await VenueWorld.StartAsync();
        await OrderAsync(world, new JsonObject { ["MostInside"] = 1 });
        var (first, _) = await world.PressAsync("in");
        using var one = first;
        await world.PresenceAsync(static day => day.Inside == 1);
        var (second, refused) = await world.PressAsync("in");
        using var two = second;
        Assert.Contains("You were not recorded as coming in", refused, StringComparison.Ordinal);
        Assert.Contains("It is full now", refused, StringComparison.Ordinal);
        Assert.Contains("You left at", (await world.PressAsync("out", first)).Page, StringComparison.Ordinal);
        await world.PresenceAsync(static day => day.Inside == 0);
        Assert.Contains("You came in at", (await world.PressAsync("in", second)).Page, StringComparison.Ordinal);
        Assert.True(world.Verify() is { IsWhole: true, Stored: 4 });
        await OrderAsync(world, new JsonObject { ["Unlisted"] = "Refuse" });
        Assert.Contains("You are not on the list here", (await world.PressAsync("in", first)).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_wrongly_records_nothing_and_says_what_to_do()
    {
        await using var world = await VenueWorld.StartAsync();
        var (phone, form) = await world.OpenAsync();
        using var _ = phone;
        foreach (var (way, id, pass, said) in new[]
        {
            ("up", form, "", "press one of the two buttons"), ("in", "1.2.3", "", "open too long"),
            ("in", form, "CI1:NONSENSE", "no pass"), ("in", form, new string('x', 5000), "no pass"),
        })
        {
            var (_, _, page) = await phone.SendAsync(world.Path + "?lang=en", ("form", id), ("way", way), ("pass", pass));
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
        Assert.Empty((await world.Hub.GetJsonAsync("api/v1/events?gate=poster-cho-a")).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Beyond_what_one_address_may_nothing_is_recorded()
    {
        await using var world = await VenueWorld.StartAsync();
        var (phone, form) = await world.OpenAsync();
        using var visitor = phone;
        var last = HttpStatusCode.OK;
        for (var i = 0; i < VenueLimits.OfAddress * 3 && last != HttpStatusCode.TooManyRequests; i++)
            (last, _, _) = await phone.SendAsync(world.Path + "?lang=en", ("form", form), ("way", "up"));
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Without_an_address_for_phones_no_poster_is_made_and_that_is_said()
    {
        await using var hub = await WebHost.StartAsync();
        await hub.Get<SiteRegister>().SaveAsync(
            "cho-a", new Dictionary<string, string?> { ["name"] = "Chợ A", ["kind"] = "market" }, Actor.Local, default);
        using var answer = await hub.Http.GetAsync("/sites/cho-a/poster?lang=en");
        Assert.Contains("Accounts:Address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var sight = hub.Get<SightBook>().Of(Caller.Local(null), Capability.PrintPosters);
        await Assert.ThrowsAsync<VenueException>(() => hub.Get<PosterDesk>().MakeAsync("cho-a", Actor.Local, sight));
    }

    private static Task<SettingsChange> OrderAsync(VenueWorld world, JsonObject rules) => world.Hub.Get<DesiredDesk>().ChangeAsync(
        new SettingsOrder(new FleetScope(Site: VenueWorld.Market), new JsonObject { ["Rules"] = rules }, "rules"), Actor.Local,
        world.Hub.Get<SightBook>().Of(Caller.Local(null), Capability.EditSettings));
}
