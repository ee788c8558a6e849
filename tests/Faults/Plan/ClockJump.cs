namespace CheckIn.Faults.Plan;

/// <summary>How far a wall clock jumps: ten years, some hours as from a wrong zone, or minutes; either way.</summary>
internal static class ClockJump
{
    private static readonly TimeSpan[] Jumps =
    [
        TimeSpan.FromDays(3652), TimeSpan.FromDays(-3652), TimeSpan.FromHours(7), TimeSpan.FromHours(-7),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(-5),
    ];

    internal static TimeSpan Of(double dice) => Jumps[(int)(dice * Jumps.Length)];
}
