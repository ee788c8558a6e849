using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>With sites, nodes, hours and announced work as they are kept.</summary>
public sealed class ScopedAlertTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_site_is_alerted_in_place_of_its_gates_and_a_node_in_place_of_its_sites()
    {
        await using var hub = await StartAsync();
        hub.Up("a-1", "a-2", "b-1", "c-1", "c-2", "c-3", "c-4", "c-5");
        hub.Lose("a-1", "a-2");
        await hub.PassAsync(Grace);
        Assert.Equal(["offline site:truong-a"], hub.Standing);
        Assert.Equal("2", hub.Desk.Standing()[0].Detail[AlertDetails.Gates]);
        Assert.True(hub.Desk.Standing()[0].Detail.ContainsKey(AlertDetails.Cause));
        hub.Lose("b-1");
        await hub.PassAsync(Grace);
        Assert.Equal(["offline node:xa-1"], hub.Standing);
        var into = hub.Desk.Past(null, 1)[0];
        Assert.Equal(("truong-a", "node:xa-1"), (into.Subject.Id, into.Detail[AlertDetails.Into]));
        hub.Up("a-1");
        await hub.PassAsync(Grace);
        Assert.Equal(["offline gate:a-2", "offline gate:b-1"], hub.Standing.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(hub.Told, told => told.Contains("gate:a-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_work_is_announced_nothing_is_raised_and_when_it_ends_what_is_still_lost_is()
    {
        await using var hub = await StartAsync();
        hub.Up("a-1", "b-1", "c-1");
        var work = await hub.Get<SiteRegister>().AnnounceAsync(
            new MaintenanceOrder(MaintenanceSubject.Node, "xa-1", hub.Time.GetUtcNow(),
                hub.Time.GetUtcNow().AddHours(4), "thay dây"), Actor.Local, default);
        hub.Lose("a-1", "b-1");
        await hub.PassAsync(TimeSpan.FromHours(1), 60);
        Assert.Empty(hub.Standing);
        hub.Up("b-1");
        await hub.Get<SiteRegister>().EndMaintenanceAsync(work.Id, Actor.Local, default);
        await hub.PassAsync(TimeSpan.FromSeconds(119));
        Assert.Empty(hub.Standing);
        await hub.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["offline gate:a-1"], hub.Standing);
    }

    [Fact]
    public async Task A_gate_that_is_switched_off_at_night_is_told_when_its_site_opens_and_it_is_not_back()
    {
        // 01:00 UTC is 08:00 at the site, on a Saturday.
        Assert.Equal(DayOfWeek.Saturday, SteppedTime.Start.DayOfWeek);
        await using var hub = await StartAsync();
        await hub.Get<SiteRegister>().SaveAsync(
            "truong-a", new Dictionary<string, string?> { ["hours"] = "Mo-Sa 07:00-11:30" }, Actor.Local, default);
        hub.Up("a-1", "b-1", "c-1");
        await hub.PassAsync(TimeSpan.FromHours(4));
        hub.Lose("a-1");
        hub.Up("b-1", "c-1");
        await hub.PassAsync(TimeSpan.FromHours(1), 60);
        Assert.Empty(hub.Standing);
        // Until Monday 06:59:45.
        await hub.PassAsync(new TimeSpan(1, 17, 59, 30) - TimeSpan.FromSeconds(15), 200);
        Assert.Empty(hub.Standing);
        await hub.PassAsync(TimeSpan.FromMinutes(3), 18);
        Assert.Equal(["offline gate:a-1"], hub.Standing);
    }

    [Fact]
    public async Task What_stood_when_the_site_closed_stands_until_it_is_over()
    {
        await using var hub = await StartAsync();
        await hub.Get<SiteRegister>().SaveAsync(
            "truong-a", new Dictionary<string, string?> { ["hours"] = "Mo-Sa 07:00-11:30" }, Actor.Local, default);
        hub.Up("a-1", "a-2", "b-1", "c-1");
        hub.Lose("a-1", "a-2");
        await hub.PassAsync(Grace);
        Assert.Equal(["offline site:truong-a"], hub.Standing);
        await hub.PassAsync(TimeSpan.FromHours(8), 100);
        Assert.Equal(["offline site:truong-a"], hub.Standing);
        await using var next = await hub.RestartAsync();
        await next.PassAsync(TimeSpan.FromMinutes(10), 20);
        Assert.Equal(["offline site:truong-a"], next.Standing);
        next.Up("a-1", "a-2");
        await next.PassAsync(Grace);
        Assert.Empty(next.Standing);
    }

    private static async Task<AlertHub> StartAsync()
    {
        var hub = AlertHub.Start();
        var register = hub.Get<SiteRegister>();
        await register.SaveNodeAsync(
            "tinh", new Dictionary<string, string?> { ["level"] = "province", ["name"] = "Tỉnh Một" }, Actor.Local, default);
        foreach (var (code, name) in new[] { ("xa-1", "Xã Một"), ("xa-2", "Xã Hai") })
        {
            await register.SaveNodeAsync(
                code, new Dictionary<string, string?> { ["level"] = "commune", ["name"] = name, ["parent"] = "tinh" },
                Actor.Local, default);
        }
        foreach (var (code, node) in new[] { ("truong-a", "xa-1"), ("truong-b", "xa-1"), ("cho-c", "xa-2") })
        {
            await register.SaveAsync(
                code, new Dictionary<string, string?> { ["name"] = code, ["kind"] = "school", ["node"] = node }, Actor.Local,
                default);
        }
        await hub.Store.WriteAsync(db =>
        {
            using var put = db.Prepare("INSERT INTO gate(name, site) VALUES(?, ?)");
            foreach (var gate in new[] { "a-1", "a-2", "b-1", "c-1", "c-2", "c-3", "c-4", "c-5" })
            {
                var site = gate[0] switch { 'a' => "truong-a", 'b' => "truong-b", _ => "cho-c" };
                put.Bind(1, gate).Bind(2, site).Run();
            }
        }, default);
        await hub.PassAsync(TimeSpan.FromMinutes(1), 1);
        return hub;
    }
}
