using System.Net;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Web;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Registrations;

/// <summary>A place registers itself, as its owner and the office see it.</summary>
public sealed class RegistrationTests
{
    private static readonly RegistrationOrder Order =
        new("phuong-1", "Quán cơm Bà Năm", "eatery", "12 ấp 3", "Trần Thị Mẫu", "0912 345 678");

    [Fact]
    public async Task An_owner_registers_is_called_is_approved_and_the_place_is_a_site_with_a_poster()
    {
        await using var hub = await StartAsync();
        using var owner = new WebVisitor(hub.Http.BaseAddress!);
        var found = await owner.OpenAsync("/register?q=phuong+mot&lang=vi");
        Assert.Contains("Không có xã, phường nào", found.Page, StringComparison.Ordinal);
        found = await owner.OpenAsync("/register?q=phuong+1&lang=vi");
        Assert.Contains("/register/at/phuong-1?lang=vi", found.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/register/at/tinh-a", found.Page, StringComparison.Ordinal); // others are below it

        await owner.OpenAsync("/register/at/phuong-1?lang=vi");
        var wrong = await owner.SendAsync("/register/at/phuong-1?lang=vi", [.. Fields("phone", "12")]);
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("id=\"phone-problem\"", wrong.Page, StringComparison.Ordinal);
        Assert.Contains("Quán cơm Bà Năm", wrong.Page, StringComparison.Ordinal);
        var sent = await owner.SendAsync("/register/at/phuong-1?lang=vi", [.. Fields("phone", "0912 345 678")]);
        Assert.StartsWith("/registered/", sent.Path, StringComparison.Ordinal);
        var waiting = Assert.Single(Waiting(hub));
        Assert.Contains($"<span>{waiting.Code![..3]}</span><span>{waiting.Code[3..]}</span>", sent.Page, StringComparison.Ordinal);
        Assert.Contains("0912 345 678", sent.Page, StringComparison.Ordinal);

        var list = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/registrations?lang=vi"));
        Assert.Contains("Quán cơm Bà Năm", list, StringComparison.Ordinal);
        var bad = await DecideAsync(hub, waiting.Id, "approve", "code", waiting.Code == "000000" ? "000001" : "000000");
        Assert.Equal(HttpStatusCode.Conflict, bad.Status);
        Assert.Contains("còn 4 lần thử", bad.Body, StringComparison.Ordinal);
        var good = await DecideAsync(hub, waiting.Id, "approve", "code", waiting.Code.Insert(3, " "));
        Assert.Equal(HttpStatusCode.OK, good.Status);

        var site = hub.Get<SiteRegister>().Tree.Sites[waiting.Site];
        Assert.Equal(
            ("Quán cơm Bà Năm", "eatery", Deployment.PosterOnly, "12 ấp 3", "Trần Thị Mẫu", "+84912345678"),
            (site.Name, site.Kind, site.Declared, site.Address, site.Head!.Name, site.Head.Phone));
        var end = await owner.OpenAsync(sent.Path);
        Assert.Contains("đã được duyệt", end.Page, StringComparison.Ordinal);
        var path = sent.Path.Split('?')[0] + "/poster";
        Assert.Contains(path, end.Page, StringComparison.Ordinal);
        var poster = await owner.OpenAsync(path + "?lang=vi");
        Assert.Contains("<h2>Quán cơm Bà Năm</h2>", poster.Page, StringComparison.Ordinal);
        Assert.Contains("<svg", poster.Page, StringComparison.Ordinal);
        Assert.Null(hub.Store.Read(db => RegistrationRows.Find(db, waiting.Id))!.Owner);
        Assert.Empty(Waiting(hub));
    }

    [Fact]
    public async Task One_that_is_refused_tells_its_owner_why_and_forgets_who_he_is()
    {
        await using var hub = await StartAsync();
        var secret = await Desk(hub).RegisterAsync(Order);
        var id = Desk(hub).Find(secret)!.Id;
        Assert.Equal(HttpStatusCode.Conflict, (await DecideAsync(hub, id, "refuse", "why", " ")).Status);
        Assert.Contains("Đã từ chối", (await DecideAsync(hub, id, "refuse", "why", "không có ở địa chỉ này")).Body, StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/registered/" + secret));
        Assert.Contains("không có ở địa chỉ này", page, StringComparison.Ordinal);
        Assert.Equal((RegistrationState.Refused, null, null),
            (Desk(hub).Find(secret)!.State, Desk(hub).Find(secret)!.Owner, Desk(hub).Find(secret)!.Code));
        Assert.Equal(HttpStatusCode.NotFound, (await DecideAsync(hub, id, "approve", "code", "000000")).Status);
        Assert.Empty(hub.Get<SiteRegister>().Tree.Sites);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_helps_no_more()
    {
        await using var hub = await StartAsync();
        var one = Desk(hub).Find(await Desk(hub).RegisterAsync(Order))!;
        for (var left = RegistrationRules.MostTries - 1; left >= 0; left--)
            await Assert.ThrowsAsync<RegistrationException>(() => ApproveAsync(hub, one.Id, "no"));
        await Assert.ThrowsAsync<RegistrationException>(() => ApproveAsync(hub, one.Id, one.Code));
        Assert.Empty(hub.Get<SiteRegister>().Tree.Sites);
        Assert.Single(Waiting(hub));
    }

    [Fact]
    public async Task Two_who_approve_at_once_make_one_site()
    {
        await using var hub = await StartAsync();
        var one = Desk(hub).Find(await Desk(hub).RegisterAsync(Order))!;
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return await ApproveAsync(hub, one.Id, one.Code);
            }
            catch (RegistrationException e) when (e.IsUnknown)
            {
                return null;
            }
        }));
        Assert.Equal(one.Site, Assert.Single(results, static site => site is not null));
        Assert.Single(hub.Get<SiteRegister>().Tree.Sites);
    }

    [Fact]
    public async Task Where_it_is_not_said_that_places_may_register_nobody_can()
    {
        await using var hub = await StartAsync("--Registrations:IsOpen=false");
        Assert.Contains("tự đăng ký", WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/register?q=phuong&lang=vi")), StringComparison.Ordinal);
        using var form = await hub.Http.GetAsync("/register/at/phuong-1");
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
        await Assert.ThrowsAsync<RegistrationException>(() => Desk(hub).RegisterAsync(Order));
    }

    [Fact]
    public async Task More_than_can_wait_for_a_node_are_not_taken_and_one_address_registers_no_hundreds()
    {
        await using var hub = await StartAsync("--Registrations:MostWaitingOfNode=2", "--Registrations:PerAddressAndHour=4");
        using var owner = new WebVisitor(hub.Http.BaseAddress!);
        await owner.OpenAsync("/register/at/phuong-1?lang=en");
        for (var i = 0; i < 2; i++)
        {
            var taken = await owner.SendAsync("/register/at/phuong-1?lang=en", [.. Fields("phone", "0912 345 678")]);
            Assert.StartsWith("/registered/", taken.Path, StringComparison.Ordinal);
            await owner.OpenAsync("/register/at/phuong-1?lang=en");
        }
        var full = await owner.SendAsync("/register/at/phuong-1?lang=en", [.. Fields("phone", "0912 345 678")]);
        Assert.Contains("no more can be taken", full.Page, StringComparison.Ordinal);
        await owner.SendAsync("/register/at/phuong-1?lang=en", [.. Fields("phone", "0912 345 678")]);
        var often = await owner.SendAsync("/register/at/phuong-1?lang=en", [.. Fields("phone", "0912 345 678")]);
        Assert.Equal(HttpStatusCode.TooManyRequests, often.Status);
        Assert.Contains("Too often", often.Page, StringComparison.Ordinal);
        Assert.Equal(2, Waiting(hub).Count);
    }

    [Fact]
    public async Task What_nobody_decides_lapses_and_what_is_over_is_forgotten()
    {
        await using var hub = await StartAsync();
        var secret = await Desk(hub).RegisterAsync(Order);
        var kept = hub.Get<IOptions<RegistrationOptions>>().Value.KeptWaiting;
        await Desk(hub).SweepAsync(default);
        Assert.Equal(RegistrationState.Waiting, Desk(hub).Find(secret)!.State);
        await AgeAsync(hub, "made_at", kept);
        await Desk(hub).SweepAsync(default);
        Assert.Equal((RegistrationState.Expired, null), (Desk(hub).Find(secret)!.State, Desk(hub).Find(secret)!.Owner));
        await AgeAsync(hub, "decided_at", kept);
        await Desk(hub).SweepAsync(default);
        Assert.Null(Desk(hub).Find(secret));
    }

    private static Task<WebHost> StartAsync(params string[] settings) =>
        PlacePagesTests.StartWithoutSitesAsync(["--Registrations:IsOpen=true", "--Accounts:Address=https://cong.example/", .. settings]);

    private static RegistrationDesk Desk(WebHost hub) => hub.Get<RegistrationDesk>();

    private static Sight Whole(WebHost hub) => hub.Get<SightBook>().Of(Caller.Local(null), Capability.EditSites);

    private static IReadOnlyList<Registration> Waiting(WebHost hub) => Desk(hub).Waiting(Whole(hub));

    private static Task<string> ApproveAsync(WebHost hub, long id, string? code) =>
        Desk(hub).ApproveAsync(id, code, Actor.Local, Whole(hub));

    private static Task AgeAsync(WebHost hub, string column, TimeSpan by) => hub.Store.WriteAsync(
        db => db.Execute($"UPDATE registration SET {column} = {column} - {(long)by.TotalMilliseconds + 60_000}"), default);

    private static IEnumerable<(string, string)> Fields(string name, string value) =>
    [
        ("name", "Quán cơm Bà Năm"), ("kind", "eatery"), ("address", "12 ấp 3"), ("owner", "Trần Thị Mẫu"), (name, value),
    ];

    private static async Task<(HttpStatusCode Status, string Body)> DecideAsync(
        WebHost hub, long id, string what, string field, string value)
    {
        using var form = new FormUrlEncodedContent([new(field, value)]);
        using var answer = await hub.Http.PostAsync($"/registrations/{id}/{what}?lang=vi", form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
