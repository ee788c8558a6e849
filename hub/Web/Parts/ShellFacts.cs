using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Web.Parts;

/// <summary>What every page says of the hub, whatever it is about.</summary>
public sealed class ShellFacts(EventStore store, AlertDesk alerts)
{
    /// <summary>Why events cannot be stored; null = they can.</summary>
    public string? Trouble => store.Trouble;

    /// <summary>Alerts that nobody has taken up or put off.</summary>
    internal int AlertsWaiting(Sight? sight) => sight is null ? 0
        : alerts.Standing(sight).Count(static alert => alert is { AcknowledgedAt: null, SnoozedUntil: null });
}
