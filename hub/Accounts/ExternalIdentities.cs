using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>An account of an identity provider that signs somebody in.</summary>
public sealed record ExternalIdentity(string Issuer, string Subject, long Person, DateTimeOffset AddedAt);

/// <summary>Whom an identity provider's accounts sign in. They make nobody, and give no rights.</summary>
internal sealed class ExternalIdentities(PeopleBook people, OwnFactors own, TimeProvider time)
{
    private const int Longest = 500;

    public IReadOnlyList<ExternalIdentity> Of(long person) => people.Read(db => IdentityRows.Of(db, person));

    /// <summary>Null = nobody is linked with it.</summary>
    public Person? Find(string issuer, string subject) =>
        people.Read(db => IdentityRows.Find(db, issuer, subject)) is { } link ? people.Find(link.Person) : null;

    /// <summary>From now on it signs in who is signed in now.</summary>
    /// <exception cref="AccountException">It is somebody else's.</exception>
    public Task LinkAsync(
        Session session, string issuer, string subject, Origin origin, CancellationToken cancellation)
    {
        var id = own.Of(session).Id;
        return people.ChangeAsync(id, db =>
            session.Stage == SessionStage.Full && people.Find(id) is { } person
                ? Add(db, person, issuer, subject, origin, time.GetUtcNow()) : OwnFactors.Over(), cancellation);
    }

    /// <exception cref="AccountException">He has none there, or could not sign in any more.</exception>
    public Task UnlinkAsync(Session session, string issuer, Origin origin, CancellationToken cancellation)
    {
        var id = own.Of(session).Id;
        return people.ChangeAsync(id, db =>
        {
            if (session.Stage != SessionStage.Full || people.Find(id) is not { } person)
                return OwnFactors.Over();
            if (!person.HasPassword && person.Passkeys == 0 && person.Identities <= 1)
            {
                return new AccountException(
                    "You would have no way to sign in. Nothing was done; set a password first.",
                    "Bạn sẽ không còn cách nào để đăng nhập. Chưa làm gì cả; hãy đặt mật khẩu trước.");
            }
            if (!IdentityRows.Remove(db, id, issuer))
            {
                return new AccountException(
                    "You are not linked with that provider. Nothing was done.",
                    "Bạn chưa liên kết với nhà cung cấp này. Chưa làm gì cả.")
                {
                    IsUnknown = true,
                };
            }
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.IdentityUnlinked, null, Detail: issuer));
            return null;
        }, cancellation);
    }

    /// <summary>Within a transaction; null = done.</summary>
    internal static AccountException? Add(
        Database db, Person person, string issuer, string subject, Origin origin, DateTimeOffset now)
    {
        if (issuer.Length is 0 or > Longest || subject.Length is 0 or > Longest)
            return new AccountException("The provider's answer cannot be kept.", "Không lưu được câu trả lời.");
        if (IdentityRows.Find(db, issuer, subject) is { } known)
        {
            return known.Person == person.Id ? null : new AccountException(
                "This account of the provider signs somebody else in. Nothing was done.",
                "Tài khoản này của nhà cung cấp đã liên kết với người khác. Chưa làm gì cả.");
        }
        if (IdentityRows.Of(db, person.Id).Exists(identity => identity.Issuer == issuer))
        {
            return new AccountException(
                "You are linked with another account of that provider. Nothing was done; end that link first.",
                "Bạn đã liên kết với một tài khoản khác của nhà cung cấp này. Chưa làm gì cả; hãy bỏ liên kết đó "
                    + "trước.");
        }
        IdentityRows.Add(db, new ExternalIdentity(issuer, subject, person.Id, now));
        AuditLog.Add(db, now, new AuditEntry(
            Session.ActorOf(person, origin.Address), AuditActions.IdentityLinked, null, Detail: issuer));
        return null;
    }
}
