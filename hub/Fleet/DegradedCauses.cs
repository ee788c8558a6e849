namespace CheckIn.Hub.Fleet;

/// <summary>
/// Why a gate that is there is degraded. Stable words, in the order of what matters most; those that a gate's alarms have
/// are the same.
/// </summary>
public static class DegradedCauses
{
    public const string GuardLost = "guard_lost";
    public const string ScannerLost = "scanner_lost";
    public const string JournalFailed = "journal_failed";
    public const string JournalFull = "journal_full";
    public const string JournalFilling = "journal_filling";
    public const string DiskLow = "disk_low";
    public const string ClockWrong = "clock_wrong";
    public const string ClockNotSynchronised = "clock_not_synchronised";
    public const string MainsLost = "mains_lost";
    public const string UnderVoltage = "under_voltage";
    public const string TooHot = "too_hot";
    public const string Throttled = "throttled";
    public const string CertificateEnds = "certificate_ends";
    public const string IdentityCopied = "identity_copied";
    public const string Emergency = "emergency";
    public const string SaysSo = "says_so";
}
