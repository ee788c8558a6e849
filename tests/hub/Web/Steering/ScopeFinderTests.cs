using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class ScopeFinderTests
{
    [Fact]
    public async Task A_place_is_found_by_some_letters_without_marks_and_the_widest_first()
    {
        await using var hub = await StartAsync();
        Assert.Equal(["node:phuong-cho", "group:lĩnh vực=chợ dân sinh", "site:cho-a"], Find(hub, "cho"));
        Assert.Equal(["group:lĩnh vực=chợ dân sinh", "site:cho-a"], Find(hub, "CHO  an"));
        Assert.Equal(["site:cho-a"], Find(hub, "AN  cho-"));
        Assert.Equal(["group:lĩnh vực=chợ dân sinh"], Find(hub, "dan sinh"));
        Assert.Equal(["hub"], Find(hub, "tat ca"));
        Assert.Empty(Find(hub, "khong co"));
    }

    [Fact]
    public async Task With_nothing_typed_the_hub_its_top_and_its_groups_are_offered()
    {
        await using var hub = await StartAsync();
        Assert.Equal(["hub", "node:phuong-cho", "group:lĩnh vực=chợ dân sinh"], Find(hub, null));
    }

    private static string[] Find(WebHost hub, string? typed)
    {
        var sight = hub.Get<SightBook>().Of(Caller.Local(null), Capability.SeeSettings);
        return [.. hub.Get<ScopeFinder>().Find(typed, sight, "Tất cả cổng").Select(static scope => scope.Word())];
    }

    private static async Task<WebHost> StartAsync()
    {
        var hub = await WebHost.StartAsync();
        var sites = hub.Get<SiteRegister>();
        await sites.SaveNodeAsync("phuong-cho", new Dictionary<string, string?>
        {
            ["level"] = "province",
            ["name"] = "Phường Chợ",
        }, Actor.Local, default);
        await sites.SaveAsync("cho-a", new Dictionary<string, string?>
        {
            ["name"] = "Chợ Ẩn",
            ["kind"] = "market",
            ["node"] = "phuong-cho",
        }, Actor.Local, default);
        await sites.SaveAsync("truong-b", new Dictionary<string, string?>
        {
            ["name"] = "Trường B",
            ["kind"] = "school",
            [SiteColumns.Group + "lĩnh vực"] = "chợ dân sinh",
        }, Actor.Local, default);
        return hub;
    }
}
