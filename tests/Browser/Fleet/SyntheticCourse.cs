using System.Text;
using CheckIn.Storage;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// How some gates of the synthetic fleet were in the last week, quarter of an hour by quarter, and what happened there
/// last; as rows of the hub's database.
/// </summary>
internal static class SyntheticCourse
{
    private const long Slot = 900_000, Slots = 672, Hour = 3_600_000;

    /// <summary>Those of which it is told; the last is one whose board is too hot.</summary>
    internal static IReadOnlyList<string> Gates { get; } =
        ["ubnd-phuong-sen-01", SyntheticPlaces.LostGate, "nha-may-cuc-04"];

    internal static void Write(Database db, long now)
    {
        foreach (var gate in Gates)
        {
            var away = SyntheticPlaces.Gates.Single(one => one.Id == gate).Away;
            Figures(db, gate, now - (long)away.TotalMilliseconds);
            Events(db, gate, now - (long)away.TotalMilliseconds);
        }
    }

    private static void Figures(Database db, string gate, long until)
    {
        using var row = db.Prepare("""
            INSERT INTO health_slot(slot, gate, backlog, decided, temperature_dc, resident_kb, free_kb, round_trip_us)
            VALUES(?, (SELECT id FROM gate WHERE name = ?), ?, ?, ?, ?, 21000000, ?)
            """);
        var last = (until / Slot) - 1;
        for (var i = 0; i < Slots; i++)
        {
            // A night without a link, and an hour lately.
            if (i is > 290 and < 325 || i is > 640 and < 645)
                continue;
            var slot = last - Slots + 1 + i;
            var hour = (slot * Slot / Hour + 7) % 24;
            var busy = hour is < 6 or > 19 ? 0 : hour is 7 or 8 or 16 or 17 ? 3 : 1;
            var wave = (long)(18 * Math.Sin(i / 15.3)) + i * 7 % 11;
            var hot = gate == Gates[^1] ? 330 : 0;
            row.Bind(1, slot).Bind(2, gate).Bind(3, i is > 324 and < 329 ? (329 - i) * 61 : i % 37 == 0 ? 3L : 0L)
                .Bind(4, busy * (41 + wave)).Bind(5, 440 + hot + busy * 17 + wave)
                .Bind(6, 58_000 + i * 7 + wave * 31).Bind(7, 13_800 + wave * 90 + (i % 90 == 0 ? 61_000 : 0)).Run();
        }
    }

    private static void Events(Database db, string gate, long until)
    {
        db.Execute($"""
            INSERT INTO journal(gate, epoch, through, highest, events)
            VALUES((SELECT id FROM gate WHERE name = '{gate}'), 'past-of-{gate}', 9, 9, 9)
            """);
        using var row = db.Prepare("""
            INSERT INTO event(gate, journal, seq, kind, lane, direction, at, received_at, mono_ns, boot, link, fact)
            SELECT gate, id, ?2, ?3, ?4, ?5, ?6, ?6 + 400, ?2 * 1000000, 'boot-1', x'00', ?7
            FROM journal WHERE epoch = ?1
            """);
        var at = until - 310_000;
        for (var i = 0; i < What.Length; i++)
        {
            var (kind, lane, way, body) = What[i];
            at += 11_000 + i * 7_000 % 23_000;
            row.Bind(1, "past-of-" + gate).Bind(2, i + 1L).Bind(3, kind).Bind(4, lane).Bind(5, way).Bind(6, at)
                .Bind(7, Encoding.UTF8.GetBytes($$"""{"seq":{{i + 1}},"kind":"{{kind}}","body":{{body}}}""")).Run();
        }
    }

    private static readonly (string Kind, string Lane, string? Way, string Body)[] What =
    [
        ("operation", "vao", null, """{"name":"started","by":"gate","result":"0.1.0"}"""),
        ("decision", "vao", "in", """{"outcome":"admitted","reason":"known_credential","credential":"cccd"}"""),
        ("passage", "vao", "in", """{"cause":2,"result":"turned"}"""),
        ("decision", "vao", "in", """{"outcome":"refused","reason":"venue_code","credential":"venue_code"}"""),
        ("decision", "ra", "out", """{"outcome":"admitted","reason":"known_credential","credential":"can_cuoc"}"""),
        ("passage", "ra", "out", """{"cause":5,"result":"timed_out"}"""),
        ("alarm", "ra", null, """{"name":"door_held_open","value":1,"cleared":false}"""),
        ("alarm", "ra", null, """{"name":"door_held_open","value":14,"cleared":true}"""),
        ("decision", "vao", "in", """{"outcome":"refused","reason":"unknown_code","credential":"unknown"}"""),
    ];
}
