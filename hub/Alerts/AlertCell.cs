namespace CheckIn.Hub.Alerts;

/// <summary>What the alerts above say of one below: a site's of its gates', a node's of its sites'.</summary>
internal enum Cover
{
    /// <summary>Nothing: it speaks for itself.</summary>
    None,
    /// <summary>One above may be raised within its grace: it waits.</summary>
    Pending,
    /// <summary>One above stands in its place.</summary>
    Stands,
}

/// <summary>
/// One condition and its alert, as a pure state machine over monotonic time. The alert is raised once its condition has
/// held for the rule's grace, none of it in maintenance or closed hours, and cleared once the condition has been over
/// for as long as the rule wants; a condition that comes back before that finds its alert still standing. What is not
/// known (after a restart, until the gate speaks) changes nothing. Only a snooze ends by the wall clock, because it
/// was asked for by it.
/// </summary>
/// <param name="IsTrue">Null = not known since the hub's start.</param>
/// <param name="At">When that began.</param>
/// <param name="RaiseFrom">From when the grace counts.</param>
/// <param name="Since">When what it tells of began, by the wall clock.</param>
/// <param name="Parents">Those above, the highest first.</param>
/// <param name="LevelFrom">From when nobody has answered.</param>
internal sealed record AlertCell(
    AlertKey Key, AlertRule Rule, bool? IsTrue, TimeSpan At, TimeSpan RaiseFrom, DateTimeOffset Since,
    IReadOnlyDictionary<string, string> Detail, IReadOnlyList<AlertKey> Parents, bool IsSuppressed = false,
    Alert? Alert = null, TimeSpan LevelFrom = default)
{
    /// <summary>Nothing is left to remember.</summary>
    internal bool IsOver => IsTrue != true && Alert is null;

    private bool IsQuiet => IsSuppressed && !Rule.IsSafety;

    private bool MayEscalate => IsTrue != false && !IsQuiet && Rule.EscalateAfter is not null
        && Alert is { AcknowledgedAt: null, SnoozedUntil: null, Level: < AlertRule.LastLevel };

    internal AlertCell Signal(in AlertSignal signal, TimeSpan now)
    {
        var next = this with { Parents = signal.Parents ?? Parents, Detail = signal.IsTrue ? signal.Detail : Detail };
        if (signal.IsSuppressed is { } isSuppressed)
            next = next.Suppress(isSuppressed, now);
        if (signal.IsTrue == IsTrue && !signal.IsAnew)
            return next;
        return next with
        {
            IsTrue = signal.IsTrue,
            At = now,
            RaiseFrom = signal.IsTrue ? now : next.RaiseFrom,
            Since = signal.IsTrue ? signal.Since : next.Since,
        };
    }

    /// <summary>Work is announced, or the site is closed; or no longer.</summary>
    internal AlertCell Suppress(bool isSuppressed, TimeSpan now) =>
        isSuppressed == IsSuppressed ? this
            : isSuppressed || Rule.IsSafety ? this with { IsSuppressed = isSuppressed }
            : this with { IsSuppressed = false, RaiseFrom = now, LevelFrom = now };

    /// <summary>What is due now; null = nothing.</summary>
    internal AlertMove? Judge(TimeSpan now, DateTimeOffset wall, Cover cover, AlertKey? above, Func<long> newId)
    {
        if (Alert is not { } alert)
        {
            if (IsTrue != true || IsQuiet || cover != Cover.None || now < RaiseFrom + Rule.RaiseAfter)
                return null;
            var raised = new Alert(newId(), Key.Kind, Key.Subject, Rule.Severity, Since, wall, null, 1, Detail);
            return new(AlertChangeKind.Raised, raised, this with { Alert = raised, LevelFrom = now });
        }
        if (cover == Cover.Stands)
            return Cleared(alert with { Detail = With(Detail, AlertDetails.Into, Name(above!.Value)) }, wall);
        if (IsTrue == false && now >= At + Rule.ClearAfter)
            return Cleared(alert with { Detail = Detail }, wall);
        if (alert.SnoozedUntil <= wall)
            return Changed(AlertChangeKind.Snoozed, alert with { SnoozedUntil = null, SnoozedBy = null }, now);
        return MayEscalate && now >= LevelFrom + Rule.EscalateAfter
            ? Changed(AlertChangeKind.Escalated, alert with { Level = alert.Level + 1, Detail = Detail }, now) : null;
    }

    /// <summary>
    /// When it must be judged again, if nothing is heard until then; null = not before. Of a snooze nobody knows: the
    /// wall clock may be set.
    /// </summary>
    internal TimeSpan? NextAt(TimeSpan now)
    {
        if (Alert is not { } alert)
            return IsTrue == true && !IsQuiet && RaiseFrom + Rule.RaiseAfter is var due && due > now ? due : null;
        TimeSpan? next = IsTrue == false ? At + Rule.ClearAfter : null;
        return MayEscalate ? Earlier(next, LevelFrom + Rule.EscalateAfter!.Value) : next;
    }

    private AlertMove Cleared(Alert alert, DateTimeOffset wall) => new(
        AlertChangeKind.Cleared, alert with { ClearedAt = wall }, this with { Alert = null });

    private AlertMove Changed(AlertChangeKind kind, Alert alert, TimeSpan now) =>
        new(kind, alert, this with { Alert = alert, LevelFrom = now });

    private static TimeSpan Earlier(TimeSpan? a, TimeSpan b) => a is { } known && known < b ? known : b;

    private static string Name(AlertKey above) => $"{AlertMessages.Word(above.Subject.Kind)}:{above.Subject.Id}";

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> detail, string name, string value) =>
        new(detail, StringComparer.Ordinal) { [name] = value };
}

/// <summary>What is said of a condition.</summary>
/// <param name="Since">When it began; of what is true.</param>
/// <param name="Detail">Of what is true.</param>
/// <param name="Parents">Those above it, the highest first; null = as before.</param>
/// <param name="IsSuppressed">Nobody wants to hear of it now; null = as before.</param>
/// <param name="IsAnew">It was over in between.</param>
internal readonly record struct AlertSignal(
    bool IsTrue, DateTimeOffset Since, IReadOnlyDictionary<string, string> Detail,
    IReadOnlyList<AlertKey>? Parents = null, bool? IsSuppressed = null, bool IsAnew = false);

/// <summary>What becomes of an alert once it is kept.</summary>
internal sealed record AlertMove(AlertChangeKind Kind, Alert Alert, AlertCell Next)
{
    internal AlertChange Change => new(Kind, Alert);
}
