using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>What somebody fills in who opens a one-time link.</summary>
/// <param name="Name">Of the first administrator; else he has one, and this is not read.</param>
public sealed record SetupForm(string? Name, string? DisplayName, string Password)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => nameof(SetupForm);
}

/// <summary>How somebody comes to have an account, and keeps it: by a link, and later by himself.</summary>
internal sealed class AccountSetup(
    PeopleBook people, OneTimeLinks links, SessionBook sessions, SignInDesk desk, FactorRules rules, Proofs proofs,
    PasswordHashes hashes, TimeProvider time)
{
    /// <summary>
    /// Uses a link to become the first administrator, or to set one's password; signed in with it, as far as that goes
    /// without a second factor.
    /// </summary>
    /// <exception cref="AccountException">The link is good no more, or name or password will not do.</exception>
    public async Task<SignIn> SetUpAsync(
        string token, SetupForm form, Origin origin, CancellationToken cancellation)
    {
        // Before anything is hashed: that costs something, and who has no link is nobody.
        if (links.Look(token) is not { Purpose: not LinkPurpose.Open } sight
            || (sight.Purpose != LinkPurpose.First && sight.Person is null))
            throw OneTimeLinks.IsVoid();
        var name = sight.Person?.Name ?? PersonName.Read(form.Name);
        var shown = PersonName.ReadDisplay(form.DisplayName);
        PasswordRules.Check(form.Password, name, shown ?? sight.Person?.DisplayName);
        var hash = await hashes.HashAsync(form.Password, cancellation);
        return await UseAsync(token, sight.Purpose, origin, (db, link) =>
        {
            var id = link ?? AddFirst(db, name);
            PersonRows.SetPassword(db, id, hash);
            if (shown is not null)
                PersonRows.SetDisplayName(db, id, shown);
            return (id, null);
        }, name, cancellation);
    }

    /// <summary>Uses an invitation with an account of the identity provider in place of a password.</summary>
    /// <exception cref="AccountException">The link is good no more, or the account is somebody else's.</exception>
    public async Task<SignIn> SetUpByIdentityAsync(
        string token, string issuer, string subject, Origin origin, CancellationToken cancellation)
    {
        if (links.Look(token) is not { Purpose: LinkPurpose.Invitation or LinkPurpose.Reset, Person: { } person } sight)
            throw OneTimeLinks.IsVoid();
        return await UseAsync(
            token, sight.Purpose, origin,
            (db, _) => (person.Id, ExternalIdentities.Add(db, person, issuer, subject, origin, time.GetUtcNow())),
            person.Name, cancellation);
    }

    /// <summary>Another password; all sessions end, and a new one begins here.</summary>
    /// <param name="current">Null where he has none.</param>
    /// <exception cref="AccountException">The new one will not do.</exception>
    public async Task<SignIn> ChangePasswordAsync(
        Session session, string? current, string next, Origin origin, CancellationToken cancellation)
    {
        if (session is not { Stage: SessionStage.Full, Person: { } id } || people.Find(id) is not { } person)
            throw OwnFactors.Over();
        PasswordRules.Check(next, person.Name, person.DisplayName);
        Func<Database, bool> holds = db => PersonRows.Secrets(db, id) is { Password: null };
        if (person.HasPassword)
        {
            var proof = await proofs.ByPasswordAsync(person.Name, person, current ?? "", origin, cancellation);
            if (proof.Holds is null)
                return proof.Answer;
            holds = proof.Holds;
        }
        var hash = await hashes.HashAsync(next, cancellation);
        SignIn? signIn = null;
        await people.ChangeAsync(id, db =>
        {
            if (session.Ended.IsCancellationRequested || !holds(db))
                return OwnFactors.Over();
            PersonRows.SetPassword(db, id, hash);
            OneTimeLinks.RemoveOf(db, id);
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.PasswordChanged, null));
            return null;
        }, cancellation, () =>
        {
            sessions.EndAll(id);
            signIn = SignInDesk.Done(sessions.Begin(id, SessionStage.Full, origin));
        });
        return signIn!;
    }

    /// <summary>What others call him.</summary>
    public Task RenameAsync(Session session, string? displayName, Origin origin, CancellationToken cancellation)
    {
        var shown = PersonName.ReadDisplay(displayName);
        if (session is not { Stage: SessionStage.Full, Person: { } id } || people.Find(id) is not { } person)
            throw OwnFactors.Over();
        return people.ChangeAsync(id, db =>
        {
            PersonRows.SetDisplayName(db, id, shown);
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.PersonRenamed, person.Name));
            return null;
        }, cancellation);
    }

    /// <param name="set">Sets what proves who he is, with the link's person; returns his id, or why not.</param>
    private async Task<SignIn> UseAsync(
        string token, LinkPurpose purpose, Origin origin, Func<Database, long?, (long, AccountException?)> set,
        string name, CancellationToken cancellation)
    {
        long? id = null;
        SignIn? signIn = null;
        await people.ChangeAsync(() => id, db =>
        {
            var now = time.GetUtcNow();
            if ((purpose == LinkPurpose.First && !PersonRows.IsEmpty(db))
                || OneTimeLinks.Row(db, token, now) is not { } link || link.Purpose != purpose
                || (purpose != LinkPurpose.First && link.Person is null))
                return OneTimeLinks.IsVoid();
            (id, var problem) = set(db, link.Person);
            // What is refused uses nothing up.
            if (problem is not null)
                return problem;
            OneTimeLinks.Take(db, token, now, purpose);
            AuditLog.Add(db, now, new AuditEntry(
                new Actor("person:" + name, origin.Address), AuditActions.PersonSetUp, name));
            if (people.Find(id.Value) is { } known && rules.StageOf(known) == SessionStage.Full)
                desk.Write(db, known, origin, "link");
            return null;
        }, cancellation, () =>
        {
            sessions.EndAll(id!.Value);
            signIn = SignInDesk.Done(sessions.Begin(id, rules.StageOf(people.Find(id.Value)!), origin));
        });
        return signIn!;
    }

    private long AddFirst(Database db, string name)
    {
        var id = PersonRows.Add(db, name, null, time.GetUtcNow());
        PersonRows.AddGrant(db, id, new Grant(Role.Administrator));
        return id;
    }
}
