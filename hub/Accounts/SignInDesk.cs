using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Accounts;

/// <summary>Signing in, proving it again, signing out.</summary>
public sealed class SignInDesk
{
    /// <summary>
    /// By name and password. The session that comes of it is <see cref="SessionStage.Full"/>, or waits for the second
    /// factor, or for one to be set up.
    /// </summary>
    public Task<SignIn> ByPasswordAsync(string name, string password, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The second factor: a code of the generator, or one for recovery. With a new id, signed in.</summary>
    public Task<SignIn> ConfirmAsync(Session pending, string code, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The second factor: a passkey, which the framework has found to be right.</summary>
    public Task<SignIn> ConfirmByPasskeyAsync(
        Session pending, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>By a passkey alone, found to be right with its user verified: two factors in one.</summary>
    public Task<SignIn> ByPasskeyAsync(
        Person person, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>By an identity provider that somebody is linked with; his second factor here is asked all the same.</summary>
    public Task<SignIn> ByIdentityAsync(
        string issuer, string subject, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>By a link of <c>checkin-hub open</c>, as the operator of the hub's machine.</summary>
    /// <exception cref="AccountException">It is good no more.</exception>
    public Task<SignIn> OpenAsync(string token, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Proves again who is signed in, by password or by code; the session stays.</summary>
    public Task<SignIn> ProveAsync(
        Session session, string? password, string? code, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Proves it by a passkey that the framework has found to be right.</summary>
    public Task<SignIn> ProveByPasskeyAsync(
        Session session, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    public Task SignOutAsync(Session session, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Ends another session of the same person.</summary>
    /// <exception cref="AccountException">There is none of that number.</exception>
    public Task EndAsync(Session session, long number, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
