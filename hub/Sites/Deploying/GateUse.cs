namespace CheckIn.Hub.Sites;

/// <summary>When a gate recorded scans, as far as the hub has them.</summary>
/// <param name="First">The first.</param>
/// <param name="LastIn">The last of somebody who went in; null = none.</param>
/// <param name="LastOut">The last of somebody who went out.</param>
/// <param name="LastOther">The last that does not say.</param>
internal readonly record struct GateUse(
    DateTimeOffset First, DateTimeOffset? LastIn, DateTimeOffset? LastOut, DateTimeOffset? LastOther)
{
    internal DateTimeOffset Last => Later(Later(LastIn, LastOut), LastOther) ?? First;

    /// <summary>Both together.</summary>
    internal GateUse And(GateUse other) => new(
        First < other.First ? First : other.First, Later(LastIn, other.LastIn), Later(LastOut, other.LastOut),
        Later(LastOther, other.LastOther));

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => !(a >= b) && b is not null ? b : a;
}
