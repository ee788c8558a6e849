namespace CheckIn.Hub.Accounts;

/// <summary>A program's way in. Its text is told once and kept as a hash alone.</summary>
/// <param name="Owner">Who made it, and with whom it ends; null = the operator of the hub's machine.</param>
public sealed record ApiToken(
    long Id, string Name, Grant Grant, long? Owner, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt)
{
    /// <summary>To the minute; null = never.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>A token as it is told once.</summary>
public sealed record NewToken(ApiToken Token, string Text)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => Token.Name;
}
