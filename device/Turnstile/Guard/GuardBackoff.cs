namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>How long after its loss a guard is started again: 0.1 s, twice as long each time, 5 s at most; from the beginning after one that held for a minute.</summary>
internal struct GuardBackoff
{
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);
    private int _losses;

    internal TimeSpan Next(TimeSpan lasted)
    {
        if (lasted >= Stable)
            _losses = 0;
        return TimeSpan.FromMilliseconds(Math.Min(5000, 100 << Math.Min(_losses++, 10)));
    }
}
