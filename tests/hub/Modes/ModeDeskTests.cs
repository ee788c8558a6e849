using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Modes;

/// <summary>Orders with the real store and a clock that is told.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class ModeDeskTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly Actor Somebody = new("person:nguyen-mau");
    private readonly TestDesk _parts = new();
    private SiteRegister _sites = null!;
    private GatePlaces _places = null!;
    private ModeDesk _desk = null!;

    public async Task InitializeAsync()
    {
        _sites = new SiteRegister(_parts.Store, _parts.Time);
        foreach (var node in new[] { "xa-a", "xa-b" })
        {
            await _sites.SaveNodeAsync(node, Fields(("level", "commune"), ("name", node)), Actor.Local, default);
            await _sites.SaveAsync("truong-" + node, Fields(
                ("name", node), ("kind", "school"), ("node", node), ("group:ministry", "giáo dục")), Actor.Local, default);
            await EnrolAsync("cong-" + node, "truong-" + node);
        }
        _places = new GatePlaces(_parts.Store, _parts.Time);
        _desk = Desk();
    }

    public async Task DisposeAsync()
    {
        _desk.Dispose();
        _sites.Dispose();
        await _parts.DisposeAsync();
    }

    [Fact]
    public async Task An_order_is_told_to_the_gates_of_its_scope_until_its_time_is_over()
    {
        var order = await OrderAsync(new(Node: "xa-a"), ModeWords.HoldOpen, TimeSpan.FromMinutes(10), "in");
        var told = For("cong-xa-a", "cong-xa-b");
        var only = Assert.Single(Assert.Contains("cong-xa-a", told));
        Assert.Equal(new ModeOrder(order.Id, ModeWords.HoldOpen, order.Until.ToUnixTimeMilliseconds(), "in"), only);
        Assert.DoesNotContain("cong-xa-b", told.Keys);
        Assert.Matches("^[a-z0-9-]{1,64}$", order.Id);
        _parts.Time.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(For("cong-xa-a"));
        Assert.Empty(_desk.Standing(Whole()));
        Assert.Equal(order.Id, Assert.Single(_desk.Past(Whole(), 10)).Id);
    }

    [Theory]
    [InlineData("hub", 2)]
    [InlineData("node:xa-a", 1)]
    [InlineData("group:ministry=giáo dục", 2)]
    [InlineData("site:truong-xa-b", 1)]
    [InlineData("gate:cong-xa-b", 1)]
    public async Task Every_kind_of_scope_reaches_its_gates(string scope, int gates)
    {
        await OrderAsync(FleetScopeWords.Read(scope)!, ModeWords.Lockdown);
        Assert.Equal(gates, Assert.Single(_desk.Standing(Whole())).Gates);
        Assert.Equal(gates, For("cong-xa-a", "cong-xa-b").Count);
    }

    [Fact]
    public async Task A_gate_that_comes_into_the_scope_follows_the_order_too()
    {
        await OrderAsync(new(Site: "truong-xa-a"), ModeWords.Lockdown);
        await EnrolAsync("cong-moi", "truong-xa-a");
        Assert.Contains("cong-moi", For("cong-moi").Keys);
    }

    [Fact]
    public async Task What_a_gate_says_of_an_order_is_counted_and_shown()
    {
        var order = await OrderAsync(FleetScope.All, ModeWords.Lockdown);
        _desk.Hear("cong-xa-a", [new ModeReport(order.Id, ModeReport.InForce)]);
        _desk.Hear("cong-xa-b", [new ModeReport(order.Id, ModeReport.Refused, CommandRefusals.NoSuchLane)]);
        var picture = Assert.Single(_desk.Standing(Whole()));
        Assert.Equal((2, 1), (picture.Gates, picture.InForce));
        Assert.Equal(CommandRefusals.NoSuchLane, Assert.Single(_desk.Of("cong-xa-b", Whole())).Report!.Why);
        _desk.Hear("cong-xa-a", null);
        Assert.Equal(0, Assert.Single(_desk.Standing(Whole())).InForce);
    }

    [Fact]
    public async Task A_hub_that_starts_again_knows_orders_and_what_gates_said()
    {
        var order = await OrderAsync(new(Gate: "cong-xa-a"), ModeWords.FreePassage);
        await _parts.Store.WriteAsync(db => db.Execute($$"""
            INSERT INTO reported(gate, version, wanted, state, report, at) VALUES('cong-xa-a', 0, 0, 'applied',
                '{"version":0,"state":"applied","modes":[{"id":"{{order.Id}}","state":"in_force"}]}', 1)
            """), default);
        using var desk = Desk();
        Assert.Equal((order, 1), (Assert.Single(desk.Standing(Whole())).Order, desk.Standing(Whole())[0].InForce));
    }

    [Fact]
    public async Task A_gate_is_told_that_an_order_was_taken_back_for_as_long_as_it_would_go_on_with_it()
    {
        var order = await OrderAsync(new(Gate: "cong-xa-a"), ModeWords.HoldOpen, TimeSpan.FromMinutes(10));
        await _desk.EndAsync(order.Id, Somebody, Whole());
        Assert.Empty(For("cong-xa-a", "cong-xa-b")["cong-xa-a"]);
        Assert.DoesNotContain("cong-xa-b", For("cong-xa-a", "cong-xa-b").Keys);
        _parts.Time.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(For("cong-xa-a"));
    }

    [Fact]
    public async Task A_hub_that_was_restored_brings_no_order_back_that_opens_gates()
    {
        foreach (var mode in ModeWords.All)
            await OrderAsync(FleetScope.All, mode);
        var now = _parts.Time.GetUtcNow();
        await _parts.Store.WriteAsync(db => Assert.Equal(2, ModeRows.EndWhatOpens(db, now, "hub")), default);
        Assert.Equal(ModeWords.Lockdown, Assert.Single(_desk.Standing(Whole())).Order.Mode);
        Assert.Equal([ModeWords.Lockdown], For("cong-xa-a")["cong-xa-a"].Select(order => order.Mode));
    }

    [Fact]
    public async Task Somebody_orders_and_ends_only_what_lies_within_his_part()
    {
        var his = Sight("xa-a");
        var above = await OrderAsync(FleetScope.All, ModeWords.Lockdown);
        var other = await OrderAsync(new(Gate: "cong-xa-b"), ModeWords.Lockdown);
        foreach (var scope in new FleetScope[] { new(Node: "xa-b"), new(Site: "truong-xa-b"), new(Gate: "cong-xa-b") })
            Assert.True((await RefusalAsync(() => OrderAsync(scope, ModeWords.Lockdown, sight: his))).IsUnknown);
        foreach (var scope in new[] { FleetScope.All, new(Dimension: "ministry", Value: "giáo dục") })
            Assert.True((await RefusalAsync(() => OrderAsync(scope, ModeWords.Lockdown, sight: his))).IsForbidden);
        Assert.True((await RefusalAsync(() => _desk.EndAsync(above.Id, Somebody, his))).IsForbidden);
        Assert.True((await RefusalAsync(() => _desk.EndAsync(other.Id, Somebody, his))).IsUnknown);
        // What reaches his own gates he sees, wherever it comes from; and of it only his.
        Assert.Equal((above.Id, 1), (Assert.Single(_desk.Standing(his)).Order.Id, _desk.Standing(his)[0].Gates));
        var own = await OrderAsync(new(Node: "xa-a"), ModeWords.HoldOpen, sight: his);
        await _desk.EndAsync(own.Id, Somebody, his);
        Assert.Equal((Somebody.Name, own.Id), (_desk.Past(his, 1)[0].EndedBy, _desk.Past(his, 1)[0].Id));
    }

    [Fact]
    public async Task Giving_and_ending_are_in_the_audit_in_both_languages()
    {
        var order = await OrderAsync(new(Site: "truong-xa-a"), ModeWords.HoldOpen, lane: "in");
        await _desk.EndAsync(order.Id, Somebody, Whole());
        var rows = _parts.Store.Read(db => AuditLog.Read(db, 0, 1000)).Where(row => row.Action.StartsWith("mode_", StringComparison.Ordinal))
            .ToList();
        Assert.Equal([AuditActions.ModeOrdered, AuditActions.ModeEnded], rows.Select(row => row.Action));
        Assert.All(rows, row => Assert.Equal(("site:truong-xa-a", "truong-xa-a", Somebody.Name), (row.Subject, row.Place, row.Actor)));
        Assert.Matches("^hold open, lane in, until 20[0-9: -]+ UTC: test$", rows[0].Detail);
        Assert.Matches("^giữ cửa mở, làn in, đến 20[0-9: -]+ UTC: test$", AuditDetails.In(Language.Vietnamese, rows[0].Detail));
        Assert.Equal("giữ cửa mở, làn in", AuditDetails.In(Language.Vietnamese, rows[1].Detail));
    }

    [Fact]
    public async Task What_nobody_can_mean_is_refused_and_leaves_nothing()
    {
        var gate = new FleetScope(Gate: "cong-xa-a");
        Assert.True((await RefusalAsync(() => OrderAsync(gate, "normal"))).IsMalformed);
        Assert.True((await RefusalAsync(() => OrderAsync(gate, ModeWords.Lockdown, TimeSpan.FromSeconds(59)))).IsMalformed);
        Assert.True((await RefusalAsync(() => OrderAsync(gate, ModeWords.Lockdown, TimeSpan.FromDays(31.1)))).IsMalformed);
        Assert.True((await RefusalAsync(() => OrderAsync(gate, ModeWords.Lockdown, why: ""))).IsMalformed);
        Assert.True((await RefusalAsync(() => OrderAsync(gate, ModeWords.Lockdown, why: "two\nlines"))).IsMalformed);
        Assert.True((await RefusalAsync(() => OrderAsync(new(Gate: "khong-co"), ModeWords.Lockdown))).IsUnknown);
        Assert.True((await RefusalAsync(() => OrderAsync(new(Node: "khong-co"), ModeWords.Lockdown))).IsUnknown);
        Assert.True((await RefusalAsync(() => OrderAsync(
            new(Dimension: "ministry", Value: "none"), ModeWords.Lockdown))).IsUnknown);
        Assert.Empty(_desk.Standing(Whole()));
    }

    [Fact]
    public async Task A_gate_is_never_told_more_orders_than_it_reads()
    {
        for (var i = 0; i < DesiredMessage.MostModes; i++)
            await OrderAsync(FleetScope.All, ModeWords.FreePassage);
        Assert.False((await RefusalAsync(() => OrderAsync(new(Gate: "cong-xa-a"), ModeWords.Lockdown))).IsMalformed);
        Assert.Equal(DesiredMessage.MostModes, For("cong-xa-a")["cong-xa-a"].Count);
    }

    private ModeDesk Desk() => new(_parts.Store, _sites, _places, _parts.Time, NullLogger<ModeDesk>.Instance);

    private Task<StandingOrder> OrderAsync(
        FleetScope scope, string mode, TimeSpan? lasts = null, string? lane = null, string why = "test", Sight? sight = null)
    {
        var until = _parts.Time.GetUtcNow() + (lasts ?? TimeSpan.FromHours(1));
        return _desk.OrderAsync(new ModeRequest(scope, mode, until, why, lane), Somebody, sight ?? Whole());
    }

    private IReadOnlyDictionary<string, IReadOnlyList<ModeOrder>> For(params string[] gates) =>
        _parts.Store.Read(db => _desk.For(db, gates));

    private static async Task<ModeException> RefusalAsync(Func<Task> act) => await Assert.ThrowsAsync<ModeException>(act);

    private Sight Whole() => new SightBook(_sites, _places, _parts.Time).Of(Caller.Local(null), Capability.SetModes);

    private Sight Sight(string node)
    {
        var (tree, day) = (_sites.Tree, DateOnly.FromDateTime(_parts.Time.GetUtcNow().UtcDateTime));
        var places = _places.Now();
        return new Sight(node, tree, places, day, FleetPart.Of(tree, [node], places, day));
    }

    private Task EnrolAsync(string gate, string site) =>
        _parts.Store.WriteAsync(db => EnrolledGates.Enrol(db, gate, new ClaimOrder(site, "in"), 1), default);

    private static Dictionary<string, string?> Fields(params (string Key, string Value)[] fields) =>
        fields.ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
}
