using System.Text.Json.Serialization;

namespace CheckIn.Hub.Audit;

/// <summary>GET /api/v1/audit.</summary>
/// <param name="Next">
/// Where the page that follows begins: before=, or after= where that was asked; null = the last.
/// </param>
/// <param name="Broken">What is wrong with the chain, in English; null = nothing was found.</param>
internal sealed record AuditList(IReadOnlyList<AuditRow> Audit, long? Next = null, string? Broken = null);

/// <summary>What verify found, for machines.</summary>
/// <param name="Whole">Nothing is wrong.</param>
/// <param name="SealsChecked">The seals' signatures were held against the hub's keys.</param>
/// <param name="Link">Of the last row, hexadecimal.</param>
/// <param name="SealedRow">The last row that a seal covers.</param>
internal sealed record AuditReport(
    bool Whole, long Rows, string Link, long Seals, bool SealsChecked, long? SealedRow, DateTimeOffset? SealedAt,
    long FaultCount, IReadOnlyList<AuditFaultReport> Faults);

/// <summary>One fault.</summary>
internal sealed record AuditFaultReport(string Kind, long Row, long Last, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(AuditRow))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(AuditSeal))]
internal sealed partial class AuditJson : JsonSerializerContext;
