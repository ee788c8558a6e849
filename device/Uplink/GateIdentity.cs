using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Commands;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Settings;
using CheckIn.Mqtt;
using CheckIn.Time;

namespace CheckIn.Gate.Uplink;

/// <summary>Who this gate is on the wire, and how it puts itself into words there.</summary>
internal sealed class GateIdentity(
    string id, string version, GateHealth health, GateClock clock, HubAccess? access = null, Task? tried = null,
    HubWishes? wishes = null, CommandExchange? commands = null, Action<InsideMessage>? inside = null)
{
    /// <summary>What the hub wants of it, and what became of that.</summary>
    internal HubWishes Wishes { get; } = wishes ?? new HubWishes();

    /// <summary>Completes when every lane has been tried.</summary>
    internal Task Tried => tried ?? Task.CompletedTask;

    /// <summary>What a birth says of it.</summary>
    internal GateState Now => Tried.IsCompleted ? GateState.Ready : GateState.Init;

    internal string Id => id;

    /// <summary>What the hub tells it to do; null = this life takes no commands.</summary>
    internal CommandExchange? Commands => commands;

    /// <summary>Hears how many are inside the whole site; null = nobody asks.</summary>
    internal Action<InsideMessage>? Inside => inside;

    internal GateClock Clock => clock;

    internal HubLink Link => health.Link;

    /// <summary>How the connection is encrypted; null = it is not.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The gate has no certificate that can be used.</exception>
    internal MqttTlsOptions? Tls() => access?.Tls();

    internal StateMessage State(GateState state, long session, GateJournal journal)
    {
        var epochs = journal.Epochs;
        var earlier = NameEarlier(epochs);
        return new(
            state, session, Boot.Id, version, journal.Backlog, epochs[^1].Name, earlier.Count == 0 ? null : earlier);
    }

    /// <summary>
    /// The earlier epochs that fit into a birth, oldest first: what is not yet delivered goes before what a restored
    /// hub might ask for again, and of that the newest.
    /// </summary>
    internal static IReadOnlyList<string> NameEarlier(IReadOnlyList<JournalEpoch> epochs)
    {
        var earlier = epochs.SkipLast(1).ToList();
        if (earlier.Count > StateMessage.MaxEarlier)
        {
            var wanted = earlier.Where(static epoch => epoch.Delivered < epoch.LastSeq).Take(StateMessage.MaxEarlier)
                .Concat(Enumerable.Reverse(earlier).Where(static epoch => epoch.Delivered >= epoch.LastSeq))
                .Take(StateMessage.MaxEarlier).ToHashSet();
            earlier.RemoveAll(epoch => !wanted.Contains(epoch));
        }
        return [.. earlier.Select(static epoch => epoch.Name)];
    }

    /// <summary>Whether an alarm stands.</summary>
    internal bool HasAlarms => health.HasAlarms;

    /// <summary>Completes when an alarm is raised or cleared.</summary>
    internal Task AlarmsChanged => health.AlarmsChanged;

    internal HealthMessage Health(long session, GateJournal journal) => health.Message(session, journal);
}
