using System.Net;
using System.Net.Http.Json;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Updates;
using CheckIn.Updates;

namespace CheckIn.Hub.Tests.Updates;

public sealed class RolloutApiTests
{
    private static readonly string[] Twenty = [.. Enumerable.Range(1, 20).Select(static i => $"a-{i:00}")];

    [Fact]
    public async Task A_rollout_over_twenty_gates_whose_third_fails_stops_and_takes_back_what_is_not_decided()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        for (var site = 0; site < 10; site++)
            await hub.EnrolAsync($"s-{site}", Twenty[site * 2], Twenty[(site * 2) + 1]);
        var id = await hub.StartRolloutAsync(new { release = 7, stages = "1,25%,100%", stand_s = 0, stop_at = 30 });
        var first = Assert.Single(hub.Asked(id));
        Assert.Equal((7L, "1.2.0"), (hub.Wanted(first)!.Release, hub.Wanted(first)!.Version));
        await hub.ReportAsync(first, 7, UpdateStates.Fetching);
        await hub.ReportAsync(first, 7, UpdateStates.Confirmed);
        var four = hub.Asked(id);
        Assert.Equal(4, four.Count);
        await hub.ReportAsync(four[0], 7, UpdateStates.Confirmed);
        await hub.ReportAsync(four[1], 7, UpdateStates.RolledBack, UpdateReasons.NotHealthy);
        var rollout = await hub.RolloutAsync(id);
        Assert.Equal(
            ("stopped_by_rule", 2, 1, 0), (rollout.GetProperty("state").GetString(), rollout.GetProperty("confirmed").GetInt32(),
                rollout.GetProperty("failed").GetInt32(), rollout.GetProperty("asked").GetInt32()));
        Assert.All(four.Skip(1), gate => Assert.Null(hub.Wanted(gate)));
        Assert.NotNull(hub.Wanted(four[0]));
        var (_, failed) = await hub.SendAsync(HttpMethod.Get, $"/rollouts/{id}/gates?step=failed");
        Assert.Equal(
            (four[1], "not_healthy"), (failed.GetProperty("gates")[0].GetProperty("gate").GetString(),
                failed.GetProperty("gates")[0].GetProperty("why").GetString()));
        var signal = Assert.Single(hub.Host.Get<HubSignals>().Latest, static one => one.Key == AlertKinds.RolloutStopped);
        Assert.True(signal.Value.IsTrue);
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/resume");
        Assert.Equal(2, hub.Asked(id).Count);
        Assert.False(hub.Host.Get<HubSignals>().Latest.Single(static one => one.Key == AlertKinds.RolloutStopped).Value.IsTrue);
    }

    [Fact]
    public async Task All_confirm_and_it_is_done_and_the_next_one_leaves_them_out()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        await hub.EnrolAsync("truong-b", "b-1");
        var id = await hub.StartRolloutAsync(new { release = 7, stages = "1,100%", stand_s = 0 });
        for (var i = 0; i < 2; i++)
            await hub.ReportAsync(Assert.Single(hub.Asked(id)), 7, UpdateStates.Confirmed);
        Assert.Equal("done", (await hub.RolloutAsync(id)).GetProperty("state").GetString());
        var (status, problem) = await hub.SendAsync(HttpMethod.Post, "/rollouts", JsonContent.Create(new { release = 7 }));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("no gate there that could take it", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await hub.EnrolAsync("truong-c", "c-1");
        var next = await hub.StartRolloutAsync(new { release = 7 });
        Assert.Equal(["c-1"], hub.Asked(next));
    }

    [Fact]
    public async Task A_gate_is_part_of_one_rollout_at_a_time_and_a_stopped_one_can_go_on()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.AddAsync(SamplePackage.Of(hub.Key, 8));
        await hub.EnrolAsync("truong-a", "a-1");
        var id = await hub.StartRolloutAsync(new { release = 7 });
        Assert.Equal(HttpStatusCode.Conflict,
            (await hub.SendAsync(HttpMethod.Post, "/rollouts", JsonContent.Create(new { release = 8 }))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/resume")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/stop")).Status);
        Assert.Null(hub.Wanted("a-1"));
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/resume")).Status);
        Assert.Equal(7, hub.Wanted("a-1")!.Release);
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/stop");
        var next = await hub.StartRolloutAsync(new { release = 8 });
        Assert.Equal(HttpStatusCode.Conflict, (await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/resume")).Status);
        Assert.Equal(["a-1"], hub.Asked(next));
    }

    [Theory]
    [InlineData("""{"release":9}""", HttpStatusCode.NotFound)]
    [InlineData("""{"release":7,"stages":"0"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"release":7,"stop_at":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"release":7,"patience_s":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"release":7,"site":"a","node":"b"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"release":7,"gates":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"release":7,"gates":["nobody"]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"release":7,"node":"nowhere"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"release":7,"site":"nowhere"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"release":7,"colour":"red"}""", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_begun_says_so(string asked, HttpStatusCode expected)
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        Assert.Equal(expected, (await hub.SendAsync(HttpMethod.Post, "/rollouts", Json(asked))).Status);
        Assert.Null(hub.Wanted("a-1"));
    }

    [Fact]
    public async Task Who_looks_after_a_node_sees_and_steers_only_what_is_his()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        foreach (var (node, site) in new[] { ("node-a", "site-a"), ("node-b", "site-b") })
        {
            await PutAsync(hub, "levels/province", new { rank = 1, vi = "Tỉnh", en = "Province" });
            await PutAsync(hub, "nodes/" + node, new { name = node, level = "province" });
            await PutAsync(hub, "sites/" + site, new { name = site, kind = "school", node });
        }
        await hub.EnrolAsync("site-a", "a-1");
        await hub.EnrolAsync("site-b", "b-1");
        var requests = hub.Host.Get<RolloutRequests>();
        var whole = await hub.StartRolloutAsync(new { release = 7 });
        var mine = new Caller(CallerKind.Token, new Actor("token:a"), [new Grant(Role.Administrator, "node-a")]);
        var seen = Assert.Single(requests.All(mine));
        Assert.Equal((1, 2, false), (seen.Counts.Total, seen.Head.Gates, seen.IsWhole));
        Assert.Equal(["a-1"], requests.Gates(requests.Find(whole, mine), mine, null, null, 100).Select(static row => row.Gate));
        Assert.False((await Assert.ThrowsAsync<RolloutException>(() => requests.StopAsync(whole, mine))).IsUnknown);
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{whole}/stop");
        var other = await hub.StartRolloutAsync(new { release = 7, site = "site-b" });
        Assert.Single(requests.All(mine));
        Assert.True(Assert.Throws<RolloutException>(() => requests.Find(other, mine)).IsUnknown);
        Assert.True((await Assert.ThrowsAsync<RolloutException>(() => requests.StopAsync(other, mine))).IsUnknown);
        Assert.True((await Assert.ThrowsAsync<RolloutException>(
            () => requests.StartAsync(new RolloutRequest(7, Site: "site-b"), mine))).IsUnknown);
        Assert.True((await Assert.ThrowsAsync<RolloutException>(
            () => requests.StartAsync(new RolloutRequest(7, Gates: ["b-1"]), mine))).IsUnknown);
        var own = await requests.StartAsync(new RolloutRequest(7), mine);
        Assert.Equal(1, own.Gates);
        Assert.Equal(["a-1"], hub.Asked(own.Id));
        await requests.StopAsync(own.Id, mine);
        // Where gates stand is known to be some seconds old, and these were put in service behind the hub's back.
        var gates = requests.Versions(mine).Sum(static row => row.Gates);
        Assert.True(gates <= 1, "sees the neighbour's gates");
    }

    [Fact]
    public async Task Every_act_is_in_the_audit()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.AddAsync([1]);
        await hub.EnrolAsync("truong-a", "a-1");
        var id = await hub.StartRolloutAsync(new { release = 7 });
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/stop");
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/resume");
        await hub.ReportAsync("a-1", 7, UpdateStates.Confirmed);
        await hub.SendAsync(HttpMethod.Delete, "/packages/7");
        var rows = hub.Host.Store.Read(static db =>
        {
            using var audit = db.Prepare("SELECT actor || ' ' || action FROM audit WHERE action LIKE 'package_%' OR action LIKE 'rollout_%' ORDER BY id");
            var found = new List<string>();
            while (audit.Step())
                found.Add(audit.Text(0)!);
            return found;
        });
        Assert.Equal(
            ["local package_added", "local package_refused", "local rollout_started", "hub rollout_stage", "local rollout_stopped",
                "local rollout_resumed", "hub rollout_done", "local package_removed"], rows);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task PutAsync(UpdateHub hub, string path, object content)
    {
        using var answer = await hub.Web.PutAsJsonAsync("api/v1/" + path, content);
        Assert.True(answer.IsSuccessStatusCode, path + ": " + await answer.Content.ReadAsStringAsync());
    }
}
