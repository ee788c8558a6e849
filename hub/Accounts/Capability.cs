namespace CheckIn.Hub.Accounts;

/// <summary>What somebody may do. Which role has which stands in <see cref="RoleTable"/>.</summary>
public enum Capability
{
    /// <summary>Wall, gates, places, outages and alerts: how the fleet is.</summary>
    SeeFleet,
    /// <summary>Acknowledges, snoozes and wakes alerts.</summary>
    HandleAlerts,
    /// <summary>Reads events as gates recorded them, sealed and with tags.</summary>
    SeeEvents,
    /// <summary>Changes sites and their maintenance, imports a census.</summary>
    EditSites,
    /// <summary>Changes nodes and their levels.</summary>
    EditNodes,
    /// <summary>Issues and withdraws enrolment codes; reads lane plans.</summary>
    EnrolGates,
    /// <summary>Revokes a gate's certificates, or has it leave.</summary>
    RetireGates,
    /// <summary>Reads a gate's certificates.</summary>
    SeeIdentities,
    /// <summary>Changes lane plans, which belong to the whole hub.</summary>
    EditPlans,
    /// <summary>Has gates take up new tag keys; of the whole hub.</summary>
    RotateKeys,
    /// <summary>Recipients of notices, and what was sent to them.</summary>
    TellPeople,
    /// <summary>Reads who did what.</summary>
    SeeAudit,
    /// <summary>Invites people, gives and takes their roles, ends their sessions and tokens.</summary>
    ManagePeople,
    /// <summary>Sees which program gates run, and what is being rolled out.</summary>
    SeeUpdates,
    /// <summary>Adds packages, starts and stops rollouts.</summary>
    ManageUpdates,
    /// <summary>Sees what the hub wants of gates and what they have applied, and what commands came to.</summary>
    SeeSettings,
    /// <summary>Changes settings of gates and rolls them back.</summary>
    EditSettings,
    /// <summary>Has gates identify and test themselves, send logs and begin anew.</summary>
    CommandGates,
    /// <summary>Opens a gate once for somebody.</summary>
    OpenGates,
    /// <summary>Orders hold open, lockdown and free passage, and ends them.</summary>
    SetModes,
    /// <summary>Sees who is inside a site, and who was, by tag and category and not by name.</summary>
    SeePresence,
    /// <summary>Sees which passes were issued, and how old gates' lists are.</summary>
    SeePasses,
    /// <summary>Issues and revokes passes.</summary>
    IssuePasses,
    /// <summary>Lists cards by which gates know somebody: category, validity, denied.</summary>
    EditCards,
    /// <summary>Imports lists that gates decide by; of the whole hub.</summary>
    EditLists,
    /// <summary>Makes, prints and replaces the posters of sites.</summary>
    PrintPosters,
    /// <summary>Asks at a service desk whether somebody came in today, by his code or number.</summary>
    AskDesk,
}
