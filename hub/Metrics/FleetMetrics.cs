using System.Diagnostics.Metrics;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;

namespace CheckIn.Hub.Metrics;

/// <summary>
/// The fleet for those who watch the hub from outside; meter <c>CheckIn.Hub.Fleet</c>. Whoever collects has 20,000
/// gates looked through at most every <see cref="Fresh"/>; nobody collects, nothing is counted. No label names a gate,
/// a site or a person.
/// </summary>
internal sealed class FleetMetrics
{
    internal const string MeterName = MeterBook.Prefix + ".Fleet";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly Recent<FleetFigures> _fleet;
    private readonly Recent<StoreFigures> _store;

    public FleetMetrics(
        IMeterFactory meters, FleetRegistry fleet, GatePlaces places, AlertDesk alerts, EventStore store,
        TimeProvider time)
    {
        _fleet = new(() => FleetFigures.Of(fleet.Gates(), places.Recent(), alerts.Standing()), Fresh, time);
        _store = new(() => store.Read(db => StoreFigures.Read(db, time.GetUtcNow())), Fresh, time);
        var meter = meters.Create(MeterName);
        WatchGates(meter);
        WatchDesks(meter);
        meter.CreateObservableGauge(
            "checkin_store_ready", () => store.Trouble is null ? 1 : 0, "1", "1 while events can be stored");
    }

    private void WatchGates(Meter meter)
    {
        meter.CreateObservableGauge(
            "checkin_gates", () => _fleet.Now().States.Select(static one => Of(one.Value, "state", one.Key)), "{gate}",
            "Gates by state; lost ones are offline");
        meter.CreateObservableGauge(
            "checkin_gates_degraded", () => _fleet.Now().Causes.Select(static one => Of(one.Value, "cause", one.Key)),
            "{gate}", "Degraded gates by cause; one with two causes is in both");
        meter.CreateObservableGauge(
            "checkin_backlog_events", () => _fleet.Now().Backlog, "{event}",
            "Events that wait in the journals of gates");
        meter.CreateObservableGauge(
            "checkin_backlog_gates", () => _fleet.Now().Waiting, "{gate}", "Gates in whose journal events wait");
        meter.CreateObservableGauge("checkin_alerts", () => _fleet.Now().Alerts.Select(static one =>
            Of(one.Value, "kind", one.Key.Kind, "severity", one.Key.Severity)), "{alert}", "Alerts that stand");
    }

    private void WatchDesks(Meter meter)
    {
        meter.CreateObservableGauge("checkin_rollouts", () => _store.Now().Rollouts.Select(static one =>
            Of(one.Value, "kind", one.Key.Kind, "state", one.Key.State)), "{rollout}",
            "Rollouts that are kept, by state");
        meter.CreateObservableGauge(
            "checkin_settings_gates", () => _store.Now().Settings.Select(static one => Of(one.Value, "state", one.Key)),
            "{gate}", "Gates of which settings are wanted, by how far they are; applied = they have them");
        meter.CreateObservableGauge(
            "checkin_modes", () => _store.Now().Modes.Select(static one => Of(one.Value, "mode", one.Key)), "{order}",
            "Orders that stand, by mode");
        meter.CreateObservableGauge("checkin_notices", () => (Measurement<long>[])
            [
                Of(_store.Now().NoticesWaiting, "state", "waiting"),
                Of(_store.Now().NoticesGivenUp, "state", "given_up"),
            ], "{message}", "Messages to recipients that wait, and that were given up");
    }

    private static Measurement<long> Of(long value, string label, string word) =>
        new(value, new KeyValuePair<string, object?>(label, word));

    private static Measurement<long> Of(long value, string label, string word, string label2, string word2) => new(
        value, new KeyValuePair<string, object?>(label, word), new KeyValuePair<string, object?>(label2, word2));
}
