namespace CheckIn.Hub.Alerts;

/// <summary>What can be alerted. Stable words; those that a gate's alarms have are the same.</summary>
public static class AlertKinds
{
    /// <summary>A gate is lost. Of a site, a node, or the hub's own link: all of its gates at once.</summary>
    public const string Offline = "offline";
    public const string Backlog = "backlog";
    public const string Clock = "clock";
    public const string DiskLow = "disk_low";
    public const string JournalFull = "journal_full";
    public const string JournalFailed = "journal_failed";
    public const string TooHot = "too_hot";
    public const string UnderVoltage = "under_voltage";
    public const string MainsLost = "mains_lost";
    public const string ScannerLost = "scanner_lost";
    public const string GuardLost = "guard_lost";
    public const string UnreadableRate = "unreadable_rate";
    public const string Tamper = "tamper";
    public const string DoorForced = "door_forced";
    public const string DoorHeldOpen = "door_held_open";
    public const string PassageForced = "passage_forced";
    public const string Emergency = "emergency";
    public const string Duress = "duress";
    public const string LockedByGuard = "locked_by_guard";
    public const string PinsRefused = "pins_refused";
    public const string IdentityCopied = "identity_copied";
    public const string CertificateEnds = "certificate_ends";
    /// <summary>A gate is there, and has not taken up for long what is wanted of it.</summary>
    public const string SettingsLate = "settings_late";
    /// <summary>Too many gates failed with what was rolled out to them, so it goes on no further.</summary>
    public const string RolloutStopped = "rollout_stopped";
    /// <summary>The hub cannot store events, hear its gates, or tell somebody of its alerts.</summary>
    public const string HubTrouble = "hub_trouble";
    /// <summary>The audit is not as it was written.</summary>
    public const string AuditBroken = "audit_broken";
    /// <summary>A backup that was due was not made.</summary>
    public const string BackupFailed = "backup_failed";
}
