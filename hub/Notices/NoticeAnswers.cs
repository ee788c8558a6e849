using System.Text.Json.Serialization;
using CheckIn.Hub.Alerts;
using CheckIn.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>GET /api/v1/recipients.</summary>
internal sealed record RecipientList(IReadOnlyList<RecipientRow> Recipients);

/// <summary>A recipient, without his secret.</summary>
/// <param name="Node">Null = everything.</param>
/// <param name="IsFailing">The last message to him was given up.</param>
internal sealed record RecipientRow(
    string Name, string Channel, string Address, string Language, string? Node, string Least, int Level, string? Quiet,
    DateTimeOffset AddedAt, bool IsFailing)
{
    internal static RecipientRow Of(Recipient one, bool isFailing) => new(
        one.Name, Recipients.Word(one.Channel), one.Address, one.Language.Tag(), one.Node,
        AlertMessages.Word(one.Least), one.Level, one.Quiet?.ToString(), one.AddedAt, isFailing);
}

/// <summary>POST /api/v1/recipients.</summary>
/// <param name="Secret">Of a webhook, told now and never again; else null.</param>
internal sealed record RecipientAdded(RecipientRow Recipient, string? Secret);

/// <summary>POST /api/v1/recipients/{name}/test.</summary>
/// <param name="Problem">Why it has not arrived; null = it has.</param>
internal sealed record TestAnswer(string Recipient, bool IsDelivered, string? Problem);

/// <summary>GET /api/v1/notices.</summary>
/// <param name="Next">What to ask for with before=; null = that is all.</param>
internal sealed record MessageList(IReadOnlyList<MessageRow> Messages, long? Next);

/// <summary>A message.</summary>
/// <param name="State">waiting, sent or dead.</param>
internal sealed record MessageRow(
    long Id, string Recipient, string State, DateTimeOffset MadeAt, int Alerts, string Subject, string Body,
    int Attempts, DateTimeOffset? NextAt, DateTimeOffset? SentAt, DateTimeOffset? GivenUpAt, string? Problem)
{
    internal static MessageRow Of(NoticeMessage message) => new(
        message.Id, message.Recipient, message.State switch
        {
            NoticeMessageState.Sent => "sent",
            NoticeMessageState.Dead => "dead",
            _ => "waiting",
        }, message.MadeAt, message.Alerts, message.Subject, message.Body, message.Attempts, message.NextAt,
        message.SentAt, message.GivenUpAt, message.Problem);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RecipientOrder))]
[JsonSerializable(typeof(RecipientList))]
[JsonSerializable(typeof(RecipientAdded))]
[JsonSerializable(typeof(TestAnswer))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(MessageRow))]
internal sealed partial class NoticeApiJson : JsonSerializerContext;
