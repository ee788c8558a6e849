using CheckIn.Hub.Audit;
using Microsoft.AspNetCore.Identity;

namespace CheckIn.Hub.Accounts;

/// <summary>A passkey of somebody.</summary>
/// <param name="Info">As the framework made it.</param>
public sealed record Passkey(long Person, UserPasskeyInfo Info, DateTimeOffset? UsedAt);

/// <summary>People's passkeys. What is between a browser and them is the framework's.</summary>
internal sealed class PasskeyBook(PeopleBook people, OwnFactors own, FactorRules rules, TimeProvider time)
{
    internal const int MostOfOne = 10;

    /// <summary>Somebody's, in the order they were made.</summary>
    public IReadOnlyList<Passkey> Of(long person) => people.Read(db => PasskeyRows.Of(db, person));

    /// <summary>Null = nobody has it.</summary>
    public Passkey? Find(byte[] credentialId) => people.Read(db => PasskeyRows.Find(db, credentialId));

    /// <summary>One more of who is signed in, or who must set up a second factor.</summary>
    /// <exception cref="AccountException">Somebody has it, or he has too many.</exception>
    public Task<FactorSet> AddAsync(
        Session session, UserPasskeyInfo passkey, Origin origin, CancellationToken cancellation)
    {
        passkey.Name = PersonName.ReadDisplay(passkey.Name);
        return own.AddAsync(session, origin, "passkey", (db, person) =>
        {
            if (person.Passkeys >= MostOfOne)
            {
                return new AccountException(
                    $"You have {MostOfOne} passkeys, the most there may be. Nothing was done; remove one first.",
                    $"Bạn đã có {MostOfOne} khoá truy cập, mức tối đa. Chưa làm gì cả; hãy xoá bớt trước.");
            }
            if (PasskeyRows.Find(db, passkey.CredentialId) is not null)
            {
                return new AccountException(
                    "This passkey is in use already. Nothing was done.",
                    "Khoá truy cập này đã được dùng. Chưa làm gì cả.");
            }
            PasskeyRows.Add(db, person.Id, passkey);
            return null;
        }, cancellation);
    }

    /// <exception cref="AccountException">He has no such passkey.</exception>
    public Task RenameAsync(Session session, byte[] credentialId, string? name, CancellationToken cancellation)
    {
        var shown = PersonName.ReadDisplay(name);
        var id = own.Of(session).Id;
        return people.ChangeAsync(
            id, db => PasskeyRows.Rename(db, id, credentialId, shown) ? null : Unknown(), cancellation);
    }

    /// <exception cref="AccountException">He has none such; or it is his last factor, and he must have one.</exception>
    public Task RemoveAsync(
        Session session, byte[] credentialId, Origin origin, CancellationToken cancellation) =>
        own.RemoveAsync(session, db =>
        {
            var person = own.Of(session);
            if (PasskeyRows.Find(db, credentialId)?.Person != person.Id)
                return Unknown();
            if (!rules.MayGo(person))
                return FactorRules.IsLast();
            PasskeyRows.Remove(db, person.Id, credentialId);
            AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
                Session.ActorOf(person, origin.Address), AuditActions.FactorRemoved, null, Detail: "passkey"));
            return null;
        }, cancellation);

    private static AccountException Unknown() => new(
        "You have no such passkey. Nothing was done.", "Bạn không có khoá truy cập này. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };
}
