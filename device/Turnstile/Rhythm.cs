namespace CheckIn.Gate.Turnstile;

/// <summary>
/// How one lamp or buzzer goes: on, off, and again. What is on at any moment follows from the time since the beginning
/// alone, so that a timer that is early or late never puts it out of step.
/// </summary>
/// <param name="On">How long it is on; zero = never.</param>
/// <param name="Off">How long it is off after that; zero = it stays on.</param>
/// <param name="Times">How many times; zero = as long as the signal lasts.</param>
internal readonly record struct Rhythm(TimeSpan On, TimeSpan Off, int Times = 0)
{
    internal static readonly Rhythm Dark;
    internal static readonly Rhythm Steady = new(TimeSpan.MaxValue, TimeSpan.Zero);

    internal static Rhythm Of(int onMs, int offMs, int times = 0) =>
        new(TimeSpan.FromMilliseconds(onMs), TimeSpan.FromMilliseconds(offMs), times);

    /// <summary>Whether it is on this long after its beginning.</summary>
    internal bool IsOn(TimeSpan elapsed)
    {
        if (On <= TimeSpan.Zero || (Off <= TimeSpan.Zero && Times == 0))
            return On > TimeSpan.Zero;
        var (round, within) = Math.DivRem(elapsed.Ticks, (On + Off).Ticks);
        return (Times == 0 || round < Times) && within < On.Ticks;
    }

    /// <summary>When it next changes, counted from its beginning; <see cref="TimeSpan.MaxValue"/> = never.</summary>
    internal TimeSpan NextChange(TimeSpan elapsed)
    {
        if (On <= TimeSpan.Zero || (Off <= TimeSpan.Zero && Times == 0))
            return TimeSpan.MaxValue;
        var (round, within) = Math.DivRem(elapsed.Ticks, (On + Off).Ticks);
        if (Times > 0 && round >= Times)
            return TimeSpan.MaxValue;
        return TimeSpan.FromTicks((round * (On + Off).Ticks) + (within < On.Ticks ? On.Ticks : (On + Off).Ticks));
    }
}

/// <summary>One signal: a rhythm for each lamp and for the buzzer. Never both lamps.</summary>
internal sealed record Pattern(Rhythm Green, Rhythm Red, Rhythm Buzzer)
{
    internal static readonly Pattern Dark = new(Rhythm.Dark, Rhythm.Dark, Rhythm.Dark);

    internal TimeSpan NextChange(TimeSpan elapsed) =>
        TimeSpan.FromTicks(Math.Min(
            Math.Min(Green.NextChange(elapsed).Ticks, Red.NextChange(elapsed).Ticks), Buzzer.NextChange(elapsed).Ticks));
}
