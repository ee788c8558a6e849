using System.Globalization;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Alerts;

/// <summary>A condition of a gate that holds or does not.</summary>
internal readonly record struct GateCondition(
    string Kind, bool IsTrue, DateTimeOffset Since, IReadOnlyDictionary<string, string> Detail);

/// <summary>
/// What can be alerted of one gate, read from what the hub knows of it. What a gate does not tell is left as it was: a
/// gate that is lost may be hot or not. A gate that stopped has nothing wrong any more but what was done to it (case,
/// doors, emergency, duress), and of one that left or was never seen nothing holds. Pure.
/// </summary>
internal static class GateConditions
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Kinds whose words are those of a gate's alarms and causes.</summary>
    private static readonly string[] Told =
    [
        AlertKinds.DiskLow, AlertKinds.JournalFull, AlertKinds.JournalFailed, AlertKinds.TooHot,
        AlertKinds.UnderVoltage, AlertKinds.MainsLost, AlertKinds.ScannerLost, AlertKinds.GuardLost,
        AlertKinds.CertificateEnds,
    ];

    private static readonly string[] DoneToIt =
    [
        AlertKinds.Tamper, AlertKinds.DoorForced, AlertKinds.DoorHeldOpen, AlertKinds.PassageForced,
        AlertKinds.Emergency, AlertKinds.Duress, AlertKinds.LockedByGuard, AlertKinds.PinsRefused,
    ];

    private static readonly string[] ByFigures =
        [AlertKinds.Backlog, AlertKinds.Clock, AlertKinds.UnreadableRate];

    /// <summary>Every kind of a gate.</summary>
    internal static IReadOnlyList<string> Kinds { get; } =
        [AlertKinds.Offline, AlertKinds.IdentityCopied, AlertKinds.SettingsLate, .. Told, .. DoneToIt, .. ByFigures];

    /// <param name="gate">As the hub knows it.</param>
    /// <param name="isTold">Its figures are of now.</param>
    /// <param name="hasBacklog">Whether there was a backlog before.</param>
    /// <param name="options">Limits.</param>
    /// <param name="now">By the wall clock.</param>
    internal static IEnumerable<GateCondition> Of(
        GateStatus gate, bool isTold, bool hasBacklog, AlertOptions options, DateTimeOffset now)
    {
        yield return new(AlertKinds.Offline, gate.State == PresenceState.Lost, gate.Since ?? now,
            gate.State == PresenceState.Lost && gate.Backlog is { } waiting
                ? Detail(AlertDetails.Backlog, waiting) : Nothing);
        yield return Plain(AlertKinds.IdentityCopied, gate.IsCopied || Says(gate, AlertKinds.IdentityCopied), now);
        yield return Plain(AlertKinds.SettingsLate, gate.IsSettingsLate, now);
        switch (gate.State)
        {
            case PresenceState.NeverSeen or PresenceState.Revoked:
                foreach (var kind in DoneToIt)
                    yield return Plain(kind, false, now);
                goto case PresenceState.Stopped;
            case PresenceState.Stopped:
                foreach (var kind in Told.Concat(ByFigures))
                    yield return Plain(kind, false, now);
                break;
            case PresenceState.Lost:
                break;
            default:
                if (!isTold)
                    break;
                foreach (var condition in OfFigures(gate, hasBacklog, options, now))
                    yield return condition;
                break;
        }
    }

    /// <summary>Of ten minutes' pictures.</summary>
    internal static GateCondition OfPictures(int percent, long pictures, AlertOptions options, DateTimeOffset now) =>
        new(AlertKinds.UnreadableRate, percent >= options.UnreadablePercent, now - UnreadableRate.Window,
            new Dictionary<string, string>
            {
                [AlertDetails.Percent] = Text(percent),
                [AlertDetails.Pictures] = Text(pictures),
            });

    private static IEnumerable<GateCondition> OfFigures(
        GateStatus gate, bool hasBacklog, AlertOptions options, DateTimeOffset now)
    {
        foreach (var kind in Told.Concat(DoneToIt))
        {
            var isTrue = Says(gate, kind);
            yield return new(kind, isTrue, now, isTrue ? Figures(gate, kind) : Nothing);
        }
        if (gate.Backlog is { } backlog)
        {
            var least = hasBacklog ? options.Backlog / 2 : options.Backlog;
            yield return new(AlertKinds.Backlog, backlog >= least, now, Detail(AlertDetails.Backlog, backlog));
        }
        var isClockOff = gate.Causes?.Any(static cause =>
            cause is DegradedCauses.ClockWrong or DegradedCauses.ClockNotSynchronised) == true;
        yield return new(AlertKinds.Clock, isClockOff, now,
            isClockOff && gate.Clock is { } clock ? Detail(AlertDetails.AheadMs, clock.AheadMs) : Nothing);
    }

    private static Dictionary<string, string> Figures(GateStatus gate, string kind) => kind switch
    {
        AlertKinds.ScannerLost when gate.Hardware?.LanesDown is { } lanes =>
            new Dictionary<string, string> { [AlertDetails.Lanes] = string.Join(',', lanes) },
        AlertKinds.TooHot when gate.Hardware?.TemperatureC is { } celsius =>
            Detail(AlertDetails.TemperatureC, (long)celsius),
        AlertKinds.DiskLow when gate.Hardware?.DiskFreeBytes is { } free => Detail(AlertDetails.FreeMb, free >> 20),
        AlertKinds.JournalFull when gate.JournalPercent is { } percent => Detail(AlertDetails.Percent, percent),
        AlertKinds.CertificateEnds when gate.CertificateDaysLeft is { } days => Detail(AlertDetails.Days, days),
        _ => Nothing,
    };

    private static bool Says(GateStatus gate, string word) =>
        gate.Alarms?.Contains(word) == true || gate.Causes?.Contains(word) == true;

    private static GateCondition Plain(string kind, bool isTrue, DateTimeOffset now) => new(kind, isTrue, now, Nothing);

    private static Dictionary<string, string> Detail(string name, long value) => new() { [name] = Text(value) };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
