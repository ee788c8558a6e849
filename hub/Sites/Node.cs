namespace CheckIn.Hub.Sites;

/// <summary>A kind of node; the kinds are data.</summary>
/// <param name="Rank">1 = the highest.</param>
public sealed record NodeLevel(string Name, int Rank, string Vietnamese, string English);

/// <summary>A node of the administrative tree, for as long as it exists.</summary>
/// <param name="Code">Its official code, or one of the hub's own; unique for ever.</param>
/// <param name="Parent">Null = the top.</param>
/// <param name="ValidFrom">First day; null = always was.</param>
/// <param name="ValidUntil">Last day; null = still is.</param>
/// <param name="Successors">What it became: one after a merger, several after a division; none while it exists.</param>
public sealed record Node(
    long Id, string Code, long? Parent, string Level, string Name, DateOnly? ValidFrom, DateOnly? ValidUntil,
    IReadOnlyList<long> Successors)
{
    public string? NameEn { get; init; }
    public string? SupportNumber { get; init; }

    /// <summary>Whether it exists on <paramref name="day"/>.</summary>
    public bool IsValidOn(DateOnly day) => !(day < ValidFrom) && !(day > ValidUntil);
}
