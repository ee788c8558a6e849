using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// Who did what to whom, and what came of it, in the order it was done. Rows are only ever added, within the transaction
/// that does the thing itself: what is not in here was not done. No personal data beyond the name of who acted.
/// </summary>
internal static class AuditLog
{
    internal static void Add(Database db, DateTimeOffset at, AuditEntry entry)
    {
        using var add = db.Prepare(
            "INSERT INTO audit(at, actor, action, subject, outcome, detail, origin, place) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        add.Bind(1, at.ToUnixTimeMilliseconds()).Bind(2, entry.Actor.Name).Bind(3, entry.Action).Bind(4, entry.Subject)
            .Bind(5, entry.Outcome).Bind(6, entry.Detail)
            .Bind(7, entry.Actor.From).Bind(8, entry.Place).Run();
    }

    /// <summary>Rows after <paramref name="after"/>, oldest first; or the newest, newest first, when that is null.</summary>
    /// <param name="db">The store.</param>
    /// <param name="after">Null = the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="isSeen">By the place that a row concerns; null = all.</param>
    internal static IReadOnlyList<AuditRow> Read(
        Database db, long? after, int limit, Func<string?, bool>? isSeen = null)
    {
        using var rows = db.Prepare("SELECT id, at, actor, action, subject, outcome, detail, place FROM audit "
            + (after is null ? "ORDER BY id DESC LIMIT ?" : "WHERE id > ? ORDER BY id LIMIT ?"));
        if (after is { } from)
            rows.Bind(1, from).Bind(2, isSeen is null ? limit : -1);
        else
            rows.Bind(1, isSeen is null ? limit : -1);
        var found = new List<AuditRow>();
        while (found.Count < limit && rows.Step())
        {
            if (isSeen?.Invoke(rows.Text(7)) == false)
                continue;
            found.Add(new AuditRow(rows.Int64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(1)), rows.Text(2)!,
                rows.Text(3)!, rows.Text(4), rows.Text(5)!, rows.Text(6)));
        }
        return found;
    }
}

/// <summary>One act.</summary>
/// <param name="Actor">Who, and from where.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">The gate, claim, bundle or key concerned; null = none in particular.</param>
/// <param name="Outcome"><c>done</c>, or the reason of a refusal.</param>
/// <param name="Detail">Anything more, for people.</param>
/// <param name="Place">Code of the site or node that it concerns; null = the whole hub.</param>
internal sealed record AuditEntry(
    Actor Actor, string Action, string? Subject, string Outcome = "done", string? Detail = null, string? Place = null);

/// <summary>An act as it is kept.</summary>
internal sealed record AuditRow(
    long Id, DateTimeOffset At, string Actor, string Action, string? Subject, string Outcome, string? Detail);

/// <summary>Stable words.</summary>
internal static class AuditActions
{
    internal const string CodeIssued = "code_issued";
    internal const string CodeWithdrawn = "code_withdrawn";
    internal const string BundleIssued = "bundle_issued";
    internal const string ClaimTaken = "claim_taken";
    internal const string CertificateRenewed = "certificate_renewed";
    internal const string Revoked = "revoked";
    internal const string Decommissioning = "decommissioning";
    internal const string Wiped = "wiped";
    internal const string KeysRotated = "keys_rotated";
    internal const string PlanSaved = "plan_saved";
    internal const string IdentityCopied = "identity_copied";
    internal const string AlertAcknowledged = "alert_acknowledged";
    internal const string AlertSnoozed = "alert_snoozed";
    internal const string SitesImported = "sites_imported";
    internal const string SiteSaved = "site_saved";
    internal const string SiteRemoved = "site_removed";
    internal const string NodesImported = "nodes_imported";
    internal const string NodeSaved = "node_saved";
    internal const string LevelSaved = "level_saved";
    internal const string MaintenanceAnnounced = "maintenance_announced";
    internal const string MaintenanceEnded = "maintenance_ended";
    internal const string RecipientAdded = "recipient_added";
    internal const string RecipientRemoved = "recipient_removed";
    internal const string NoticeSentAgain = "notice_sent_again";
}
