using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// What somebody may give to others: what he may himself, where he may it, each capability of the role. Who manages
/// people for a node sees the roles that are given within it, and may reset or remove only whose roles all are.
/// </summary>
internal sealed class GivingRights(SightBook sights, SiteRegister sites)
{
    /// <summary>Whether he may give that to somebody else: where he manages people. Null = he may.</summary>
    internal AccountException? ProblemOfManaging(Caller caller, Grant grant) =>
        Problem(caller, grant) ?? (IsManaged(caller, grant) ? null : Beyond());

    /// <summary>Whether he has it to give, be it to a program of his own. Null = he has.</summary>
    internal AccountException? Problem(Caller caller, Grant grant)
    {
        if (grant.Node is { } node && (sites.Tree.NodeByCode(node) is null || !IsSeen(caller, node)))
        {
            return new AccountException(
                $"There is no node {node}. Nothing was done.", $"Không có đơn vị {node}. Chưa làm gì cả.")
            {
                IsUnknown = true,
            };
        }
        return Covers(caller, grant) ? null : Beyond();
    }

    /// <summary>Whether he has all that the role has, where it is given.</summary>
    internal bool Covers(Caller caller, Grant grant) => RoleTable.Of(grant.Role).All(capability =>
        caller.MayEverywhere(capability)
        || (grant.Node is { } node && sights.Of(caller, capability).SeesNode(node)));

    /// <summary>The person as he sees him; null = he does not.</summary>
    internal Person? Seen(Caller caller, Person person)
    {
        if (caller.MayEverywhere(Capability.ManagePeople))
            return person;
        var sight = sights.Of(caller, Capability.ManagePeople);
        Grant[] grants = [.. person.Grants.Where(grant => IsWithin(sight, grant))];
        return grants.Length == 0 ? null : person with { Grants = grants };
    }

    /// <summary>Whether nothing of what the person may is beyond him.</summary>
    internal bool IsWithin(Caller caller, Person person) =>
        caller.MayEverywhere(Capability.ManagePeople)
        || (person.Grants.Count > 0 && Seen(caller, person)?.Grants.Count == person.Grants.Count);

    private bool IsManaged(Caller caller, Grant grant) => caller.MayEverywhere(Capability.ManagePeople)
        || IsWithin(sights.Of(caller, Capability.ManagePeople), grant);

    private static bool IsWithin(Sight sight, Grant grant) => grant.Node is { } node && sight.SeesNode(node);

    private static AccountException Beyond() => new(
        "Nobody gives more than he may himself. Nothing was done; ask somebody who administers the whole hub.",
        "Không ai giao được nhiều hơn quyền của mình. Chưa làm gì cả; hãy hỏi người quản trị toàn trung tâm.")
    {
        IsForbidden = true,
    };

    private bool IsSeen(Caller caller, string node) =>
        Enum.GetValues<Capability>().Any(capability => caller.MayEverywhere(capability))
        || Enum.GetValues<Capability>().Any(capability => caller.May(capability)
            && sights.Of(caller, capability).SeesNode(node));
}
