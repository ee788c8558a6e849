namespace CheckIn.Hub.Accounts;

/// <summary>An account of an identity provider that signs somebody in.</summary>
public sealed record ExternalIdentity(string Issuer, string Subject, long Person, DateTimeOffset AddedAt);

/// <summary>Whom an identity provider's accounts sign in. They make nobody, and give no rights.</summary>
public sealed class ExternalIdentities
{
    public IReadOnlyList<ExternalIdentity> Of(long person) => throw new NotImplementedException();

    /// <summary>Null = nobody is linked with it.</summary>
    public Person? Find(string issuer, string subject) => throw new NotImplementedException();

    /// <summary>From now on it signs in who is signed in now.</summary>
    /// <exception cref="AccountException">It is somebody else's.</exception>
    public Task LinkAsync(
        Session session, string issuer, string subject, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <exception cref="AccountException">He has none there, or could not sign in any more.</exception>
    public Task UnlinkAsync(Session session, string issuer, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
