using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// What is common to all second factors as their owner sets them up and removes them. With the first come recovery
/// codes; who had to have one is signed in with it, under a new id. With the last they go. When one comes or goes his
/// other sessions end: whoever did it for him does not stay.
/// </summary>
internal sealed class OwnFactors(PeopleBook people, SessionBook sessions, SignInDesk desk, TimeProvider time)
{
    /// <summary>Whose session it is, in which he may see to his factors.</summary>
    /// <exception cref="AccountException">It has ended, or is not so far, or nobody's in particular.</exception>
    internal Person Of(Session session) =>
        session is { Person: { } id, Stage: not SessionStage.FactorWanted, Ended.IsCancellationRequested: false }
        && people.Find(id) is { } person ? person : throw Over();

    /// <param name="add">Writes it, or says why not.</param>
    internal async Task<FactorSet> AddAsync(
        Session session, Origin origin, string kind, Func<Database, Person, AccountException?> add,
        CancellationToken cancellation)
    {
        var person = Of(session);
        IReadOnlyList<string>? codes = null;
        SignIn? signIn = null;
        await people.ChangeAsync(person.Id, db =>
        {
            if (session.Ended.IsCancellationRequested || people.Find(person.Id) is not { } now)
                return Over();
            // He came by his password alone, and meanwhile somebody set a factor up.
            if (session.Stage == SessionStage.FactorMissing && now.HasFactor)
                return Over();
            if (add(db, now) is { } problem)
                return problem;
            if (!now.HasFactor)
                PersonRows.SetRecoveryCodes(db, now.Id, codes = RecoveryCodes.Make());
            var (at, actor) = (time.GetUtcNow(), Session.ActorOf(now, origin.Address));
            AuditLog.Add(db, at, new AuditEntry(actor, AuditActions.FactorSetUp, null, Detail: kind));
            if (session.Stage == SessionStage.FactorMissing)
                desk.Write(db, now, origin, kind);
            return null;
        }, cancellation, () =>
        {
            sessions.EndAll(person.Id, except: session);
            if (session.Stage != SessionStage.FactorMissing)
                return;
            sessions.End(session);
            signIn = SignInDesk.Done(sessions.Begin(person.Id, SessionStage.Full, origin));
        });
        return new FactorSet(codes, signIn);
    }

    /// <param name="remove">Writes it, or says why not.</param>
    internal Task RemoveAsync(
        Session session, Func<Database, AccountException?> remove, CancellationToken cancellation)
    {
        var id = Of(session).Id;
        return people.ChangeAsync(id, db =>
        {
            if (session.Ended.IsCancellationRequested || session.Stage != SessionStage.Full)
                return Over();
            if (remove(db) is { } problem)
                return problem;
            PersonRows.RemoveRecoveryCodesWithoutFactor(db, id);
            return null;
        }, cancellation, () => sessions.EndAll(id, except: session));
    }

    internal static AccountException Over() => new(
        "Your session has ended. Nothing was done; sign in again.",
        "Phiên đăng nhập đã kết thúc. Chưa làm gì cả; hãy đăng nhập lại.");
}
