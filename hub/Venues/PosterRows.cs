using CheckIn.Hub.Enrolment;
using CheckIn.Storage;

namespace CheckIn.Hub.Venues;

/// <summary>A site's poster.</summary>
/// <param name="Version">From 1; each replacement is one higher.</param>
/// <param name="Epoch">Of the journal of what is recorded there.</param>
/// <param name="KeyId">Which key signed it.</param>
internal sealed record Poster(string Site, int Version, string Epoch, string KeyId, DateTimeOffset MadeAt, string MadeBy);

/// <summary>What a form of a venue's page came to.</summary>
/// <param name="IsIn">He said that he came in.</param>
/// <param name="Reason">From <see cref="CheckIn.Contract.Reasons"/>; <c>self_recorded</c> = it is done.</param>
internal sealed record SentForm(DateTimeOffset At, bool IsIn, string Reason);

/// <summary>Posters and forms in the store.</summary>
internal static class PosterRows
{
    internal static Poster? Find(Database db, string site)
    {
        using var row = db.Prepare("SELECT site, version, epoch, key_id, made_at, made_by FROM poster WHERE site = ?");
        return row.Bind(1, site).Step() ? new Poster(
            row.Text(0)!, (int)row.Int64(1), row.Text(2)!, row.Text(3)!, DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
            row.Text(5)!) : null;
    }

    /// <summary>Sites that have one.</summary>
    internal static IReadOnlySet<string> Sites(Database db)
    {
        using var rows = db.Prepare("SELECT site FROM poster");
        var sites = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
            sites.Add(rows.Text(0)!);
        return sites;
    }

    /// <summary>Puts it in the place of the one before.</summary>
    /// <returns>False: a gate bears the name that its journal would have.</returns>
    internal static bool TryPut(Database db, Poster poster)
    {
        var gate = PosterGate.IdOf(poster.Site);
        using (var add = db.Prepare("""
            INSERT INTO gate(name, site, standing, standing_since) VALUES(?1, ?2, ?3, ?4)
            ON CONFLICT(name) DO UPDATE SET site = excluded.site WHERE standing = excluded.standing
            """))
        {
            add.Bind(1, gate).Bind(2, poster.Site).Bind(3, Standings.Poster)
                .Bind(4, poster.MadeAt.ToUnixTimeMilliseconds()).Run();
        }
        if (db.Changes == 0)
            return false;
        using var put = db.Prepare("""
            INSERT INTO poster(site, version, epoch, key_id, made_at, made_by) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT(site) DO UPDATE SET version = excluded.version, key_id = excluded.key_id, made_at = excluded.made_at,
                made_by = excluded.made_by
            """);
        put.Bind(1, poster.Site).Bind(2, (long)poster.Version).Bind(3, poster.Epoch).Bind(4, poster.KeyId)
            .Bind(5, poster.MadeAt.ToUnixTimeMilliseconds()).Bind(6, poster.MadeBy).Run();
        return true;
    }

    /// <summary>What that form came to; null = it was not sent yet, or is forgotten.</summary>
    internal static SentForm? Form(Database db, string site, string id)
    {
        using var row = db.Prepare("SELECT at, is_in, reason FROM poster_form WHERE id = ? AND site = ?");
        return row.Bind(1, id).Bind(2, site).Step()
            ? new SentForm(DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(0)), row.Int64(1) == 1, row.Text(2)!) : null;
    }

    internal static void Keep(Database db, string site, string id, SentForm form)
    {
        using var add = db.Prepare("INSERT INTO poster_form(id, site, at, is_in, reason) VALUES(?, ?, ?, ?, ?)");
        add.Bind(1, id).Bind(2, site).Bind(3, form.At.ToUnixTimeMilliseconds()).Bind(4, form.IsIn ? 1L : 0L).Bind(5, form.Reason)
            .Run();
    }

    /// <summary>Those that nobody can send again; some at a time.</summary>
    internal static void Forget(Database db, DateTimeOffset before)
    {
        using var old = db.Prepare("""
            DELETE FROM poster_form WHERE id IN (SELECT id FROM poster_form WHERE at < ? ORDER BY at LIMIT 100)
            """);
        old.Bind(1, before.ToUnixTimeMilliseconds()).Run();
    }
}
