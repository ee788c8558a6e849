using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Updates;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// What the hub has for a gate: its standing, its settings, its keys. The version is the sum of two counts that only
/// grow, that of the gate's own changes and that of its site's keys, so it grows whenever either does.
/// </summary>
internal sealed class Provisions(EventStore store, KeyRing keys, HubAddresses addresses)
{
    /// <summary>Null = no such gate in service.</summary>
    internal ProvisionMessage? Of(string gate)
    {
        var (found, plan, update) = store.Read(db => EnrolledGates.Find(db, gate) is { IsInService: true } known
            ? (known, LanePlans.Find(db, known.Plan!), GateUpdateRows.Wanted(db, gate)) : default);
        return found is null ? null : new ProvisionMessage(
            VersionOf(found), found.Standing!, Settings(found, plan ?? []), keys.Deliver(found.Site!),
            found.Standing == Standings.Active ? update : null);
    }

    internal long VersionOf(EnrolledGate gate) => gate.Provision + keys.VersionOf(gate.Site!);

    private JsonObject Settings(EnrolledGate gate, JsonObject plan)
    {
        var identity = new JsonObject { ["Id"] = gate.Id };
        if (gate.Label is { } label)
            identity["Name"] = label;
        var settings = new JsonObject
        {
            ["Gate"] = identity,
            ["Uplink"] = new JsonObject { ["Hub"] = addresses.Mqtt.AbsoluteUri.TrimEnd('/') },
        };
        foreach (var (name, section) in plan)
            settings[name] = section?.DeepClone();
        return settings;
    }
}
