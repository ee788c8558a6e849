namespace CheckIn.Gate.Scanning.Qr;

/// <summary>The time that one picture may take; asked between steps, each of which is short and bounded.</summary>
internal readonly struct ReadBudget(TimeProvider time, TimeSpan most)
{
    private readonly long _began = time.GetTimestamp();

    internal bool IsSpent => time.GetElapsedTime(_began) >= most;
}
