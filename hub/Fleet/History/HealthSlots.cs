namespace CheckIn.Hub.Fleet.History;

/// <summary>Time in slots of a quarter of an hour, counted from 1970.</summary>
internal static class HealthSlots
{
    internal static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>How long figures are kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The slot in which that moment lies.</summary>
    internal static long Of(DateTimeOffset at) =>
        Math.DivRem(at.ToUnixTimeMilliseconds(), (long)Length.TotalMilliseconds).Quotient;

    /// <summary>When the slot begins.</summary>
    internal static DateTimeOffset Begin(long slot) =>
        DateTimeOffset.FromUnixTimeMilliseconds(slot * (long)Length.TotalMilliseconds);
}
