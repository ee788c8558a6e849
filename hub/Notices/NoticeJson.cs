using System.Text.Json.Serialization;
using CheckIn.Hub.Alerts;

namespace CheckIn.Hub.Notices;

/// <summary>The body of a webhook.</summary>
/// <param name="Type"><c>checkin.alerts</c>, or <c>checkin.test</c>.</param>
/// <param name="Timestamp">When it was made.</param>
/// <param name="Text">All of it for people, in the recipient's language, its head first.</param>
/// <param name="Data">The same for programs; absent in a test.</param>
internal sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, string Text, WebhookData? Data = null);

/// <summary>What happened.</summary>
/// <param name="Raised">How many alerts began.</param>
/// <param name="Cleared">How many are over that were told before.</param>
/// <param name="Passed">How many came and went since the last message.</param>
/// <param name="Alerts">The worst of them, at most fifty.</param>
/// <param name="More">How many others, by kind.</param>
internal sealed record WebhookData(
    int Raised, int Cleared, int Passed, IReadOnlyList<WebhookAlert> Alerts, IReadOnlyList<KindCount> More);

/// <summary>One of them.</summary>
/// <param name="News">raised, cleared or passed.</param>
/// <param name="Id">Of the alert; it is the same in all messages about it.</param>
/// <param name="Name">The subject's name for people.</param>
/// <param name="Text">The sentence.</param>
internal sealed record WebhookAlert(
    string News, long Id, string Kind, string SubjectKind, string Subject, string Name, string? Site, string Severity,
    int Level, DateTimeOffset Since, DateTimeOffset? ClearedAt, string Text,
    IReadOnlyDictionary<string, string> Detail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class NoticeJson : JsonSerializerContext;
