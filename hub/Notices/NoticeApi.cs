using System.Text.Json;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using CheckIn.Settings;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Notices;

/// <summary>Recipients and their messages, for page, command line and scripts of this machine.</summary>
internal static class NoticeApi
{
    private const int MaxBody = 16 * 1024, MostRows = 500, UsualRows = 100;

    internal static void MapNotices(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.Get("/recipients", Access.To(Capability.TellPeople), GetRecipients).Produces<RecipientList>()
            .WithSummary("Who is told of alerts. Secrets of webhooks are not among it.");
        api.Post("/recipients", Access.To(Capability.TellPeople), AddAsync).Accepts<RecipientOrder>("application/json").Produces<RecipientAdded>(201)
            .WithSummary("Adds a recipient; the answer has the secret of a webhook, which is told once.");
        api.Delete("/recipients/{name}", Access.To(Capability.TellPeople), RemoveAsync).Produces(204)
            .WithSummary("Removes a recipient, and what was still on its way to him.");
        api.Post("/recipients/{name}/test", Access.To(Capability.TellPeople), TestAsync).Produces<TestAnswer>()
            .WithSummary("Sends a test message now, once, and says whether it has arrived.");
        api.Get("/notices", Access.To(Capability.TellPeople), GetMessages).Produces<MessageList>()
            .WithSummary("Messages, newest first: state=waiting, sent or dead; before=, limit 1 to 500, default 100.");
        api.Post("/notices/{id:long}/again", Access.To(Capability.TellPeople), AgainAsync).Produces(204)
            .WithSummary("Sends a message again that was given up.");
    }

    private static IResult GetRecipients(
        Recipients recipients, NoticeDesk desk, SightBook sights, HttpContext http) => Results.Json(
        new RecipientList([.. recipients.Within(sights.Of(http, Capability.TellPeople)).Select(one => RecipientRow.Of(one, desk.Failing.Contains(one.Name)))]),
        NoticeApiJson.Default.RecipientList);

    private static async Task<IResult> AddAsync(Recipients recipients, SightBook sights, HttpContext http)
    {
        var order = await JsonSerializer.DeserializeAsync(
            http.Request.Body, NoticeApiJson.Default.RecipientOrder, http.RequestAborted) ?? new(null, null);
        var added = await recipients.AddAsync(
            order, Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.TellPeople));
        return Results.Json(
            new RecipientAdded(RecipientRow.Of(added, false), added.Secret), NoticeApiJson.Default.RecipientAdded,
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(
        string name, Recipients recipients, SightBook sights, HttpContext http)
    {
        await recipients.RemoveAsync(
            name, Caller.Of(http).Actor, http.RequestAborted, sights.Of(http, Capability.TellPeople));
        return Results.NoContent();
    }

    private static async Task<IResult> TestAsync(
        string name, Recipients recipients, NoticeSender sender, SightBook sights, HttpContext http)
    {
        var recipient = recipients.Find(name, sights.Of(http, Capability.TellPeople)) ?? throw Recipients.Unknown(name);
        var delivery = await sender.TestAsync(recipient, http.RequestAborted);
        return Results.Json(
            new TestAnswer(name, delivery.IsDone, delivery.IsDone ? null : delivery.InFull),
            NoticeApiJson.Default.TestAnswer);
    }

    private static IResult GetMessages(
        NoticeDesk desk, Recipients recipients, SightBook sights, HttpContext http, string? state = null,
        long? before = null, int limit = UsualRows)
    {
        NoticeMessageState? which = state switch
        {
            null or "" => null,
            "waiting" => NoticeMessageState.Waiting,
            "sent" => NoticeMessageState.Sent,
            "dead" => NoticeMessageState.Dead,
            _ => throw new NoticeException(
                $"The state '{state}' is none of waiting, sent, dead.",
                $"'{state}' không phải waiting, sent hoặc dead.")
            {
                IsMalformed = true,
            },
        };
        var most = Math.Clamp(limit, 1, MostRows);
        var rows = desk.Messages(which, before, most, His(recipients, sights, http));
        return Results.Json(
            new MessageList([.. rows.Select(MessageRow.Of)], rows.Count == most ? rows[^1].Id : null),
            NoticeApiJson.Default.MessageList);
    }

    /// <summary>Those whom whoever asks sees; null = all.</summary>
    private static IReadOnlyList<Recipient>? His(Recipients recipients, SightBook sights, HttpContext http) =>
        sights.Of(http, Capability.TellPeople) is { IsWhole: false } sight ? recipients.Within(sight) : null;

    private static async Task<IResult> AgainAsync(
        long id, NoticeDesk desk, Recipients recipients, SightBook sights, HttpContext http) =>
        await desk.SendAgainAsync(id, Caller.Of(http).Actor, His(recipients, sights, http)) ? Results.NoContent() : throw new NoticeException(
            $"No message {id} was given up; there is nothing to send again. See checkin-hub notices.",
            $"Không có thông báo {id} nào bị bỏ; không có gì để gửi lại. Xem checkin-hub notices.")
        {
            IsUnknown = true,
        };
}
