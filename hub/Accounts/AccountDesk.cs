using CheckIn.Hub.Audit;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>Whom somebody invites.</summary>
/// <param name="Grants">What he may; at least one.</param>
public sealed record Invitation(string? Name, string? DisplayName, IReadOnlyList<Grant> Grants);

/// <summary>
/// Who may sign in and what he may, changed by who may that. Whoever may it for a node only sees and gives what is
/// within it: of others he hears as if they were not there. Somebody who can sign in always administers the whole hub,
/// once somebody did.
/// </summary>
internal sealed class AccountDesk(
    PeopleBook people, GivingRights rights, OneTimeLinks links, SessionBook sessions, TokenBook tokens,
    TimeProvider time)
{
    /// <summary>Those whom the caller sees, by name, with the roles that he sees of them.</summary>
    public IReadOnlyList<Person> VisibleTo(Caller caller) =>
        [.. people.All.Select(person => rights.Seen(caller, person)).OfType<Person>()];

    /// <summary>One of them.</summary>
    /// <exception cref="AccountException">He sees none of that name.</exception>
    public Person Find(Caller caller, string name) =>
        people.Find(name) is { } person && rights.Seen(caller, person) is { } seen ? seen : throw Unknown(name);

    /// <summary>Whether the caller may reset or remove him: nothing of what he may is beyond the caller.</summary>
    public bool MayManage(Caller caller, Person person) =>
        people.Find(person.Id) is { } whole && rights.IsWithin(caller, whole);

    /// <summary>Makes a person who has nothing yet but a link.</summary>
    /// <exception cref="AccountException">The name is taken or none, or he may not give that.</exception>
    public async Task<(Person Person, OneTimeLink Link)> InviteAsync(
        Caller caller, Invitation invitation, CancellationToken cancellation)
    {
        var (name, shown) = (PersonName.Read(invitation.Name), PersonName.ReadDisplay(invitation.DisplayName));
        if (invitation.Grants.Count == 0)
            throw NoRole();
        foreach (var grant in invitation.Grants)
        {
            if (rights.ProblemOfManaging(caller, grant) is { } problem)
                throw problem;
        }
        long? id = null;
        OneTimeLink? link = null;
        await people.ChangeAsync(() => id, db =>
        {
            if (PersonRows.Exists(db, name))
                return Taken(name);
            if (people.All.Count >= PeopleBook.Most)
                return TooMany();
            id = PersonRows.Add(db, name, shown, time.GetUtcNow());
            foreach (var grant in invitation.Grants)
                PersonRows.AddGrant(db, id.Value, grant);
            link = links.Add(db, LinkPurpose.Invitation, id);
            foreach (var grant in invitation.Grants.Distinct())
                Tell(db, caller, AuditActions.PersonInvited, name, grant);
            return null;
        }, cancellation);
        return (people.Find(id!.Value)!, link!);
    }

    /// <summary>A role more. His sessions end.</summary>
    /// <exception cref="AccountException">He sees nobody of that name, or may not give that.</exception>
    public Task GrantAsync(Caller caller, string name, Grant grant, CancellationToken cancellation)
    {
        if (rights.ProblemOfManaging(caller, grant) is { } problem)
            throw problem;
        var id = Find(caller, name).Id;
        return ChangeAsync(id, name, (db, person) =>
        {
            if (person.Grants.Contains(grant))
                return null;
            PersonRows.AddGrant(db, id, grant);
            Tell(db, caller, AuditActions.RoleGiven, person.Name, grant);
            return null;
        }, cancellation);
    }

    /// <summary>A role less. His sessions end, and tokens of his that go beyond what is left.</summary>
    /// <exception cref="AccountException">He has it not, as the caller sees; or nobody would be left.</exception>
    public Task WithdrawAsync(Caller caller, string name, Grant grant, CancellationToken cancellation)
    {
        var seen = Find(caller, name);
        return ChangeAsync(seen.Id, name, (db, person) =>
        {
            if (!seen.Grants.Contains(grant) || !person.Grants.Contains(grant))
                return HasNot(name, grant);
            if (grant == new Grant(Role.Administrator) && PersonRows.IsLastAdministrator(db, person.Id))
                return IsLast();
            PersonRows.RemoveGrant(db, person.Id, grant);
            Tell(db, caller, AuditActions.RoleTaken, person.Name, grant);
            tokens.WithdrawBeyond(
                db, caller.Actor, person with { Grants = [.. person.Grants.Where(one => one != grant)] });
            return null;
        }, cancellation);
    }

    /// <summary>All that proved who he is is void, his sessions end; by the link he begins anew.</summary>
    /// <exception cref="AccountException">He sees nobody of that name, or may not.</exception>
    public async Task<OneTimeLink> ResetAsync(Caller caller, string name, CancellationToken cancellation)
    {
        OneTimeLink? link = null;
        await ChangeAsync(Managed(caller, name).Id, name, (db, person) =>
        {
            PersonRows.RemoveProofs(db, person.Id);
            link = links.Add(db, LinkPurpose.Reset, person.Id);
            Tell(db, caller, AuditActions.PersonReset, person.Name);
            return null;
        }, cancellation);
        return link!;
    }

    /// <summary>Gone, with his sessions and tokens. The audit keeps his name.</summary>
    /// <exception cref="AccountException">He sees nobody of that name, or may not; or nobody would be left.</exception>
    public Task RemoveAsync(Caller caller, string name, CancellationToken cancellation) =>
        ChangeAsync(Managed(caller, name).Id, name, (db, person) =>
        {
            if (PersonRows.IsLastAdministrator(db, person.Id))
                return IsLast();
            PersonRows.Remove(db, person.Id);
            Tell(db, caller, AuditActions.PersonRemoved, person.Name);
            return null;
        }, cancellation);

    /// <summary>Ends his sessions.</summary>
    /// <exception cref="AccountException">He sees nobody of that name, or may not.</exception>
    public Task EndSessionsAsync(Caller caller, string name, CancellationToken cancellation) =>
        ChangeAsync(Managed(caller, name).Id, name, (db, person) =>
        {
            Tell(db, caller, AuditActions.SessionsEnded, person.Name);
            return null;
        }, cancellation);

    internal static AccountException Unknown(string name) => new(
        $"There is nobody of the name {name}. Nothing was done.", $"Không có người dùng {name}. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    /// <summary>After it his sessions end, before anything else is changed.</summary>
    private Task ChangeAsync(
        long id, string name, Func<Database, Person, AccountException?> change, CancellationToken cancellation) =>
        people.ChangeAsync(
            id, db => people.Find(id) is { } person ? change(db, person) : Unknown(name), cancellation, () =>
            {
                sessions.EndAll(id);
                tokens.Reload();
            });

    private Person Managed(Caller caller, string name)
    {
        var seen = Find(caller, name);
        return MayManage(caller, seen) ? seen : throw new AccountException(
            $"{name} may more than you can give or take. Nothing was done; ask somebody who administers the whole hub.",
            $"{name} có quyền vượt ngoài phạm vi của bạn. Chưa làm gì cả; hãy hỏi người quản trị toàn trung tâm.")
        {
            IsForbidden = true,
        };
    }

    private void Tell(Database db, Caller caller, string action, string subject, Grant? grant = null) =>
        AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
            caller.Actor, action, subject, Detail: grant?.Role.Word(), Place: grant?.Node));

    private static AccountException NoRole() => new(
        "An invitation gives at least one role. Nothing was done.",
        "Lời mời phải có ít nhất một vai trò. Chưa làm gì cả.")
    {
        IsMalformed = true,
    };

    private static AccountException Taken(string name) => new(
        $"The name {name} is taken. Nothing was done; choose another.",
        $"Tên {name} đã có người dùng. Chưa làm gì cả; hãy chọn tên khác.");

    private static AccountException TooMany() => new(
        $"There are {PeopleBook.Most} people already, the most there may be. Nothing was done.",
        $"Đã có {PeopleBook.Most} người dùng, mức tối đa. Chưa làm gì cả.");

    private static AccountException HasNot(string name, Grant grant) => new(
        $"{name} has not the role {grant.Role.Word()} there. Nothing was done.",
        $"{name} không có vai trò {grant.Role.Word()} ở đó. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    private static AccountException IsLast() => new(
        "Nobody would be left who administers the whole hub. Nothing was done; give somebody else that role first, and "
            + "have him sign in.",
        "Sẽ không còn ai quản trị toàn trung tâm. Chưa làm gì cả; hãy giao vai trò đó cho người khác và để họ đăng "
            + "nhập trước.");
}
