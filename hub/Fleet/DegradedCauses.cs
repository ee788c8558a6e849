using CheckIn.Contract;

namespace CheckIn.Hub.Fleet;

/// <summary>
/// Why a gate that is there is degraded. Stable words, in the order of what matters most; those that a gate's alarms have
/// are the same. What makes each of them stands in <c>hub/docs/presence.md</c>. Figures have two marks each, so that one
/// that trembles around the first does not come and go.
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

    private const int JournalMuch = 80;
    private const int JournalLessAgain = 75;
    private const long TimeTakesS = 300;

    /// <summary>All of them, what matters most first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        GuardLost, ScannerLost, JournalFailed, JournalFull, JournalFilling, DiskLow, ClockWrong, ClockNotSynchronised,
        MainsLost, UnderVoltage, TooHot, Throttled, CertificateEnds, IdentityCopied, Emergency, SaysSo,
    ];

    /// <summary>What degrades the gate, by what it told last, what matters most first; empty = nothing.</summary>
    /// <param name="gate">With its figures.</param>
    /// <param name="before">The causes until now.</param>
    /// <param name="says">What its birth says.</param>
    /// <param name="options">Where the marks are.</param>
    internal static IReadOnlyList<string> Of(
        GateStatus gate, IReadOnlyList<string> before, PresenceState says, FleetOptions options)
    {
        var found = All.Where(cause => cause != SaysSo && Stands(cause, gate, before.Contains(cause), options)).ToArray();
        return found.Length == 0 && says == PresenceState.Degraded ? [SaysSo] : found;
    }

    /// <summary>
    /// Of a gate that has not told its figures since the hub began: those known before, but for what the hub itself knows.
    /// </summary>
    internal static IReadOnlyList<string> Kept(GateStatus gate, IReadOnlyList<string> before, PresenceState says)
    {
        var found = All.Where(cause => cause switch
        {
            SaysSo => false,
            IdentityCopied => gate.IsCopied,
            _ => before.Contains(cause),
        }).ToArray();
        return found.Length == 0 && says == PresenceState.Degraded ? [SaysSo] : found;
    }

    private static bool Stands(string cause, GateStatus gate, bool stood, FleetOptions options) => cause switch
    {
        IdentityCopied => gate.IsCopied || IsRaised(gate, cause),
        ScannerLost => IsRaised(gate, cause) || gate.Hardware?.LanesDown is { Count: > 0 },
        JournalFilling => IsRaised(gate, cause) || gate.JournalPercent >= (stood ? JournalLessAgain : JournalMuch),
        UnderVoltage => IsRaised(gate, cause) || gate.Hardware?.UnderVoltage == true,
        Throttled => IsRaised(gate, cause) || gate.Hardware?.Throttled == true,
        // Where the hub is the only source of time, a gate has it within a minute.
        ClockNotSynchronised => gate.Clock is { Reading.Quality: null } && !(gate.Hardware?.UptimeS < TimeTakesS),
        ClockWrong => IsClockWrong(gate.Clock, stood, options),
        CertificateEnds => gate.CertificateDaysLeft < options.CertificateDays,
        _ => IsRaised(gate, cause),
    };

    /// <summary>Beyond what the gate itself allows for; on the way here a message takes its time.</summary>
    private static bool IsClockWrong(GateTime? clock, bool stood, FleetOptions options)
    {
        if (clock?.Reading.Quality is not { } quality)
            return false;
        var off = Math.Abs((double)clock.AheadMs) - quality.ErrorMs;
        return off > options.ClockTolerance.TotalMilliseconds / (stood ? 2 : 1);
    }

    private static bool IsRaised(GateStatus gate, string word) => gate.Alarms?.Contains(word) == true;
}
