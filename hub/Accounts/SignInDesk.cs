using CheckIn.Hub.Audit;
using CheckIn.Storage;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Signing in, proving it again, signing out. Who is nobody, who has no password and who got it wrong are answered
/// alike, after the same work. Each attempt is counted before it is judged (<see cref="Lockouts"/>). What was proven
/// holds in the transaction that signs in: a password that was changed, or a person who was removed meanwhile, signs
/// nobody in.
/// </summary>
internal sealed class SignInDesk(
    PeopleBook people, SessionBook sessions, FactorRules rules, Proofs proofs, TimeProvider time)
{
    /// <summary>
    /// By name and password. The session that comes of it is <see cref="SessionStage.Full"/>, or waits for the second
    /// factor, or for one to be set up.
    /// </summary>
    public async Task<SignIn> ByPasswordAsync(
        string name, string password, Origin origin, CancellationToken cancellation)
    {
        var person = people.Find(name);
        var proof = await proofs.ByPasswordAsync(PersonName.Fold(name), person, password, origin, cancellation);
        return proof.Holds is { } holds
            ? await BeginAsync(person!, rules.StageOf, origin, holds, "password", null, cancellation) : proof.Answer;
    }

    /// <summary>The second factor: a code of the generator, or one for recovery. With a new id, signed in.</summary>
    public async Task<SignIn> ConfirmAsync(
        Session pending, string code, Origin origin, CancellationToken cancellation)
    {
        if (Pending(pending) is not { } person)
            return SignIn.Refused;
        var proof = proofs.ByCode(person, code, origin);
        if (proof.Holds is not { } holds)
            return proof.Answer;
        var signIn = await BeginAsync(
            person, Full, origin, holds, Totp.IsCode(code) ? "code" : "recovery code", pending, cancellation);
        proofs.Judged(person, origin, signIn.IsDone);
        return signIn;
    }

    /// <summary>The second factor: a passkey, which the framework has found to be right.</summary>
    public async Task<SignIn> ConfirmByPasskeyAsync(
        Session pending, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        Pending(pending) is { } person
            ? Told(person, origin, await BeginAsync(
                person, Full, origin, Holds(person, passkey), "passkey", pending, cancellation))
            : SignIn.Refused;

    /// <summary>By a passkey alone, found to be right with its user verified: two factors in one.</summary>
    public async Task<SignIn> ByPasskeyAsync(
        Person person, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        passkey.IsUserVerified
            ? Told(person, origin, await BeginAsync(
                person, Full, origin, Holds(person, passkey), "passkey", null, cancellation))
            : SignIn.Refused;

    /// <summary>
    /// By an identity provider that somebody is linked with; his second factor here is asked all the same, unless the
    /// settings take the provider's word for it.
    /// </summary>
    public async Task<SignIn> ByIdentityAsync(
        string issuer, string subject, Origin origin, CancellationToken cancellation)
    {
        if (people.Read(db => IdentityRows.Find(db, issuer, subject)) is { } link
            && people.Find(link.Person) is { } person)
        {
            return await BeginAsync(
                person, rules.CountsProvider ? Full : rules.StageOf, origin,
                db => IdentityRows.Find(db, issuer, subject)?.Person == person.Id, "identity provider", null,
                cancellation);
        }
        proofs.Refused(origin);
        return SignIn.Refused;
    }

    /// <summary>By a link of <c>checkin-hub open</c>, as the operator of the hub's machine.</summary>
    /// <exception cref="AccountException">It is good no more.</exception>
    public async Task<SignIn> OpenAsync(string token, Origin origin, CancellationToken cancellation)
    {
        SignIn? signIn = null;
        await people.ChangeAsync(static () => null, db =>
        {
            var now = time.GetUtcNow();
            if (OneTimeLinks.Take(db, token, now, LinkPurpose.Open) is null)
                return OneTimeLinks.IsVoid();
            AuditLog.Add(
                db, now, new AuditEntry(Actor.Local with { From = origin.Address }, AuditActions.LinkOpened, null));
            return null;
        }, cancellation, () => signIn = Done(sessions.Begin(null, SessionStage.Full, origin)));
        return signIn!;
    }

    /// <summary>Proves again who is signed in, by password or by code; the session stays.</summary>
    public async Task<SignIn> ProveAsync(
        Session session, string? password, string? code, Origin origin, CancellationToken cancellation)
    {
        if (session.Stage != SessionStage.Full || session.Person is not { } id || people.Find(id) is not { } person)
            return SignIn.Refused;
        if (code is null)
        {
            var byPassword = await proofs.ByPasswordAsync(
                person.Name, person, password ?? "", origin, cancellation);
            return byPassword.Holds is { } holds
                ? await ProvenAsync(session, person, holds, cancellation) : byPassword.Answer;
        }
        var byCode = proofs.ByCode(person, code, origin);
        if (byCode.Holds is not { } isGood)
            return byCode.Answer;
        var signIn = await ProvenAsync(session, person, isGood, cancellation);
        proofs.Judged(person, origin, signIn.IsDone);
        return signIn;
    }

    /// <summary>Proves it by a passkey that the framework has found to be right.</summary>
    public async Task<SignIn> ProveByPasskeyAsync(
        Session session, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation) =>
        session.Stage == SessionStage.Full && session.Person is { } id && people.Find(id) is { } person
            ? await ProvenAsync(session, person, Holds(person, passkey), cancellation) : SignIn.Refused;

    public async Task SignOutAsync(Session session, Origin origin, CancellationToken cancellation)
    {
        var actor = session.Person is not { } id ? Actor.Local with { From = origin.Address }
            : people.Find(id) is { } person ? Session.ActorOf(person, origin.Address) : (Actor?)null;
        sessions.End(session);
        if (actor is { } who && session.Stage == SessionStage.Full)
        {
            await people.ChangeAsync(static () => null, db =>
            {
                AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(who, AuditActions.SignedOut, null));
                return null;
            }, cancellation);
        }
    }

    /// <summary>Ends another session of the same person.</summary>
    /// <exception cref="AccountException">There is none of that number.</exception>
    public Task EndAsync(Session session, long number, Origin origin, CancellationToken cancellation)
    {
        if (session.Person is not { } id || people.Find(id) is not { } person
            || sessions.FindByNumber(id, number) is not { } other)
        {
            throw new AccountException($"There is no session {number} any more.", $"Không còn phiên {number}.")
            {
                IsUnknown = true,
            };
        }
        return SignOutAsync(other, origin, cancellation);
    }

    /// <summary>
    /// Somebody has come as far as <paramref name="stage"/> says, if what he proved still holds; in place of the
    /// session in which he was before.
    /// </summary>
    internal async Task<SignIn> BeginAsync(
        Person person, Func<Person, SessionStage> stage, Origin origin, Func<Database, bool> holds, string how,
        Session? instead, CancellationToken cancellation)
    {
        SignIn? signIn = null;
        var to = SessionStage.FactorMissing;
        try
        {
            await people.ChangeAsync(person.Id, db =>
            {
                if (people.Find(person.Id) is not { } now || instead is { Ended.IsCancellationRequested: true }
                    || !holds(db))
                    return Meanwhile();
                to = stage(now);
                if (to == SessionStage.Full)
                    Write(db, now, origin, how);
                return null;
            }, cancellation, () =>
            {
                if (instead is not null)
                    sessions.End(instead);
                signIn = Done(sessions.Begin(person.Id, to, origin));
            });
        }
        catch (AccountException)
        {
            // What was proven has changed meanwhile.
        }
        return signIn ?? SignIn.Refused;
    }

    internal static SignIn Done((Session Session, string Id) begun) =>
        new(SignInOutcome.Done, begun.Session, begun.Id);

    internal static SessionStage Full(Person person) => SessionStage.Full;

    /// <summary>Within the transaction that signs him in.</summary>
    internal void Write(Database db, Person person, Origin origin, string how)
    {
        var now = time.GetUtcNow();
        PersonRows.SetSignedIn(db, person.Id, now);
        AuditLog.Add(db, now, new AuditEntry(
            Session.ActorOf(person, origin.Address), AuditActions.SignedIn, null, Detail: how));
    }

    private async Task<SignIn> ProvenAsync(
        Session session, Person person, Func<Database, bool> holds, CancellationToken cancellation)
    {
        try
        {
            await people.ChangeAsync(
                person.Id, db => !session.Ended.IsCancellationRequested && holds(db) ? null : Meanwhile(), cancellation,
                () => sessions.Prove(session));
            return new SignIn(SignInOutcome.Done, session);
        }
        catch (AccountException)
        {
            return SignIn.Refused;
        }
    }

    private SignIn Told(Person person, Origin origin, SignIn signIn)
    {
        if (!signIn.IsDone)
            proofs.Refused(origin, person);
        return signIn;
    }

    private Func<Database, bool> Holds(Person person, UserPasskeyInfo passkey) =>
        db => PasskeyRows.Use(db, person.Id, passkey, time.GetUtcNow());

    private Person? Pending(Session pending) =>
        pending is { Stage: SessionStage.FactorWanted, Person: { } id } ? people.Find(id) : null;

    private static AccountException Meanwhile() => new("It holds no more.", "Không còn đúng nữa.");
}
