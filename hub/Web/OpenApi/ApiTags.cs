namespace CheckIn.Hub.Web.OpenApi;

/// <summary>What the API is about, by address: the headings under which a reader finds an operation.</summary>
internal static class ApiTags
{
    private const string Api = "/api/v1/";

    /// <summary>The first part of an address below /api/v1, and under which heading it stands.</summary>
    private static readonly Dictionary<string, string> ByPart = new(StringComparer.Ordinal)
    {
        ["gates"] = "gates",
        ["events"] = "events",
        ["offline"] = "presence",
        ["availability"] = "presence",
        ["alerts"] = "alerts",
        ["recipients"] = "alerts",
        ["notices"] = "alerts",
        ["sites"] = "places",
        ["nodes"] = "places",
        ["levels"] = "places",
        ["maintenance"] = "places",
        ["settings"] = "settings",
        ["modes"] = "modes",
        ["passes"] = "passes",
        ["lists"] = "passes",
        ["cards"] = "passes",
        ["invitations"] = "passes",
        ["desk"] = "presence",
        ["commands"] = "commands",
        ["updates"] = "updates",
        ["enrolment-codes"] = "enrolment",
        ["enrolment-bundles"] = "enrolment",
        ["plans"] = "enrolment",
        ["keys"] = "enrolment",
        ["people"] = "accounts",
        ["tokens"] = "accounts",
        ["session"] = "accounts",
        ["audit"] = "audit",
    };

    /// <summary>What is below a gate and belongs elsewhere.</summary>
    private static readonly Dictionary<string, string> BelowGate = new(StringComparer.Ordinal)
    {
        ["timeline"] = "presence",
        ["settings"] = "settings",
        ["modes"] = "modes",
        ["commands"] = "commands",
        ["open"] = "commands",
        ["certificates"] = "enrolment",
        ["replace"] = "enrolment",
        ["revoke"] = "enrolment",
        ["decommission"] = "enrolment",
    };

    /// <summary>Every heading with what it is, in the order of a table of contents.</summary>
    internal static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("gates", "Gates as they are now."),
        ("events", "What gates recorded."),
        ("presence", "Who is or was offline, since when and why; who came in today."),
        ("alerts", "What stands, who looks after it, who is told."),
        ("places", "Sites, the administrative tree above them, announced work."),
        ("settings", "Settings that are wanted of gates, and what gates have applied."),
        ("modes", "Hold open, lockdown and free passage, each with an end."),
        ("passes", "Passes that the hub issues, invitations, cards that it lists, and the lists that gates decide by."),
        ("commands", "What a gate is to do now, once."),
        ("updates", "Versions of the gates' program, rolled out in stages."),
        ("enrolment", "Putting gates into service and out of it."),
        ("accounts", "People, roles, sessions and tokens."),
        ("audit", "Who did what."),
        ("hub", "The hub itself."),
    ];

    internal static string Of(string path)
    {
        if (!path.StartsWith(Api, StringComparison.Ordinal))
            return "hub";
        var parts = path[Api.Length..].Split('/');
        return parts is ["gates", _, var below, ..] && BelowGate.TryGetValue(below, out var name) ? name
            : ByPart.GetValueOrDefault(parts[0], "hub");
    }
}
