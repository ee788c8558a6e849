namespace CheckIn.Hub.Accounts;

/// <summary>What a generator of codes is to be given.</summary>
/// <param name="Secret">As it is typed: base32, in groups.</param>
/// <param name="Uri">The same as a QR code has it (otpauth://).</param>
public sealed record TotpOffer(string Secret, string Uri)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => nameof(TotpOffer);
}

/// <summary>A factor was set up.</summary>
/// <param name="RecoveryCodes">New ones, told this once; null = those there are stay good.</param>
/// <param name="SignIn">A session in place of the one that asked, for the cookie; null = that stays.</param>
public sealed record FactorSet(IReadOnlyList<string>? RecoveryCodes, SignIn? SignIn)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => nameof(FactorSet);
}

/// <summary>One's own second factor. In a session that is signed in, or that may do just this.</summary>
public sealed class SecondFactors
{
    /// <summary>Whether he must have one.</summary>
    public bool IsRequired(Person person) => throw new NotImplementedException();

    /// <summary>A new secret for a generator of codes; kept by the session until it is confirmed.</summary>
    public TotpOffer Offer(Session session) => throw new NotImplementedException();

    /// <summary>Sets the generator up that was offered, in place of any before, as a code of it shows that it works.</summary>
    /// <exception cref="AccountException">The code is wrong, or nothing was offered.</exception>
    public Task<FactorSet> ConfirmAsync(Session session, string code, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <exception cref="AccountException">It is the last one, and he must have one.</exception>
    public Task RemoveTotpAsync(Session session, Origin origin, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>New ones; those before are void.</summary>
    public Task<IReadOnlyList<string>> NewRecoveryCodesAsync(
        Session session, Origin origin, CancellationToken cancellation) => throw new NotImplementedException();
}
