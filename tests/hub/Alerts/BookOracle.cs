using CheckIn.Hub.Alerts;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>
/// What the book should do, written down a second time and the simplest way: everything is gone through at every
/// moment, from above to below, by what was true since when.
/// </summary>
internal sealed class BookOracle(AlertRules rules)
{
    private readonly Dictionary<AlertKey, State> _states = [];

    internal void Signal(
        AlertKey key, IReadOnlyList<AlertKey> parents, bool isTrue, bool isSuppressed, bool isAnew, TimeSpan now)
    {
        var state = Of(key);
        state.Parents = parents;
        Suppress(key, isSuppressed, now);
        if (state.IsTrue == isTrue && !isAnew)
            return;
        (state.IsTrue, state.At) = (isTrue, now);
        if (isTrue)
            state.QuietUntil = now;
    }

    internal void Suppress(AlertKey key, bool isSuppressed, TimeSpan now)
    {
        var state = Of(key);
        if (state.IsSuppressed && !isSuppressed && !rules.Of(key).IsSafety)
            (state.QuietUntil, state.AnsweredAt) = (now, now);
        state.IsSuppressed = isSuppressed;
    }

    /// <summary>The hub ends and starts: what stands is known, what is true is not.</summary>
    internal void Restart(TimeSpan now)
    {
        foreach (var (key, state) in _states)
        {
            _states[key] = new State
            {
                At = now,
                QuietUntil = now,
                Parents = [],
                IsStanding = state.IsStanding,
                Level = state.Level,
                IsAcknowledged = state.IsAcknowledged,
                SnoozedUntil = state.SnoozedUntil,
                AnsweredAt = now,
            };
        }
    }

    internal void Answer(AlertKey key, bool acknowledge, DateTimeOffset? snooze, TimeSpan now)
    {
        var state = Of(key);
        state.IsAcknowledged |= acknowledge;
        state.SnoozedUntil = acknowledge ? state.SnoozedUntil : snooze;
        state.AnsweredAt = now;
    }

    /// <summary>What is due, from above to below.</summary>
    internal List<(AlertChangeKind Kind, AlertKey Key)> Judge(TimeSpan now, DateTimeOffset wall)
    {
        var due = new List<(AlertChangeKind, AlertKey)>();
        foreach (var (key, state) in _states.OrderBy(pair => pair.Value.Parents.Count))
        {
            if (Due(key, state, now, wall) is { } kind)
                due.Add((kind, key));
        }
        return due;
    }

    internal bool Stands(AlertKey key) => Of(key).IsStanding;

    internal IEnumerable<AlertKey> Standing => _states.Where(pair => pair.Value.IsStanding).Select(pair => pair.Key);

    private AlertChangeKind? Due(AlertKey key, State state, TimeSpan now, DateTimeOffset wall)
    {
        var rule = rules.Of(key);
        var isCovered = state.Parents.Any(Stands);
        var isQuiet = state.IsSuppressed && !rule.IsSafety;
        if (!state.IsStanding)
        {
            var mayCome = state.Parents.Any(parent => Of(parent) is { IsTrue: true, IsStanding: false });
            if (state.IsTrue != true || isQuiet || isCovered || mayCome || now - state.QuietUntil < rule.RaiseAfter)
                return null;
            (state.IsStanding, state.Level, state.IsAcknowledged, state.SnoozedUntil) = (true, 1, false, null);
            state.AnsweredAt = now;
            return AlertChangeKind.Raised;
        }
        if (isCovered || (state.IsTrue == false && now - state.At >= rule.ClearAfter))
        {
            state.IsStanding = false;
            return AlertChangeKind.Cleared;
        }
        if (state.SnoozedUntil <= wall)
        {
            (state.SnoozedUntil, state.AnsweredAt) = (null, now);
            return AlertChangeKind.Snoozed;
        }
        if (state.IsTrue == false || isQuiet || state.IsAcknowledged || state.SnoozedUntil is not null
            || state.Level == 3 || !(now - state.AnsweredAt >= rule.EscalateAfter))
            return null;
        (state.Level, state.AnsweredAt) = (state.Level + 1, now);
        return AlertChangeKind.Escalated;
    }

    private State Of(AlertKey key)
    {
        if (!_states.TryGetValue(key, out var state))
            _states[key] = state = new State();
        return state;
    }

    private sealed class State
    {
        internal bool? IsTrue { get; set; }
        internal TimeSpan At { get; set; }
        internal TimeSpan QuietUntil { get; set; }
        internal bool IsSuppressed { get; set; }
        internal IReadOnlyList<AlertKey> Parents { get; set; } = [];
        internal bool IsStanding { get; set; }
        internal int Level { get; set; }
        internal bool IsAcknowledged { get; set; }
        internal DateTimeOffset? SnoozedUntil { get; set; }
        internal TimeSpan AnsweredAt { get; set; }
    }
}
