namespace CheckIn.Hub.Audit;

/// <summary>Who does something, for the audit.</summary>
/// <param name="Name">
/// <c>person:NAME</c>, <c>token:NAME</c>, <c>local</c> = the operator of the hub's machine, <c>gate:ID</c>,
/// <c>claim:ID</c>, <c>invitation:NUMBER</c> or <c>visitor:SITE</c> = somebody who came that way, or <c>hub</c> itself.
/// </param>
/// <param name="From">The address it was asked from; null = nobody asked.</param>
public readonly record struct Actor(string Name, string? From = null)
{
    /// <summary>The hub, by itself.</summary>
    public static Actor Hub { get; } = new("hub");

    /// <summary>The operator of the hub's machine.</summary>
    public static Actor Local { get; } = new("local");

    /// <summary>The name, where only that is kept.</summary>
    public override string ToString() => Name;
}
