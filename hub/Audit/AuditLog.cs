using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// Who did what to whom, and what came of it, in the order it was done. Rows are only ever added, within the
/// transaction that does the thing itself: what is not in here was not done. Each carries a link to the one before
/// (<see cref="AuditLink"/>), which is taken from the table and not from memory: a transaction that is rolled back
/// takes its row with it. No personal data beyond the name of who acted.
/// </summary>
internal static class AuditLog
{
    internal static void Add(Database db, DateTimeOffset at, AuditEntry entry)
    {
        var (last, before) = AuditRows.Head(db);
        var content = AuditContent.Of(last + 1, at, entry);
        using var add = db.Prepare(
            $"INSERT INTO audit(id, at, {AuditContent.TextColumns}, link) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        add.Bind(1, content.Id).Bind(2, content.At);
        for (var i = 0; i < AuditContent.TextCount; i++)
        {
            if (content.Texts[i] is { } text)
                add.BindText(i + 3, text.AsSpan());
            else
                add.BindNull(i + 3);
        }
        add.Bind(AuditContent.TextCount + 3, AuditLink.Of(before, content)).Run();
    }

    /// <summary>
    /// Rows after <paramref name="after"/>, oldest first; or the newest, newest first, when that is null.
    /// </summary>
    internal static IReadOnlyList<AuditRow> Read(Database db, long? after, int limit) => AuditBook.Page(
        db, new AuditQuestion { After = after, Limit = limit }).Rows;
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
/// <param name="From">The address it was asked from; null = nobody asked, or it was done before that was kept.</param>
/// <param name="Place">Code of the site or node that it concerns; null = the whole hub.</param>
public sealed record AuditRow(
    long Id, DateTimeOffset At, string Actor, string Action, string? Subject, string Outcome, string? Detail,
    string? From = null, string? Place = null);

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
    internal const string PackageAdded = "package_added";
    internal const string PackageRefused = "package_refused";
    internal const string PackageRemoved = "package_removed";
    internal const string RolloutStarted = "rollout_started";
    internal const string RolloutStage = "rollout_stage";
    internal const string RolloutStopped = "rollout_stopped";
    internal const string RolloutResumed = "rollout_resumed";
    internal const string RolloutDone = "rollout_done";
    internal const string CommandGiven = "command_given";
    internal const string CommandEnded = "command_ended";
    internal const string SettingsChanged = "settings_changed";
    internal const string SettingsRolledBack = "settings_rolled_back";
    internal const string ModeOrdered = "mode_ordered";
    internal const string ModeEnded = "mode_ended";
    internal const string PassIssued = "pass_issued";
    internal const string PassRevoked = "pass_revoked";
    internal const string PassKeysRotated = "pass_keys_rotated";
    internal const string InvitationMade = "invitation_made";
    internal const string InvitationRevoked = "invitation_revoked";
    internal const string ListImported = "list_imported";
    internal const string CardsImported = "cards_imported";
    internal const string CardsChanged = "cards_changed";
    internal const string CardsRemoved = "cards_removed";
    internal const string RegistrationApproved = "registration_approved";
    internal const string RegistrationRefused = "registration_refused";
    internal const string PosterMade = "poster_made";
    internal const string DeskAsked = "desk_asked";
    internal const string LinkMade = "link_made";
    internal const string LinkOpened = "link_opened";
    internal const string PersonInvited = "person_invited";
    internal const string PersonSetUp = "person_set_up";
    internal const string PersonRenamed = "person_renamed";
    internal const string PersonReset = "person_reset";
    internal const string PersonRemoved = "person_removed";
    internal const string RoleGiven = "role_given";
    internal const string RoleTaken = "role_taken";
    internal const string SignedIn = "signed_in";
    internal const string SignedOut = "signed_out";
    internal const string SignInRefused = "sign_in_refused";
    internal const string ActRefused = "act_refused";
    internal const string SessionsEnded = "sessions_ended";
    internal const string PasswordChanged = "password_changed";
    internal const string FactorSetUp = "factor_set_up";
    internal const string FactorRemoved = "factor_removed";
    internal const string RecoveryCodesMade = "recovery_codes_made";
    internal const string IdentityLinked = "identity_linked";
    internal const string IdentityUnlinked = "identity_unlinked";
    internal const string TokenMade = "token_made";
    internal const string TokenWithdrawn = "token_withdrawn";
    internal const string BackupMade = "backup_made";
    internal const string Restored = "restored";
}
