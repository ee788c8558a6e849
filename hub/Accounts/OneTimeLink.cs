namespace CheckIn.Hub.Accounts;

/// <summary>What a one-time link is for.</summary>
public enum LinkPurpose
{
    /// <summary>Makes the first administrator, who chooses his name; good only while there is nobody.</summary>
    First,
    /// <summary>Somebody who was invited sets his password.</summary>
    Invitation,
    /// <summary>Somebody sets another password; what he had is void already.</summary>
    Reset,
    /// <summary>Signs a browser of the hub's machine in as its operator.</summary>
    Open,
}

/// <summary>A link, as it is told once. It is kept as a hash alone.</summary>
/// <param name="Token">256 bits.</param>
public sealed record OneTimeLink(LinkPurpose Purpose, string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Path and no more; what comes before it is how the hub is reached.</summary>
    public string Path => (Purpose == LinkPurpose.Open ? "/open/" : "/setup/") + Token;

    /// <summary>Not for logs.</summary>
    public override string ToString() => $"{Purpose} until {ExpiresAt:O}";
}

/// <summary>What somebody sees who opens a link that is good.</summary>
/// <param name="Person">Whose it is; null = of nobody yet, or of the operator.</param>
public sealed record LinkSight(LinkPurpose Purpose, Person? Person, DateTimeOffset ExpiresAt);
