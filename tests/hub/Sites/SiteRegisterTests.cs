using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Sites;

public sealed class SiteRegisterTests
{
    private const string Nodes = "code,parent,level,name\n46,,province,Huế\n46-p01,46,commune,Phường Một\n";
    private const string Sites = """
        code,name,kind,node,hours,head_name,head_phone,deadline,group:ministry
        truong-a,Trường A,school,46-p01,Mo-Fr 07:00-17:00,Nguyễn Văn Mẫu,0900 000 001,2026-12-31,giáo dục
        cho-a,Chợ A,market,46,,,,,
        """;

    [Fact]
    public async Task What_was_imported_is_there_after_a_restart_and_the_audit_says_who()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        var changed = register.Changed;
        await register.ImportNodesAsync(await CensusText.ReadAsync(Nodes), false, Actor.Local, default);
        Assert.True(changed.IsCompleted && !register.Changed.IsCompleted);
        await register.ImportAsync(await CensusText.ReadAsync(Sites), false, Actor.Local, default);
        using var again = new SiteRegister(hub.Store, hub.Time);
        Assert.Equal(register.Tree.Sites.Count, again.Tree.Sites.Count);
        Assert.All(register.Tree.Sites.Values, site => Assert.True(
            SiteColumns.AreSame(site, again.Tree.Sites[site.Code]) && site.Id == again.Tree.Sites[site.Code].Id));
        Assert.All(register.Tree.Nodes, node => Assert.True(NodeDraft.AreSame(node.Value, again.Tree.Nodes[node.Key])));
        Assert.Equal("46-p01", again.Tree.Nodes[again.Tree.Sites["truong-a"].Node!.Value].Code);
        var audit = hub.Store.Read(db => AuditLog.Read(db, 0, 10));
        Assert.Equal([(AuditActions.NodesImported, "added 2, changed 0, unchanged 0"),
            (AuditActions.SitesImported, "added 2, changed 0, unchanged 0")],
            audit.Select(row => (row.Action, row.Detail)));
    }

    [Fact]
    public async Task Of_a_file_with_one_error_nothing_is_imported_and_a_trial_imports_nothing()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        var tree = register.Tree;
        var file = await CensusText.ReadAsync("code,name,kind\na,A,school\nb,B,castle\n");
        await Assert.ThrowsAsync<SitesException>(() => register.ImportAsync(file, false, Actor.Local, default));
        var plan = await register.ImportAsync(await CensusText.ReadAsync("code,name,kind\na,A,school\n"), true,
            Actor.Local, default);
        Assert.Single(plan.Added);
        Assert.Same(tree, register.Tree);
        Assert.Empty(hub.Store.Read(db => AuditLog.Read(db, 0, 10)));
        Assert.Empty(hub.Store.Read(SiteRows.Read));
    }

    [Fact]
    public async Task An_import_that_cannot_be_committed_leaves_nothing_behind_in_memory_or_on_disk()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        await hub.Store.WriteAsync(db => db.Execute(
            "CREATE TRIGGER full BEFORE INSERT ON site WHEN NEW.code = 'b' BEGIN SELECT RAISE(ABORT, 'disk is full'); "
            + "END"), default);
        var file = await CensusText.ReadAsync("code,name,kind\na,A,school\nb,B,school\n");
        await Assert.ThrowsAsync<DatabaseException>(() => register.ImportAsync(file, false, Actor.Local, default));
        Assert.Empty(register.Tree.Sites);
        Assert.Empty(hub.Store.Read(SiteRows.Read));
        await hub.Store.WriteAsync(db => db.Execute("DROP TRIGGER full"), default);
        await register.ImportAsync(file, false, Actor.Local, default);
        Assert.Equal(2, hub.Store.Read(SiteRows.Read).Count);
    }

    [Fact]
    public async Task A_site_is_added_changed_and_taken_out_unless_gates_are_there()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        await register.SaveAsync("a", new Dictionary<string, string?>
        {
            ["name"] = "A",
            ["kind"] = "school",
            ["group:zone"] = "1",
        }, Actor.Local, default);
        var version = register.Tree.Version;
        await register.SaveAsync("a", new Dictionary<string, string?> { ["name"] = "A" }, Actor.Local, default);
        Assert.Equal(version, register.Tree.Version);
        await register.SaveAsync("a", new Dictionary<string, string?> { ["group:zone"] = null, ["hours"] = "24/7" },
            Actor.Local, default);
        Assert.Equal(("24/7", 0), (hub.Store.Read(SiteRows.Read)["a"].Hours!.Text,
            hub.Store.Read(SiteRows.Read)["a"].Groups.Count));
        await hub.Store.WriteAsync(db => db.Execute("INSERT INTO gate(name, site) VALUES('cong-1', 'a')"), default);
        var refusal = await Assert.ThrowsAsync<SitesException>(() => register.RemoveAsync("a", Actor.Local, default));
        Assert.Contains("Gates are or were enrolled at site a", refusal.Message, StringComparison.Ordinal);
        await hub.Store.WriteAsync(db => db.Execute("DELETE FROM gate"), default);
        await register.RemoveAsync("a", Actor.Local, default);
        Assert.Empty(hub.Store.Read(SiteRows.Read));
        Assert.True((
            await Assert.ThrowsAsync<SitesException>(() => register.RemoveAsync("a", Actor.Local, default))).IsUnknown);
    }

    [Fact]
    public async Task A_level_that_would_turn_the_tree_over_is_refused()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        await register.ImportNodesAsync(await CensusText.ReadAsync(Nodes), false, Actor.Local, default);
        await Assert.ThrowsAsync<SitesException>(() =>
            register.SaveLevelAsync(new("commune", 1, "xã", "commune"), Actor.Local, default));
        await register.SaveLevelAsync(new("village", 4, "thôn, tổ dân phố", "village"), Actor.Local, default);
        await register.SaveNodeAsync(
            "46-p01-t1", new Dictionary<string, string?>
            {
                ["level"] = "village",
                ["name"] = "Tổ 1",
                ["parent"] = "46-p01",
            }, Actor.Local, default);
        using var again = new SiteRegister(hub.Store, hub.Time);
        Assert.Equal(["46-p01-t1", "46-p01", "46"], again.Tree.Path(again.Tree.NodeByCode("46-p01-t1")!)
            .Select(node => node.Code));
    }

    [Fact]
    public async Task Work_is_announced_ended_early_and_never_took_place_when_it_had_not_begun()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        await register.ImportNodesAsync(await CensusText.ReadAsync(Nodes), false, Actor.Local, default);
        await register.ImportAsync(await CensusText.ReadAsync(Sites), false, Actor.Local, default);
        var now = hub.Time.GetUtcNow();
        var work = await register.AnnounceAsync(Order(MaintenanceSubject.Node, "46", now, now.AddHours(4)), Actor.Local,
            default);
        var later = await register.AnnounceAsync(
            Order(MaintenanceSubject.Site, "cho-a", now.AddDays(1), now.AddDays(2)), Actor.Local, default);
        Assert.True(register.Tree.IsInMaintenance("cong-1", "truong-a", now.AddHours(3)));
        hub.Time.Pass(TimeSpan.FromHours(1));
        await register.EndMaintenanceAsync(work.Id, Actor.Local, default);
        await register.EndMaintenanceAsync(later.Id, Actor.Local, default);
        await Assert.ThrowsAsync<SitesException>(() => register.EndMaintenanceAsync(work.Id, Actor.Local, default));
        using var again = new SiteRegister(hub.Store, hub.Time);
        foreach (var tree in new[] { register.Tree, again.Tree })
        {
            Assert.True(tree.IsInMaintenance("cong-1", "truong-a", now.AddMinutes(59)));
            Assert.False(tree.IsInMaintenance("cong-1", "truong-a", now.AddMinutes(61)));
            Assert.False(tree.IsInMaintenance("cong-1", "cho-a", now.AddDays(1.5)));
        }
        var next = await again.AnnounceAsync(Order(MaintenanceSubject.Site, "cho-a", now, now.AddDays(2)), Actor.Local,
            default);
        Assert.Equal(later.Id + 1, next.Id);
    }

    [Fact]
    public async Task Work_on_nothing_backwards_or_without_a_reason_is_refused()
    {
        await using var hub = TestHub.Start();
        using var register = new SiteRegister(hub.Store, hub.Time);
        var now = hub.Time.GetUtcNow();
        foreach (var order in new[]
        {
            Order(MaintenanceSubject.Gate, "nowhere", now, now.AddHours(1)),
                Order(MaintenanceSubject.Site, "nowhere", now, now.AddHours(1)),
            Order(MaintenanceSubject.Node, "46", now, now),
            Order(MaintenanceSubject.Node, "46", now.AddHours(-2), now.AddHours(-1)),
            Order(MaintenanceSubject.Node, "46", now, now.AddDays(400)),
            Order(MaintenanceSubject.Node, "46", now, now.AddHours(1)) with { Why = "" },
        })
            await Assert.ThrowsAsync<SitesException>(() => register.AnnounceAsync(order, Actor.Local, default));
        Assert.Empty(register.Tree.Maintenance);
    }

    private static MaintenanceOrder Order(MaintenanceSubject subject, string id, DateTimeOffset from,
        DateTimeOffset until) =>
        new(subject, id, from, until, "thay nguồn điện");
}
