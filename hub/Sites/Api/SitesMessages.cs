using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Hub.Sites;

/// <summary>A node in a path or a list.</summary>
internal sealed record NodeName(string Code, string Name, string Level);

/// <summary>
/// GET /api/v1/sites/{code}: what is said of it, in the words of the file, and what the hub makes of it.
/// </summary>
/// <param name="Deployment">What people said.</param>
/// <param name="State">What it is.</param>
/// <param name="StateWhy">One of <see cref="DeploymentReasons"/>.</param>
/// <param name="Gates">In service there.</param>
/// <param name="DaysLeft">Until the deadline; negative = overdue; null = none, or nothing is left to be done.</param>
/// <param name="Support">Whom visitors ask: its own number, or the nearest node's.</param>
/// <param name="Path">From its node up to the top, as of today.</param>
internal sealed record SiteAnswer(
    string Code, string Name, string Kind, string Form, string? Node, string? Address, string? Zone,
    DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? HeadName, string? HeadPhone, string? ManagerName,
    string? ManagerPhone, string? SupportNumber, string? Hours, string Deployment, DateOnly? Deadline,
    IReadOnlyDictionary<string, string> Groups, string State, string StateWhy, int Gates, DateTimeOffset? LastScan,
    bool IsOpen, bool InMaintenance, int? DaysLeft, string? Support, IReadOnlyList<NodeName> Path);

/// <summary>GET /api/v1/sites.</summary>
/// <param name="Next">The code to go on after; null = that was all.</param>
/// <param name="Total">How many there are, where that is counted: of those that are overdue.</param>
internal sealed record SiteList(IReadOnlyList<SiteAnswer> Sites, string? Next, int? Total = null);

/// <summary>How many sites are how far.</summary>
internal sealed record DeploymentAnswer(
    int Sites, int Deployed, double? DeployedPercent, int Overdue, int Gates, IReadOnlyDictionary<string, int> States)
{
    internal static DeploymentAnswer Of(DeploymentCounts counts) => new(
        counts.Sites, counts.Deployed, counts.DeployedPercent, counts.Overdue, counts.Gates, counts.States);
}

/// <summary>GET /api/v1/nodes/{code}.</summary>
/// <param name="Before">What became it.</param>
/// <param name="Deployment">Of it and all below it, today.</param>
internal sealed record NodeAnswer(
    string Code, string? Parent, string Level, string Name, string? NameEn, string? SupportNumber, DateOnly? ValidFrom,
    DateOnly? ValidUntil, IReadOnlyList<string> Successors, IReadOnlyList<string> Before, IReadOnlyList<NodeName> Path,
    DeploymentAnswer Deployment);

/// <summary>GET /api/v1/nodes.</summary>
/// <param name="All">Of the whole fleet.</param>
/// <param name="Nowhere">Of the sites that belong to no node that exists.</param>
/// <param name="Next">The code to go on after; null = that was all.</param>
internal sealed record NodeList(
    IReadOnlyList<NodeAnswer> Nodes, DeploymentAnswer All, DeploymentAnswer Nowhere, string? Next);

/// <summary>A level, as it is told and set.</summary>
internal sealed record LevelAnswer(string? Name, int Rank, string? Vi, string? En)
{
    internal static LevelAnswer Of(NodeLevel level) => new(level.Name, level.Rank, level.Vietnamese, level.English);
}

/// <summary>GET /api/v1/levels.</summary>
internal sealed record LevelList(IReadOnlyList<LevelAnswer> Levels);

/// <summary>POST /api/v1/sites/import and /nodes/import.</summary>
/// <param name="IsTrial">Nothing was written.</param>
/// <param name="ToPlace">
/// Sites whose node has ended and became several or none: they count in what has all of them, until somebody says where
/// they are.
/// </param>
internal sealed record ImportReport(int Rows, int Added, int Changed, int Unchanged, bool IsTrial, int ToPlace);

/// <summary>POST /api/v1/maintenance.</summary>
/// <param name="SubjectKind">gate, site or node.</param>
/// <param name="From">Null = now.</param>
internal sealed record MaintenanceRequest(
    string? SubjectKind, string? Subject, DateTimeOffset? From, DateTimeOffset? Until, string? Why);

/// <summary>Announced work.</summary>
internal sealed record MaintenanceAnswer(
    long Id, string SubjectKind, string Subject, DateTimeOffset From, DateTimeOffset Until, string Why, string MadeBy,
    DateTimeOffset MadeAt)
{
    internal static MaintenanceAnswer Of(Maintenance work) => new(
        work.Id, MaintenanceRows.Word(work.Subject), work.SubjectId, work.From, work.Until, work.Why, work.MadeBy,
        work.MadeAt);
}

/// <summary>GET /api/v1/maintenance.</summary>
internal sealed record MaintenanceList(IReadOnlyList<MaintenanceAnswer> Maintenance);

/// <summary>What is wrong in one cell, in the refusal of an import.</summary>
/// <param name="Column">Null = the whole line.</param>
internal sealed record CellProblem(int Line, string? Column, string Problem);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(SiteList))]
[JsonSerializable(typeof(NodeAnswer))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(LevelAnswer))]
[JsonSerializable(typeof(LevelList))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(MaintenanceRequest))]
[JsonSerializable(typeof(MaintenanceAnswer))]
[JsonSerializable(typeof(MaintenanceList))]
[JsonSerializable(typeof(IReadOnlyList<CellProblem>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SitesJson : JsonSerializerContext;
