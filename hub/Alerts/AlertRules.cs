namespace CheckIn.Hub.Alerts;

/// <summary>
/// The rule of every kind. What a gate judges itself with a grace of its own (doors, temperature) needs little more
/// here. That a whole site, node or the fleet is gone weighs more than that a gate is, and is over more slowly: its
/// gates come back one after another, and those that do not are told of only when it is.
/// </summary>
internal sealed class AlertRules
{
    private static readonly Dictionary<string, AlertRule> Defaults = new(StringComparer.Ordinal)
    {
        [AlertKinds.Offline] = new(Severity.Warning, Minutes(2), Seconds(30), Minutes(30)),
        [AlertKinds.Backlog] = new(Severity.Warning, Minutes(10), Minutes(2), Hours(2)),
        [AlertKinds.Clock] = new(Severity.Warning, Minutes(10), Minutes(2), Hours(8)),
        [AlertKinds.DiskLow] = new(Severity.Warning, Minutes(1), Minutes(1), Hours(8)),
        [AlertKinds.JournalFull] = new(Severity.Critical, TimeSpan.Zero, Minutes(1), Minutes(30)),
        [AlertKinds.JournalFailed] = new(Severity.Critical, TimeSpan.Zero, Minutes(1), Minutes(30)),
        [AlertKinds.TooHot] = new(Severity.Warning, Minutes(1), Minutes(5), Hours(2)),
        [AlertKinds.UnderVoltage] = new(Severity.Warning, Minutes(5), Minutes(10), Hours(8)),
        [AlertKinds.MainsLost] = new(Severity.Warning, Minutes(1), Minutes(1), Hours(1)),
        [AlertKinds.ScannerLost] = new(Severity.Warning, Minutes(2), Minutes(1), Minutes(30)),
        [AlertKinds.GuardLost] = new(Severity.Critical, Minutes(1), Minutes(1), Minutes(30)),
        [AlertKinds.UnreadableRate] = new(Severity.Notice, TimeSpan.Zero, TimeSpan.Zero, null),
        [AlertKinds.Tamper] = new(Severity.Critical, TimeSpan.Zero, Minutes(1), Minutes(15), IsSafety: true),
        [AlertKinds.DoorForced] = new(Severity.Critical, TimeSpan.Zero, TimeSpan.Zero, Minutes(15), IsSafety: true),
        [AlertKinds.DoorHeldOpen] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Minutes(30)),
        [AlertKinds.PassageForced] = new(Severity.Warning, TimeSpan.Zero, Minutes(1), Hours(1), IsSafety: true),
        [AlertKinds.Emergency] = new(Severity.Critical, TimeSpan.Zero, TimeSpan.Zero, Minutes(15), IsSafety: true),
        [AlertKinds.Duress] = new(Severity.Critical, TimeSpan.Zero, TimeSpan.Zero, Minutes(5), IsSafety: true),
        [AlertKinds.LockedByGuard] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Hours(1), IsSafety: true),
        [AlertKinds.PinsRefused] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Minutes(30), IsSafety: true),
        [AlertKinds.IdentityCopied] = new(Severity.Critical, TimeSpan.Zero, TimeSpan.Zero, Hours(1), IsSafety: true),
        [AlertKinds.CertificateEnds] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Hours(24)),
        // Which gates have settings in force is known again only some time after the hub's own start.
        [AlertKinds.SettingsLate] = new(Severity.Warning, Minutes(1), Minutes(1), Hours(8)),
        [AlertKinds.RolloutStopped] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Hours(2)),
        [AlertKinds.HubTrouble] = new(Severity.Critical, Minutes(1), Minutes(1), Minutes(15), IsSafety: true),
        [AlertKinds.AuditBroken] = new(Severity.Critical, TimeSpan.Zero, TimeSpan.Zero, Hours(1), IsSafety: true),
        [AlertKinds.BackupFailed] = new(Severity.Warning, TimeSpan.Zero, TimeSpan.Zero, Hours(24)),
    };

    private readonly Dictionary<string, AlertRule> _rules;
    private readonly AlertRule _offlineTogether;

    internal AlertRules(AlertOptions options)
    {
        _rules = Defaults.ToDictionary(
            static rule => rule.Key,
            rule => options.Rules.TryGetValue(rule.Key, out var own) ? own.Over(rule.Value) : rule.Value,
            StringComparer.Ordinal);
        var gate = _rules[AlertKinds.Offline];
        _offlineTogether = gate with
        {
            Severity = Severity.Critical,
            ClearAfter = gate.ClearAfter > Minutes(2) ? gate.ClearAfter : Minutes(2),
        };
    }

    /// <summary>Every kind.</summary>
    internal static IReadOnlyCollection<string> Kinds => Defaults.Keys;

    internal AlertRule Of(AlertKey key) => key is { Kind: AlertKinds.Offline, Subject.Kind: not AlertSubjectKind.Gate }
        ? _offlineTogether : _rules[key.Kind];

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);

    private static TimeSpan Hours(int count) => TimeSpan.FromHours(count);
}
