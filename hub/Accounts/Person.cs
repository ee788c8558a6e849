namespace CheckIn.Hub.Accounts;

/// <summary>Somebody who may sign in. What proves it is not in here.</summary>
/// <param name="Id">Never given again; logs name him by it.</param>
/// <param name="Name">What he signs in with: a name, or an e-mail address, in small letters.</param>
/// <param name="DisplayName">What others call him; null = by <paramref name="Name"/>.</param>
/// <param name="Grants">As they were given.</param>
public sealed record Person(
    long Id, string Name, string? DisplayName, DateTimeOffset AddedAt, IReadOnlyList<Grant> Grants)
{
    /// <summary>For people.</summary>
    public string Shown => DisplayName ?? Name;

    /// <summary>False = he was invited, or reset, and has not set one yet.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Codes of an application.</summary>
    public bool HasTotp { get; init; }

    /// <summary>How many.</summary>
    public int Passkeys { get; init; }

    /// <summary>How many are left.</summary>
    public int RecoveryCodes { get; init; }

    /// <summary>How many accounts of an identity provider sign him in.</summary>
    public int Identities { get; init; }

    /// <summary>When he last signed in; null = never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Whether he has a second factor. Recovery codes are none of their own.</summary>
    public bool HasFactor => HasTotp || Passkeys > 0;
}
