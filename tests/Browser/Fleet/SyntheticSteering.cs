using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// What the hub wants of the synthetic fleet: settings that were changed over some weeks, one that a gate has not taken
/// up, a rollout that too many gates refused, and modes that stand or are over.
/// </summary>
internal sealed class SyntheticSteering(TimeProvider time)
{
    internal const string RollingScope = $"site:{SyntheticPlaces.RefusingSite}", NodeScope = "node:hoa-mai";
    private const string An = "person:an.nguyen", Dung = "person:dung.tran@example.com";
    private const long Hour = 3_600_000, Day = 24 * Hour;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly long _now = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The past, as rows of the hub's database.</summary>
    internal void Write(Database db)
    {
        Add(db, "hub", 1, "Mở cửa 0,8 giây cho mọi cổng", """{"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:00.8"}}}}""",
            """{"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:00.8"}}}}""", 30 * Day, An);
        var hub = Add(db, "hub", 2, "Báo tình trạng thưa hơn, giảm dữ liệu di động",
            """{"Uplink":{"HealthEvery":"00:02:00"},"Health":{"TooHot":75}}""",
            """{"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:00.8"}}},"Uplink":{"HealthEvery":"00:02:00"},"Health":{"TooHot":75}}""",
            9 * Day, An);
        Base(db, "hub", hub);
        Base(db, NodeScope, Add(db, NodeScope, 1, "Giờ cao điểm: bớt đếm trùng khi đưa mã hai lần",
            """{"Lanes":{"*":{"Scanner":{"RepeatAfter":"00:00:05"}}}}""",
            """{"Lanes":{"*":{"Scanner":{"RepeatAfter":"00:00:05"}}}}""", 6 * Day, Dung));
        const string slow = """{"Lanes":{"*":{"Turnstile":{"PassageTimeout":"00:00:09"},"Indicator":{"ShowFor":"00:00:03"}}}}""";
        var group = Add(db, "group:lĩnh vực=y tế", 1, "Người bệnh đi chậm: chờ lâu hơn", slow, slow, 5 * Day, An);
        Base(db, "group:lĩnh vực=y tế", group);
        Late(db, [hub, group]);
        Modes(db);
    }

    /// <summary>The present: a rollout to one site, whose gates refuse it.</summary>
    internal static async Task RollOutAsync(IServiceProvider services)
    {
        var desk = services.GetRequiredService<DesiredDesk>();
        var sight = services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.EditSettings);
        var scope = FleetScopeWords.Read(RollingScope)!;
        var plan = RolloutPlan.Usual with { Stages = RolloutStage.Parse("1,50%,100%")!, Stand = TimeSpan.FromMinutes(5) };
        var patch = (JsonObject)JsonNode.Parse(
            """{"Lanes":{"*":{"Turnstile":{"RelayPin":27}}}}""")!;
        await desk.ChangeAsync(new SettingsOrder(scope, patch, "Bo mạch mới: rơ-le ở chân 27", plan), new Actor(Dung), sight);
        using var limit = new CancellationTokenSource(Patience);
        while (StateOf(services, desk.Layer(scope, sight)!.Rolling!.Rollout!.Value, sight) != RolloutState.StoppedByRule)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException("The rollout that gates refuse was not stopped.");
            await Task.Delay(50);
        }
    }

    private static RolloutState StateOf(IServiceProvider services, long rollout, Sight sight) =>
        services.GetRequiredService<RolloutViews>().Find(rollout, sight)!.Head.State;

    private long Add(
        Database db, string scope, long number, string title, string patch, string document, long ago, string by)
    {
        using var version = db.Prepare("""
            INSERT INTO desired_version(scope, number, title, patch, document, by_whom, at) VALUES(?, ?, ?, ?, ?, ?, ?)
            """);
        version.Bind(1, scope).Bind(2, number).Bind(3, title).Bind(4, patch).Bind(5, document).Bind(6, by)
            .Bind(7, _now - ago).Run();
        using var last = db.Prepare("SELECT last_insert_rowid()");
        last.Step();
        return last.Int64(0);
    }

    private static void Base(Database db, string scope, long version)
    {
        using var set = db.Prepare("INSERT INTO desired_base(scope, version) VALUES(?, ?)");
        set.Bind(1, scope).Bind(2, version).Run();
    }

    /// <summary>One gate has said nothing of it since, and is there.</summary>
    private void Late(Database db, IReadOnlyList<long> chain)
    {
        using var gate = db.Prepare("""
            INSERT INTO desired_gate(gate, version, chain, document, changed_at, differs_since) VALUES(?1, ?2, ?3, ?4, ?5, ?5)
            """);
        gate.Bind(1, SyntheticPlaces.SilentGate).Bind(2, _now - Hour).Bind(3, string.Join('.', chain)).Bind(4, "{}")
            .Bind(5, _now - Hour).Run();
    }

    private void Modes(Database db)
    {
        Order(db, "m-1", "node:phuong-cat-trang", null, ModeWords.FreePassage, -2 * Hour, 3 * Hour, "Hội xuân: đông khách", An);
        Order(db, "m-2", "gate:truong-th-sen-01", "vao", ModeWords.Lockdown, -Hour / 3, Hour, "Diễn tập phòng cháy", "local");
        Order(db, "m-3", "site:ga-bien-xanh", null, ModeWords.HoldOpen, -2 * Day, -2 * Day + 2 * Hour, "Đón tàu lễ", An);
        Order(db, "m-4", "site:ubnd-phuong-sen", "ra", ModeWords.HoldOpen, -3 * Day, -3 * Day + 8 * Hour, "Chuyển đồ", An,
            -3 * Day + Hour);
    }

    private void Order(
        Database db, string id, string scope, string? lane, string mode, long from, long until, string why, string by,
        long? ended = null)
    {
        using var order = db.Prepare("""
            INSERT INTO mode_order(id, scope, lane, mode, until_at, why, by_whom, at, ended_at, ended_by)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        order.Bind(1, id).Bind(2, scope).Bind(3, lane).Bind(4, mode).Bind(5, _now + until).Bind(6, why).Bind(7, by)
            .Bind(8, _now + from).Bind(9, _now + ended).Bind(10, ended is null ? null : by).Run();
    }
}
