using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Commands;

/// <summary>A lane to open, for one person.</summary>
internal sealed record OpenRequest(string? Lane = null);

/// <summary>Somebody without a code, for whom the caller answers.</summary>
/// <param name="Number">
/// Printed on his paper: 12 or 9 digits of an ID card, 10 digits or 2 letters and 13 digits of an insurance card, 18 digits of a
/// personal QR; null = he has none. The hub hands it on and keeps it nowhere.
/// </param>
internal sealed record AdmitRequest(string? Lane = null, string? Number = null)
{
    /// <summary>Nothing: whose the number is, is for nobody to see.</summary>
    public override string ToString() => nameof(AdmitRequest);
}

/// <summary>A command to one gate.</summary>
/// <param name="Name">open_once, admit, identify, self_test, restart, send_logs or scan_test.</param>
/// <param name="Lane">Its name, for open_once, admit and scan_test; identify may have one.</param>
/// <param name="Seconds">Of identify and scan_test, 1 to 60; default 15.</param>
/// <param name="Lines">Of send_logs, 1 to 500; default 200.</param>
internal sealed record CommandRequest(string? Name = null, string? Lane = null, int? Seconds = null, int? Lines = null);

/// <summary>A command to many gates.</summary>
/// <param name="Scope">hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID.</param>
/// <param name="Confirmed">How many gates that are, as commands/reach says; another number now = nothing is sent.</param>
internal sealed record BatchRequest(
    string? Scope = null, string? Name = null, int? Confirmed = null, string? Lane = null, int? Seconds = null,
    int? Lines = null);

/// <summary>Whom a command would reach.</summary>
/// <param name="Present">Of them, connected now.</param>
internal sealed record ReachAnswer(string Scope, string Name, int Gates, int Present);

/// <summary>What a self-test looked at.</summary>
internal sealed record CheckRow(string Name, bool Ok, string? Detail);

/// <summary>What a scan test saw; never what the code says.</summary>
internal sealed record ScanRow(bool Read, string? Kind, long? AfterMs);

/// <summary>What the gate decided on somebody without a code.</summary>
/// <param name="Outcome">admitted or refused.</param>
/// <param name="Reason">Why, as in a decision's event.</param>
/// <param name="Seq">That event's number in the gate's journal; null = it has none.</param>
internal sealed record EntryRow(string Outcome, string Reason, long? Seq);

/// <summary>A command, told.</summary>
/// <param name="State">sent, accepted, done, refused, failed, unanswered or not_sent.</param>
/// <param name="Reason">Of refused and failed.</param>
/// <param name="Log">Lines of the gate's log, oldest first; kept for 7 days.</param>
internal sealed record CommandRow(
    string Id, string? Batch, string Gate, string Name, string? Lane, int? Seconds, int? Lines, string By, DateTimeOffset At,
    string State, string? Reason, string? Detail, DateTimeOffset? AnsweredAt, IReadOnlyList<CheckRow>? Checks, ScanRow? Scan,
    IReadOnlyList<string>? Log, EntryRow? Entry)
{
    internal static CommandRow Of(GivenCommand command)
    {
        var (order, reply) = (command.Order, command.Reply);
        return new(command.Id, command.Batch, command.Gate, order.Name, order.Lane, order.Seconds, order.Lines, command.By,
            command.At, command.State, command.Reason, reply?.Detail, command.AnsweredAt,
            reply?.Checks is { } checks ? [.. checks.Select(static one => new CheckRow(one.Name, one.Ok, one.Detail))] : null,
            reply?.Scan is { } scan ? new ScanRow(scan.Read, scan.Kind, scan.AfterMs) : null, reply?.Lines,
            reply?.Entry is { } entry ? new EntryRow(entry.Outcome, entry.Reason, entry.Seq) : null);
    }
}

/// <summary>Commands of a gate, newest first.</summary>
/// <param name="Next">For before=; null = there are no more.</param>
/// <param name="Counts">What the gate counts since its program started; null = it has told of none.</param>
internal sealed record CommandList(IReadOnlyList<CommandRow> Commands, string? Next, CountsRow? Counts);

/// <param name="Done">Done or accepted.</param>
/// <param name="Refused">Others by reason, those too that nobody is answered: retained and repeated.</param>
internal sealed record CountsRow(long Done, IReadOnlyDictionary<string, long> Refused);

/// <summary>A command to many, with what each gate has made of it; gates that the caller does not see are left out.</summary>
internal sealed record BatchAnswer(string Id, string Scope, string Name, IReadOnlyList<CommandRow> Commands)
{
    internal static BatchAnswer Of(CommandBatch batch) => new(
        batch.Id, batch.Scope.Word(), batch.Order.Name, [.. batch.Commands.Select(CommandRow.Of)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(AdmitRequest))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(ReachAnswer))]
[JsonSerializable(typeof(CommandRow))]
[JsonSerializable(typeof(CommandList))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class CommandJson : JsonSerializerContext;
