using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Uplink;

/// <summary>Who this gate is on the wire, and how it puts itself into words there.</summary>
internal sealed class GateIdentity(string id, string version, GateHealth health)
{
    internal string Id => id;

    internal StateMessage State(GateState state, long session, GateJournal journal) =>
        new(state, session, Boot.Id, version, journal.Backlog, journal.Epoch);

    internal HealthMessage Health(long session, GateJournal journal) => health.Message(session, journal);
}
