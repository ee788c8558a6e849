namespace CheckIn.Hub.Accounts;

/// <summary>Whom somebody invites.</summary>
/// <param name="Grants">What he may; at least one.</param>
public sealed record Invitation(string? Name, string? DisplayName, IReadOnlyList<Grant> Grants);

/// <summary>
/// Who may sign in and what he may, changed by who may that. Whoever may it for a node only sees and gives what is
/// within it: of others he hears as if they were not there.
/// </summary>
public sealed class AccountDesk
{
    /// <summary>Those whom the caller sees, by name, with the roles that he sees of them.</summary>
    public IReadOnlyList<Person> VisibleTo(Caller caller) => throw new NotImplementedException();

    /// <summary>One of them.</summary>
    /// <exception cref="AccountException">He sees none of that name.</exception>
    public Person Find(Caller caller, string name) => throw new NotImplementedException();

    /// <summary>Whether the caller may reset or remove him: nothing of what he may is beyond the caller.</summary>
    public bool MayManage(Caller caller, Person person) => throw new NotImplementedException();

    /// <summary>Makes a person who has nothing yet but a link.</summary>
    public Task<(Person Person, OneTimeLink Link)> InviteAsync(
        Caller caller, Invitation invitation, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>A role more. His sessions end.</summary>
    public Task GrantAsync(Caller caller, string name, Grant grant, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>A role less. His sessions end, and tokens of his that go beyond what is left.</summary>
    public Task WithdrawAsync(Caller caller, string name, Grant grant, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All that proved who he is is void, his sessions end; by the link he begins anew.</summary>
    public Task<OneTimeLink> ResetAsync(Caller caller, string name, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Gone, with his sessions and tokens. The audit keeps his name.</summary>
    public Task RemoveAsync(Caller caller, string name, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Ends his sessions.</summary>
    public Task EndSessionsAsync(Caller caller, string name, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
