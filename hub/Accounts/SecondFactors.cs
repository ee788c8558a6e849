using CheckIn.Hub.Audit;

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
internal sealed class SecondFactors(
    PeopleBook people, OwnFactors own, FactorRules rules, FactorKey key, TimeProvider time)
{
    /// <summary>Whether he must have one.</summary>
    public bool IsRequired(Person person) => rules.IsRequired(person);

    /// <summary>
    /// A new secret for a generator of codes; kept by the session until it is confirmed, so that a page that is loaded
    /// again shows the same.
    /// </summary>
    public TotpOffer Offer(Session session) =>
        Totp.Offer(session.TotpOffer ??= Totp.NewSecret(), own.Of(session).Name);

    /// <summary>Sets the generator up that was offered, in place of any before: a code shows that it works.</summary>
    /// <exception cref="AccountException">The code is wrong, or nothing was offered.</exception>
    public async Task<FactorSet> ConfirmAsync(
        Session session, string code, Origin origin, CancellationToken cancellation)
    {
        var offered = session.TotpOffer ?? throw OwnFactors.Over();
        if (Totp.Match(offered, code, time.GetUtcNow()) is not { } step)
        {
            throw new AccountException(
                "The code is not the one of now. Nothing was done; look at the clock of your telephone, and type the "
                    + "next one.",
                "Mã không đúng vào lúc này. Chưa làm gì cả; hãy kiểm tra giờ của điện thoại rồi nhập mã kế tiếp.")
            {
                IsMalformed = true,
            };
        }
        var kept = key.Seal(own.Of(session).Id, offered);
        var set = await own.AddAsync(session, origin, "code", (db, person) =>
        {
            PersonRows.SetTotp(db, person.Id, kept, step);
            return null;
        }, cancellation);
        session.TotpOffer = null;
        return set;
    }

    /// <exception cref="AccountException">It is the last one, and he must have one.</exception>
    public Task RemoveTotpAsync(Session session, Origin origin, CancellationToken cancellation) =>
        own.RemoveAsync(session, db =>
        {
            var person = own.Of(session);
            if (!person.HasTotp)
                return null;
            if (!rules.MayGo(person))
                return FactorRules.IsLast();
            PersonRows.RemoveTotp(db, person.Id);
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.FactorRemoved, null, Detail: "code"));
            return null;
        }, cancellation);

    /// <summary>New ones; those before are void.</summary>
    /// <exception cref="AccountException">He has no second factor for which they could stand.</exception>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(
        Session session, Origin origin, CancellationToken cancellation)
    {
        var id = own.Of(session).Id;
        var codes = RecoveryCodes.Make();
        await people.ChangeAsync(id, db =>
        {
            if (session.Stage != SessionStage.Full || people.Find(id) is not { HasFactor: true } person)
                return OwnFactors.Over();
            PersonRows.SetRecoveryCodes(db, id, codes);
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.RecoveryCodesMade, null));
            return null;
        }, cancellation);
        return codes;
    }
}
