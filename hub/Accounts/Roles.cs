using System.Collections.Frozen;

namespace CheckIn.Hub.Accounts;

/// <summary>What somebody is, for the whole hub or for a node of its tree.</summary>
public enum Role
{
    Viewer,
    SiteManager,
    Technician,
    Guard,
    TracingOfficer,
    Auditor,
    Administrator,
}

/// <summary>Who may do what: the one table. hub/docs/accounts.md shows it, and a test holds the two together.</summary>
public static class RoleTable
{
    private static readonly FrozenDictionary<Role, FrozenSet<Capability>> Table =
        new Dictionary<Role, FrozenSet<Capability>>
        {
            [Role.Viewer] = Set(Capability.SeeFleet),
            [Role.SiteManager] = Set(
                Capability.SeeFleet, Capability.HandleAlerts, Capability.SeeEvents, Capability.EditSites,
                Capability.TellPeople, Capability.SeeSettings, Capability.OpenGates, Capability.SetModes,
                Capability.SeePresence, Capability.SeePasses, Capability.IssuePasses, Capability.EditCards,
                Capability.PrintPosters, Capability.AskDesk),
            [Role.Technician] = Set(
                Capability.SeeFleet, Capability.HandleAlerts, Capability.EnrolGates, Capability.RetireGates,
                Capability.SeeIdentities, Capability.SeeUpdates, Capability.SeeSettings, Capability.EditSettings,
                Capability.CommandGates, Capability.OpenGates),
            [Role.Guard] = Set(
                Capability.SeeFleet, Capability.HandleAlerts, Capability.OpenGates, Capability.SeePresence, Capability.AskDesk),
            [Role.TracingOfficer] = Set(Capability.SeeFleet, Capability.SeeEvents, Capability.SeePresence),
            [Role.Auditor] = Set(
                Capability.SeeFleet, Capability.SeeAudit, Capability.SeeIdentities, Capability.SeeUpdates,
                Capability.SeeSettings, Capability.SeePasses),
            [Role.Administrator] = Enum.GetValues<Capability>().ToFrozenSet(),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Role, string> Words = new Dictionary<Role, string>
    {
        [Role.Viewer] = "viewer",
        [Role.SiteManager] = "site_manager",
        [Role.Technician] = "technician",
        [Role.Guard] = "guard",
        [Role.TracingOfficer] = "tracing_officer",
        [Role.Auditor] = "auditor",
        [Role.Administrator] = "administrator",
    }.ToFrozenDictionary();

    /// <summary>What the role may do where it is given.</summary>
    public static IReadOnlySet<Capability> Of(Role role) => Table[role];

    /// <summary>Its stable word, in API, audit and database.</summary>
    public static string Word(this Role role) => Words[role];

    /// <summary>The role of that word; null = there is none.</summary>
    public static Role? Find(string word)
    {
        foreach (var (role, own) in Words)
        {
            if (own == word)
                return role;
        }
        return null;
    }

    /// <summary>Those with whom more than looking is at stake: a second factor is theirs to have.</summary>
    public static bool IsManager(this Role role) => role is not Role.Viewer;

    private static FrozenSet<Capability> Set(params Capability[] capabilities) => capabilities.ToFrozenSet();
}

/// <summary>A role somebody has.</summary>
/// <param name="Node">Code of the node where: it and all below it; null = the whole hub.</param>
public sealed record Grant(Role Role, string? Node = null);
