using CheckIn.Contract;

namespace CheckIn.Hub.Fleet;

/// <content>One gate of the registry.</content>
public sealed partial class FleetRegistry
{
    private sealed class Entry(GateStatus status)
    {
        private bool _hasFigures;

        internal GateStatus Status { get; set; } = status;
        internal Presence Presence { get; set; } = new(status.State, status.Session, null);
        internal IReadOnlyList<string> Causes { get; private set; } = [];
        internal TimeSpan Every { get; set; } = AnnouncedEvery;
        internal CopyWatch Copies { get; set; } = CopyWatch.Nothing;
        internal TimeSpan? BornAt { get; set; }
        internal PresenceState SavedState { get; set; } = status.State;
        internal long SavedSession { get; set; } = status.Session;
        internal DateTimeOffset? SavedSeen { get; set; } = status.LastSeen;

        /// <summary>A birth or farewell that was believed. After another boot nothing of the figures holds.</summary>
        internal void Tell(StateMessage message, string? boot)
        {
            if (boot is not null && Status.Boot is { } earlier && boot != earlier)
            {
                Status = Status with { Alarms = null, Clock = null, Hardware = null, JournalPercent = null };
                (_hasFigures, Causes) = (false, []);
            }
            Status = Status with { Version = message.Version, Backlog = message.Backlog, Boot = boot ?? Status.Boot };
        }

        /// <summary>Figures that were believed.</summary>
        internal void Tell(HealthMessage message, GateTime? clock)
        {
            _hasFigures = true;
            Status = Status with
            {
                Backlog = message.Backlog,
                Clock = clock,
                Alarms = GateStatus.AlarmsIn(message),
                JournalPercent = message.JournalPercent,
                CertificateDaysLeft = message.CertificateDaysLeft,
                Hardware = GateHardware.Of(message),
                Commands = GateStatus.CommandsIn(message, Status.Commands),
            };
        }

        /// <summary>What was kept over the hub's restart.</summary>
        internal void Recall(TimeSpan? every, string? causes)
        {
            Every = every ?? Every;
            Causes = causes?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
            Presence = Presence with
            {
                Says = Status.State switch
                {
                    PresenceState.Init => PresenceState.Init,
                    PresenceState.Degraded when Causes is [DegradedCauses.SaysSo] => PresenceState.Degraded,
                    _ => PresenceState.Ready,
                },
            };
            Judge(null);
        }

        /// <summary>The state shown: what is ready is degraded while a cause stands.</summary>
        internal void Judge(FleetOptions? options)
        {
            Causes = _hasFigures && options is not null
                ? DegradedCauses.Of(Status, Causes, Presence.Says, options)
                : DegradedCauses.Kept(Status, Causes, Presence.Says);
            var isReady = Presence.State is PresenceState.Ready or PresenceState.Degraded;
            var state = !isReady ? Presence.State : Causes.Count > 0 ? PresenceState.Degraded : PresenceState.Ready;
            var causes = state == PresenceState.Degraded ? Causes : null;
            if (state != Status.State || !AreSame(causes, Status.Causes))
                Status = Status with { State = state, Causes = causes };
        }
    }
}
