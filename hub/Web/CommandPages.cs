using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/commands?scope=WORD</c>: a command to every gate of a place. How many gates that are is said before, and sent
/// along: if it is another number by then, nothing is sent. <c>/commands/BATCH</c> shows what came of it, gate by gate.
/// </summary>
internal static class CommandPages
{
    internal const string Path = "/commands";
    private const int MaxForm = 16 * 1024;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    internal static void MapCommandPages(this WebApplication app)
    {
        var (see, give) = (Access.To(Capability.SeeSettings), Access.To(Capability.CommandGates).Freshly);
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", give, (CommandParts parts, HttpContext http, string? lang, string? scope, string? name) =>
            Ask(parts, http, WebPages.PageFor(http, lang), new(scope, name), null, StatusCodes.Status200OK));
        pages.Post("", give, GiveAsync);
        pages.Get("/{batch}", see, Show);
        pages.Get("/{batch}/live", see, (string batch, CommandParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(batch, parts, http), AtMostEvery, time));
    }

    private static IResult Ask(
        CommandParts parts, HttpContext http, PageContext page, Asked asked, string? problem, int status)
    {
        var sight = parts.Enrol.Sights.Of(http, Capability.CommandGates);
        if (FleetScopeWords.Read(asked.Scope ?? "") is not { } scope
            || ScopeText.Of(scope, sight, page) is not { } where)
            return Missing(page, CommandPageWords.Of(page.Words).NoSuchScope);
        try
        {
            var (gates, present) = parts.Commands.Reach(scope, sight);
            return WebPages.Render<GroupCommandPage>(page, new()
            {
                ["Scope"] = scope.Word(),
                ["Where"] = where,
                ["Name"] = asked.Command,
                ["Gates"] = gates,
                ["Present"] = present,
                ["Problem"] = problem,
            }, status);
        }
        catch (RefusalException e)
        {
            return Missing(page, EnrolPages.In(page.Words, e));
        }
    }

    private static async Task<IResult> GiveAsync(CommandParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var asked = new Asked(form["scope"], form["name"]);
        if (asked.Command is not { } name || FleetScopeWords.Read(asked.Scope ?? "") is not { } scope
            || !int.TryParse(form["confirmed"], NumberStyles.None, CultureInfo.InvariantCulture, out var confirmed))
            return Missing(page, CommandPageWords.Of(page.Words).NoSuchScope);
        try
        {
            var batch = await parts.Commands.GiveManyAsync(scope, CommandOffer.Order(name, null), confirmed,
                Caller.Of(http).Actor, parts.Enrol.Sights.Of(http, Capability.CommandGates));
            return EnrolPages.SeeOther(http, page.Link($"{Path}/{batch.Id}?done=given"));
        }
        catch (RefusalException e)
        {
            return Ask(parts, http, page, asked, EnrolPages.In(page.Words, e), StatusCodes.Status409Conflict);
        }
    }

    private static IResult Show(string batch, CommandParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Enrol.Sights.Of(http, Capability.SeeSettings);
        if (parts.Commands.Batch(batch, sight) is not { } found)
            return Missing(page, CommandPageWords.Of(page.Words).NoSuchBatch);
        return WebPages.Render<CommandBatchPage>(page, new()
        {
            ["Id"] = found.Id,
            ["Name"] = found.Order.Name,
            ["Where"] = ScopeText.Of(found.Scope, sight, page)?.Word ?? found.Scope.Word(),
            ["Commands"] = found.Commands.Select(CommandView.Of).ToArray(),
            ["Gates"] = parts.Rows.Latest,
            ["IsDone"] = done is not null,
        });
    }

    private static Glance Look(string batch, CommandParts parts, HttpContext http)
    {
        var changed = parts.Commands.Changed;
        var mark = default(HashCode);
        var sight = parts.Enrol.Sights.Of(http, Capability.SeeSettings);
        foreach (var one in parts.Commands.Batch(batch, sight)?.Commands ?? [])
            mark.Add((one.Id, one.State));
        return new("{}", changed, mark.ToHashCode());
    }

    private static RazorComponentResult<MessagePage> Missing(PageContext page, string why) =>
        WebPages.Render<MessagePage>(page, new() { ["Message"] = why }, StatusCodes.Status404NotFound);

    /// <summary>What an address or a form asks for.</summary>
    private sealed record Asked(string? Scope, string? Name)
    {
        /// <summary>Null = it is to be chosen.</summary>
        internal string? Command => Name is not null && CommandWords.All.Contains(Name)
            && CommandOffer.IsForMany(Name) ? Name : null;
    }
}
