namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Reports as the API tells them.</summary>
internal static class OfflineAnswers
{
    internal static OfflineAnswer Of(OfflineReport report, DateOnly? day, int limit) => new(
        day, report.From, report.To, report.GatesInScope, report.Gates.Count,
        AvailabilityAnswer.Of(report.Availability),
        [.. report.Common.Select(static common => new CommonAnswer(
            common.SubjectKind, common.Subject, common.Since, OfflineCauses.Word(common.Cause), common.Gates))],
        [.. report.Unwatched.Select(static gap => new UnwatchedAnswer(gap.From, gap.To))],
        [.. report.Gates.Take(limit).Select(Of)]);

    internal static OutageAnswer Of(Outage outage) => new(
        OfflineCauses.Word(outage.State), outage.Since, outage.Until, OfflineCauses.Word(outage.Cause), outage.IsSure,
        outage.Backlog);

    internal static SpellAnswer Of(PresenceSpell spell) => new(
        OfflineCauses.Word(spell.State), spell.Since, spell.Until,
        spell.Cause is { } cause ? OfflineCauses.Word(cause) : null, spell.Cause is null ? null : spell.IsSure,
        spell.Detail?.Split(','), spell.Backlog);

    private static OfflineGateAnswer Of(OfflineGate gate) => new(
        gate.Gate, gate.Label, gate.Site, gate.SiteName, gate.Latest.Until is null, (long)gate.Total.TotalSeconds,
        AvailabilityAnswer.Of(new Availability(gate.Expected, gate.Lost)), [.. gate.Outages.Select(Of)]);
}
