namespace CheckIn.Faults.Premises;

/// <summary>Time with a wall clock that somebody sets; monotonic time and timers are the system's.</summary>
internal sealed class JumpingTime(WallClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + clock.Offset;
}
