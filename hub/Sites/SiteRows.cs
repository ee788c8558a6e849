using System.Globalization;
using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Hub.Sites;

/// <summary>Sites in the store.</summary>
internal static class SiteRows
{
    private const string Day = "yyyy-MM-dd";

    internal static Dictionary<string, Site> Read(Database db)
    {
        var groups = ReadGroups(db);
        using var rows = db.Prepare("""
            SELECT id, code, name, kind, form, node, address, starts_at, ends_at, head_name, head_phone, manager_name,
                manager_phone, support_number, zone, hours, deployment, deadline FROM site
            """);
        // The same hours are one object, of which there is one answer for all who have them.
        var hours = new Dictionary<string, OpeningHours>(StringComparer.Ordinal);
        var sites = new Dictionary<string, Site>(StringComparer.Ordinal);
        while (rows.Step())
        {
            var site = new Site(
                rows.Int64(0), rows.Text(1)!, rows.Text(2)!, rows.Text(3)!, SiteForms.Find(rows.Text(4)!) ?? default,
                rows.IsNull(5) ? null : rows.Int64(5))
            {
                Address = rows.Text(6),
                StartsAt = Moment(rows, 7),
                EndsAt = Moment(rows, 8),
                Head = rows.Text(9) is { } head ? new Contact(head, rows.Text(10)) : null,
                QrManager = rows.Text(11) is { } manager ? new Contact(manager, rows.Text(12)) : null,
                SupportNumber = rows.Text(13),
                Zone = rows.Text(14),
                Hours = rows.Text(15) is { } text ? HoursOf(text, hours) : null,
                Declared = Deployments.Find(rows.Text(16)!) ?? default,
                Deadline = DayIn(rows, 17),
            };
            sites[site.Code] = groups.TryGetValue(site.Id, out var its) ? site with { Groups = its } : site;
        }
        return sites;
    }

    /// <summary>Writes all of them; new ones by their id, which nobody has yet.</summary>
    internal static void Write(Database db, IEnumerable<Site> sites, long now)
    {
        using var put = db.Prepare("""
            INSERT INTO site(id, code, name, kind, form, node, address, starts_at, ends_at, head_name, head_phone,
                manager_name, manager_phone, support_number, zone, hours, deployment, deadline, added_at, changed_at)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?19)
            ON CONFLICT(id) DO UPDATE SET name = excluded.name, kind = excluded.kind, form = excluded.form,
                node = excluded.node, address = excluded.address, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, head_name = excluded.head_name, head_phone = excluded.head_phone,
                manager_name = excluded.manager_name, manager_phone = excluded.manager_phone,
                support_number = excluded.support_number, zone = excluded.zone, hours = excluded.hours,
                deployment = excluded.deployment, deadline = excluded.deadline, changed_at = excluded.changed_at
            """);
        using var forget = db.Prepare("DELETE FROM site_group WHERE site = ?");
        using var group = db.Prepare("INSERT INTO site_group(site, dimension, value) VALUES(?, ?, ?)");
        foreach (var site in sites)
        {
            Bind(put, site).Bind(19, now).Run();
            forget.Bind(1, site.Id).Run();
            foreach (var (dimension, value) in site.Groups)
                group.Bind(1, site.Id).Bind(2, dimension).Bind(3, value).Run();
        }
    }

    internal static void Delete(Database db, Site site)
    {
        using var groups = db.Prepare("DELETE FROM site_group WHERE site = ?");
        groups.Bind(1, site.Id).Run();
        using var itself = db.Prepare("DELETE FROM site WHERE id = ?");
        itself.Bind(1, site.Id).Run();
    }

    internal static DateOnly? DayIn(Statement rows, int column) => rows.Text(column) is { } text
        ? DateOnly.ParseExact(text, Day, CultureInfo.InvariantCulture) : null;

    internal static string? Written(DateOnly? day) => day?.ToString(Day, CultureInfo.InvariantCulture);

    private static Statement Bind(Statement put, Site site) => put
        .Bind(1, site.Id).Bind(2, site.Code).Bind(3, site.Name).Bind(4, site.Kind).Bind(5, SiteForms.Word(site.Form))
        .Bind(6, site.Node).Bind(7, site.Address).Bind(8, site.StartsAt?.ToUnixTimeMilliseconds())
        .Bind(9, site.EndsAt?.ToUnixTimeMilliseconds()).Bind(10, site.Head?.Name).Bind(11, site.Head?.Phone)
        .Bind(12, site.QrManager?.Name).Bind(13, site.QrManager?.Phone).Bind(14, site.SupportNumber)
        .Bind(15, site.Zone).Bind(16, site.Hours?.Text).Bind(17, Deployments.Word(site.Declared))
        .Bind(18, Written(site.Deadline));

    private static DateTimeOffset? Moment(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private static OpeningHours HoursOf(string text, Dictionary<string, OpeningHours> known)
    {
        if (!known.TryGetValue(text, out var hours))
            known[text] = hours = OpeningHours.Parse(text);
        return hours;
    }

    private static Dictionary<long, Dictionary<string, string>> ReadGroups(Database db)
    {
        using var rows = db.Prepare("SELECT site, dimension, value FROM site_group");
        var groups = new Dictionary<long, Dictionary<string, string>>();
        while (rows.Step())
        {
            if (!groups.TryGetValue(rows.Int64(0), out var its))
                groups[rows.Int64(0)] = its = new(StringComparer.Ordinal);
            its[rows.Text(1)!] = rows.Text(2)!;
        }
        return groups;
    }
}
