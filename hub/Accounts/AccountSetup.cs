namespace CheckIn.Hub.Accounts;

/// <summary>What somebody fills in who opens a one-time link.</summary>
/// <param name="Name">Of the first administrator; else he has one, and this is not read.</param>
public sealed record SetupForm(string? Name, string? DisplayName, string Password)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => nameof(SetupForm);
}

/// <summary>How somebody comes to have an account, and keeps it: by a link, and later by himself.</summary>
public sealed class AccountSetup
{
    /// <summary>
    /// Uses a link to become the first administrator, or to set one's password; signed in with it, as far as that goes
    /// without a second factor.
    /// </summary>
    /// <exception cref="AccountException">The link is good no more, or name or password will not do.</exception>
    public Task<SignIn> SetUpAsync(string token, SetupForm form, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Uses an invitation with an account of the identity provider in place of a password.</summary>
    /// <exception cref="AccountException">The link is good no more, or the account is somebody else's.</exception>
    public Task<SignIn> SetUpByIdentityAsync(
        string token, string issuer, string subject, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Another password; all sessions end, and a new one begins here.</summary>
    /// <param name="current">Null where he has none.</param>
    /// <exception cref="AccountException">The new one will not do.</exception>
    public Task<SignIn> ChangePasswordAsync(
        Session session, string? current, string next, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>What others call him.</summary>
    public Task RenameAsync(
        Session session, string? displayName, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
