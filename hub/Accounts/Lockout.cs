namespace CheckIn.Hub.Accounts;

/// <summary>
/// How long somebody waits who got it wrong so many times: after those that are free a second, then twice as long each
/// time, a quarter of an hour at most; an hour after the last failure all is forgotten. A value, and no clock.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="Last">When the last one was, on a clock that does not jump.</param>
internal readonly record struct Lockout(int Failures, TimeSpan Last)
{
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(15), Forgotten = TimeSpan.FromHours(1);
    private const int DoublingsToLongest = 10; // 1024 s > 15 min

    /// <summary>One more failure.</summary>
    internal Lockout Fail(TimeSpan now) => new((IsForgotten(now) ? 0 : Math.Min(Failures, int.MaxValue - 1)) + 1, now);

    /// <summary>The failure that was counted beforehand was none.</summary>
    internal Lockout Undo() => this with { Failures = Math.Max(0, Failures - 1) };

    /// <summary>How long he is still to wait; zero = not at all.</summary>
    internal TimeSpan Left(TimeSpan now, int free)
    {
        if (IsForgotten(now))
            return TimeSpan.Zero;
        var left = Last + After(Failures, free) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    internal bool IsForgotten(TimeSpan now) => Failures == 0 || now - Last >= Forgotten;

    /// <summary>How long one waits after so many failures.</summary>
    internal static TimeSpan After(int failures, int free)
    {
        var doublings = failures - free;
        if (doublings < 0)
            return TimeSpan.Zero;
        return doublings >= DoublingsToLongest ? Longest : TimeSpan.FromSeconds(1 << doublings);
    }
}
