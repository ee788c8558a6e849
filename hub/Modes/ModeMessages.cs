using System.Text.Json.Serialization;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Modes;

/// <summary>POST /api/v1/modes.</summary>
/// <param name="Scope"><c>hub</c>, <c>node:CODE</c>, <c>group:DIMENSION=VALUE</c>, <c>site:CODE</c> or <c>gate:ID</c>.</param>
/// <param name="Mode"><c>lockdown</c>, <c>hold_open</c> or <c>free_passage</c>.</param>
/// <param name="Until">1 minute to 31 days from now.</param>
/// <param name="Why">For people, 1 to 200 characters; no names.</param>
/// <param name="Lane">Name of a lane; null = every lane.</param>
internal sealed record ModeOrderRequest(
    string? Scope = null, string? Mode = null, DateTimeOffset? Until = null, string? Why = null, string? Lane = null)
{
    /// <exception cref="ModeException">It says too little.</exception>
    internal ModeRequest Read() => new(
        FleetScopeWords.Read(Scope ?? "") ?? throw ModeException.Wrong(
            $"'{CellText.Short(Scope ?? "")}' is no scope: hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID",
            $"'{CellText.Short(Scope ?? "")}' không phải phạm vi: hub, node:MÃ, group:CHIỀU=GIÁ_TRỊ, site:MÃ hoặc gate:ID"),
        Mode ?? "", Until ?? throw ModeException.Wrong("It does not say until when", "Chưa cho biết đến khi nào"),
        Why?.Trim() ?? "", string.IsNullOrEmpty(Lane) ? null : Lane);
}

/// <summary>An order, told.</summary>
/// <param name="Gates">Gates it concerns, of those that whoever asks sees; null = it is over.</param>
/// <param name="InForce">Of them, those that say it is in force.</param>
internal sealed record ModeRow(
    string Id, string Scope, string Mode, string? Lane, DateTimeOffset Until, string Why, string By, DateTimeOffset At,
    DateTimeOffset? EndedAt, string? EndedBy, int? Gates, int? InForce)
{
    internal static ModeRow Of(StandingOrder order, int? gates = null, int? inForce = null) => new(
        order.Id, order.Scope.Word(), order.Mode, order.Lane, order.Until, order.Why, order.By, order.At, order.EndedAt,
        order.EndedBy, gates, inForce);

    internal static ModeRow Of(ModePicture picture) => Of(picture.Order, picture.Gates, picture.InForce);
}

/// <summary>GET /api/v1/modes.</summary>
internal sealed record ModeList(IReadOnlyList<ModeRow> Modes);

/// <summary>An order as it concerns a gate.</summary>
/// <param name="State">in_force, covered (by a stronger one), ended or refused; null = the gate has not said yet.</param>
/// <param name="Refusal">Why it was refused.</param>
internal sealed record GateModeRow(ModeRow Order, string? State, string? Refusal)
{
    internal static GateModeRow Of(GateMode mode) => new(ModeRow.Of(mode.Order), mode.Report?.State, mode.Report?.Why);
}

/// <summary>GET /api/v1/gates/{id}/modes.</summary>
internal sealed record GateModeList(IReadOnlyList<GateModeRow> Modes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModeOrderRequest))]
[JsonSerializable(typeof(ModeRow))]
[JsonSerializable(typeof(ModeList))]
[JsonSerializable(typeof(GateModeList))]
internal sealed partial class ModesJson : JsonSerializerContext;
