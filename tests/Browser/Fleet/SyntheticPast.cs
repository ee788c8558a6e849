using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Storage;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// What happened to the synthetic fleet before the hub was started, as rows of its database: places, gates in service,
/// what was known of them in the last days, and the events of those that are there.
/// </summary>
internal sealed class SyntheticPast(TimeProvider time)
{
    private const long Hour = 3_600_000, Day = 24 * Hour;
    private readonly long _now = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The day before this one in the hub's zone, as addresses have it.</summary>
    internal static string Yesterday => HubZone.DayOf(TimeProvider.System.GetUtcNow()).AddDays(-1)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    internal void Write(string path)
    {
        using var db = Database.OpenWriter(path);
        EventSchema.Migrate(db, path);
        db.InTransaction(() =>
        {
            Nodes(db);
            Sites(db);
            foreach (var gate in SyntheticPlaces.Gates)
                Gate(db, gate);
            SyntheticCourse.Write(db, _now);
            Alerts(db);
            Recipients(db);
            new SyntheticSteering(time).Write(db);
            using var watch = db.Prepare("INSERT INTO watch(began_at, ended_at) VALUES(?, ?)");
            watch.Bind(1, _now - 8 * Day).Bind(2, _now - 1000).Run();
        });
    }

    private static void Nodes(Database db)
    {
        using var node = db.Prepare("""
            INSERT INTO node(code, parent, level, name, name_en, support_number, valid_from, valid_until)
            VALUES(?, (SELECT id FROM node WHERE code = ?), ?, ?, ?, ?, ?, ?)
            """);
        foreach (var one in SyntheticPlaces.Nodes)
        {
            node.Bind(1, one.Code).Bind(2, one.Parent).Bind(3, one.Level).Bind(4, one.Name).Bind(5, one.NameEn)
                .Bind(6, one.Parent is null ? "1900 0000" : null).Bind(7, one.ValidFrom).Bind(8, one.ValidUntil).Run();
        }
        using var successor = db.Prepare("""
            INSERT INTO node_successor(node, successor)
            VALUES((SELECT id FROM node WHERE code = ?), (SELECT id FROM node WHERE code = ?))
            """);
        foreach (var one in SyntheticPlaces.Nodes)
        {
            foreach (var next in one.Successors)
                successor.Bind(1, one.Code).Bind(2, next).Run();
        }
    }

    private void Sites(Database db)
    {
        using var site = db.Prepare("""
            INSERT INTO site(code, name, kind, form, node, address, starts_at, ends_at, head_name, head_phone,
            manager_name,
                manager_phone, hours, deployment, deadline, added_at, changed_at)
            VALUES(?, ?, ?, ?, (SELECT id FROM node WHERE code = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        using var group = db.Prepare("""
            INSERT INTO site_group(site, dimension, value) VALUES((SELECT id FROM site WHERE code = ?), 'lĩnh vực', ?)
            """);
        foreach (var one in SyntheticPlaces.Sites)
        {
            var isEvent = one.Form == "event";
            site.Bind(1, one.Code).Bind(2, one.Name).Bind(3, one.Kind).Bind(4, one.Form).Bind(5, one.Node)
                .Bind(6, "Số 1, đường Thử, " + one.Name).Bind(7, isEvent ? _now + 20 * Day : null)
                .Bind(8, isEvent ? _now + 23 * Day : null).Bind(9, "Nguyễn Văn Thử").Bind(10, "0900 000 000")
                .Bind(11, "Trần Thị Mẫu").Bind(12, "0900 000 001").Bind(13, one.Hours).Bind(14, one.Deployment)
                .Bind(15, one.Deadline is { } days ? DayFromNow(days) : null).Bind(16, _now - 90 * Day)
                .Bind(17, _now - 9 * Day)
                .Run();
            group.Bind(1, one.Code).Bind(2, one.Sector).Run();
        }
    }

    private void Gate(Database db, PlaceGate place)
    {
        var began = _now - 8 * Day;
        var away = _now - (long)place.Away.TotalMilliseconds;
        var isKnown = place.State != PresenceState.NeverSeen;
        using (var gate = db.Prepare("""
            INSERT INTO gate(name, label, site, plan, standing, standing_since, provision, state, since, last_seen,
            session,
                version, backlog)
            VALUES(?, ?, ?, 'in-out', ?, ?, 1, ?, ?, ?, ?, '0.1.0', ?)
            """))
        {
            gate.Bind(1, place.Id).Bind(2, place.Label).Bind(3, place.Site)
                .Bind(4, place.State == PresenceState.Revoked ? "revoked" : "active")
                .Bind(5, place.State == PresenceState.Revoked ? away : _now - 60 * Day).Bind(6, place.State.ToString())
                .Bind(7, isKnown ? place.IsConnected ? began : away : null)
                .Bind(8, isKnown ? place.IsConnected ? _now - 40_000 : away : null)
                .Bind(9, isKnown ? 7L : 0L).Bind(10, isKnown ? place.Backlog : null).Run();
        }
        if (isKnown && place.State != PresenceState.Revoked)
            Spells(db, place, began, away);
    }

    private static void Spells(Database db, PlaceGate place, long began, long away)
    {
        using var spell = db.Prepare("""
            INSERT INTO presence(gate, state, since, until, noticed_at, cause, is_sure, detail, boot, backlog)
            VALUES((SELECT id FROM gate WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, 'boot-1', ?)
            """);
        var at = began;
        // Each gate has a past of its own: an hour or so without its link on some of the days.
        for (var day = 1; day < 7; day++)
        {
            var dice = (place.Id.Length * 7 + place.Id[^1] * day * 13) % 11;
            var from = began + day * Day + dice * Hour;
            if (dice > 3 || (!place.IsConnected && from > away - Day))
                continue;
            Put("ready", at, from, null, 0, null);
            at = from + (dice + 1) * Hour / 2;
            Put("lost", from, at, dice % 2 == 0 ? "link" : "power", 1, dice * 31);
        }
        var last = place.State switch
        {
            PresenceState.Lost => "lost",
            PresenceState.Stopped => "stopped",
            _ => null,
        };
        Put("ready", at, last is null ? null : away, null, 0, null);
        if (last is not null)
            Put(last, away, null, place.Cause, place.Cause == "stopped" ? 1 : 0, place.Backlog);

        void Put(string state, long since, long? until, string? cause, int isSure, long? backlog) =>
            spell.Bind(1, place.Id).Bind(2, state).Bind(3, since).Bind(4, until).Bind(5, since).Bind(6, cause)
                .Bind(7, isSure).Bind(8, (string?)null).Bind(9, backlog).Run();
    }

    private void Alerts(Database db)
    {
        using var alert = db.Prepare("""
            INSERT INTO alert(kind, subject_kind, subject, severity, raised_at, since, cleared_at, acknowledged_at,
                acknowledged_by, level, level_at, detail)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
            """);
        (string Kind, string SubjectKind, string Subject, string Severity, long Ago, long Lasted,
            string Detail)[] past =
        [
            ("offline", "gate", "nha-may-cuc-03", "warning", 30, 50,
                """{"backlog":"12","cause":"link","is_sure":"true"}"""),
            ("offline", "site", "benh-vien-bien", "critical", 26, 35,
                """{"gates":"4","cause":"power","is_sure":"true"}"""),
            ("certificate_ends", "gate", "ga-bien-xanh-01", "warning", 20, 600, """{"days":"12"}"""),
            ("door_forced", "gate", "cho-cuc-02", "critical", 9, 3, """{"lanes":"vao"}"""),
            ("backlog", "gate", "ga-bien-xanh-02", "warning", 5, 80, """{"backlog":"1840"}"""),
        ];
        foreach (var one in past)
        {
            var since = _now - one.Ago * Hour;
            var isAnswered = one.Severity == "critical";
            alert.Bind(1, one.Kind).Bind(2, one.SubjectKind).Bind(3, one.Subject).Bind(4, one.Severity)
                .Bind(5, since + Hour / 30).Bind(6, since).Bind(7, since + one.Lasted * Hour / 60).Bind(8, isAnswered ? since + Hour / 20 : null)
                .Bind(9, isAnswered ? "local" : null).Bind(10, since + Hour / 30).Bind(11, one.Detail).Run();
        }
    }

    private void Recipients(Database db)
    {
        using var recipient = db.Prepare("""
            INSERT INTO recipient(name, channel, address, secret, language, node, least, level, quiet, added_at)
            VALUES(?, ?, ?, ?, 'vi', ?, ?, ?, ?, ?)
            """);
        recipient.Bind(1, "truc-ban-hoa-mai").Bind(2, "webhook")
            .Bind(3, "http://127.0.0.1:1/hooks/truc-ban").Bind(4, "whsec_AAAA")
            .Bind(5, "hoa-mai").Bind(6, "warning").Bind(7, 1L).Bind(8, "22:00-06:00").Bind(9, _now - 30 * Day).Run();
        recipient.Bind(1, "lanh-dao").Bind(2, "webhook").Bind(3, "http://127.0.0.1:1/hooks/lanh-dao")
            .Bind(4, "whsec_BBBB").Bind(5, (string?)null).Bind(6, "critical").Bind(7, 2L).Bind(8, (string?)null)
            .Bind(9, _now - 30 * Day).Run();
        db.Execute($"""
            INSERT INTO notice_message(recipient, key, made_at, alerts, subject, body, attempts, given_up_at, problem)
            VALUES(1, 'msg-1', {_now - 20 * Hour}, 2, 'Mất kết nối: 2 cổng', '', 8, {_now - 9 * Hour},
            'Connection refused (127.0.0.1:1)')
            """);
    }

    private string DayFromNow(int days) => DateTimeOffset.FromUnixTimeMilliseconds(_now + days * Day)
        .ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
