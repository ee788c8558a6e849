using System.Text.Json.Serialization;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Visitors;

/// <summary>POST /api/v1/invitations.</summary>
/// <param name="Scope"><c>node:CODE</c> or <c>site:CODE</c>.</param>
/// <param name="Category"><c>staff</c>, <c>visitor</c>, <c>deliverer</c>, or another word; null = visitor.</param>
/// <param name="From">From when the passes are good; null = now.</param>
/// <param name="Until">When the link and the passes end; whole seconds.</param>
/// <param name="People">How many may use the link, 1 to 200; null = 1.</param>
/// <param name="Label">To find it again; no name.</param>
internal sealed record InvitationRequest(
    string? Scope = null, string? Category = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, int? People = null,
    string? Label = null)
{
    /// <exception cref="VisitorException">It says too little, or something else.</exception>
    internal InvitationOrder Read(DateTimeOffset now) => new(
        FleetScopeWords.Read(Scope ?? "") ?? throw VisitorException.NoSuchPlace(Scope ?? ""),
        Category ?? CheckIn.Passes.PassCategories.Visitor, Seconds(From ?? now),
        Seconds(Until ?? throw VisitorException.Wrong("It does not say until when", "Chưa cho biết đến khi nào")), People ?? 1,
        string.IsNullOrWhiteSpace(Label) ? null : Label.Trim());

    private static DateTimeOffset Seconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}

/// <summary>An invitation, told; its link is not kept.</summary>
/// <param name="State"><c>open</c>, <c>full</c>, <c>ended</c> or <c>revoked</c>.</param>
/// <param name="Used">How many have used it.</param>
internal sealed record InvitationRow(
    long Number, string Scope, string Category, string? Label, DateTimeOffset From, DateTimeOffset Until, int People, int Used,
    string State, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? RevokedAt, string? RevokedBy)
{
    internal static InvitationRow Of(Invitation one, DateTimeOffset now) => new(
        one.Number, one.Order.Scope.Word(), one.Order.Category, one.Order.Label, one.Order.From, one.Order.Until, one.Order.Most,
        one.Used, WordOf(one.StateAt(now)), one.MadeAt, one.MadeBy, one.RevokedAt, one.RevokedBy);

    private static string WordOf(InvitationState state) => state switch
    {
        InvitationState.Open => "open",
        InvitationState.Full => "full",
        InvitationState.Ended => "ended",
        _ => "revoked",
    };
}

/// <summary>The answer of POST /api/v1/invitations.</summary>
/// <param name="Link">What is sent to those who are invited; told now and never again.</param>
internal sealed record InvitationAnswer(InvitationRow Invitation, string Link);

/// <summary>GET /api/v1/invitations.</summary>
/// <param name="Next">For before=; null = there are no more.</param>
internal sealed record InvitationList(IReadOnlyList<InvitationRow> Invitations, long? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(InvitationRequest))]
[JsonSerializable(typeof(InvitationAnswer))]
[JsonSerializable(typeof(InvitationList))]
internal sealed partial class InvitationsJson : JsonSerializerContext;
