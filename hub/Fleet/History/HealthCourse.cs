namespace CheckIn.Hub.Fleet.History;

/// <summary>
/// Where one gate is in its course: the slot that it is in, what it told there, and its counter, of which only the
/// growth says anything. A counter that was not heard in the slot before says nothing of when it grew: what a gate
/// decided while nobody heard it is a gap, and not a heap at its end.
/// </summary>
/// <param name="Decided">Its counter; null = it has none, or was never heard.</param>
/// <param name="UptimeS">Seconds since its program started, then; less than before = it started again.</param>
internal readonly record struct HealthCourse(long Slot, HealthFigures Figures, long? Decided, long UptimeS)
{
    /// <summary>Where a gate begins that was not heard before.</summary>
    internal static HealthCourse Begin(long slot, TimeSpan intoSlot, GateStatus told)
    {
        var decided = told.Hardware?.Decided;
        var uptime = told.Hardware?.UptimeS ?? 0;
        // A program that is younger than the slot has decided all of it there.
        var more = uptime <= intoSlot.TotalSeconds ? decided : null;
        return new(slot, HealthFigures.Of(told, more), decided, uptime);
    }

    /// <summary>After it told something; the slot is this one or a later one.</summary>
    internal HealthCourse Hear(long slot, TimeSpan intoSlot, GateStatus told)
    {
        if (slot - Slot > 1)
            return Begin(slot, intoSlot, told);
        var decided = told.Hardware?.Decided;
        var uptime = told.Hardware?.UptimeS ?? 0;
        var isAnew = uptime < UptimeS || decided < Decided;
        var more = isAnew ? decided : decided - Decided;
        var figures = HealthFigures.Of(told, more);
        return new(slot, slot == Slot ? Figures.And(figures) : figures, decided ?? Decided, uptime);
    }
}

/// <summary>A slot of a gate.</summary>
internal readonly record struct HealthRow(long Slot, string Gate, HealthFigures Figures);
