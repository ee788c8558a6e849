using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/gates/ID/commands</c>: what a gate can be told now, and what came of what it was told. What moves something is
/// asked first, on a page of its own; only forms do anything.
/// </summary>
internal static class GateCommandPages
{
    private const int MaxForm = 16 * 1024, PageSize = 20;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    internal static void MapGateCommandPages(this WebApplication app)
    {
        var pages = app.MapGroup("/gates/{id}/commands").AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        var see = Access.To(Capability.SeeFleet);
        pages.Get("", see, (string id, CommandParts parts, HttpContext http, string? lang) =>
            ShowAsync(id, parts, http, WebPages.PageFor(http, lang)));
        pages.Get("/live", see, (string id, CommandParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(id, parts, http), AtMostEvery, time));
        foreach (var name in CommandWords.All.Where(static name => name != CommandWords.Admit))
        {
            var may = Access.To(CommandDesk.Needed(name));
            if (CommandOffer.Asks(name))
            {
                pages.Get("/" + name, may, (string id, CommandParts parts, HttpContext http, string? lang) =>
                    AskAsync(id, name, parts, http, WebPages.PageFor(http, lang), null, StatusCodes.Status200OK));
            }
            pages.Post("/" + name, may, (string id, CommandParts parts, HttpContext http, string? lang) =>
                GiveAsync(id, name, parts, http, lang));
        }
    }

    /// <summary>Whoever sees the gate's settings sees all of it; else what he gave himself.</summary>
    private static IReadOnlyList<GivenCommand> Seen(string id, CommandParts parts, HttpContext http, string? before)
    {
        var caller = Caller.Of(http);
        var sees = parts.Enrol.Sights.Of(caller, Capability.SeeSettings);
        if (sees.SeesGate(id))
            return parts.Commands.Of(id, sees, before, PageSize + 1);
        var his = parts.Enrol.Sights.Of(caller, Capability.OpenGates);
        return !his.SeesGate(id) ? []
            : [.. parts.Commands.Of(id, his, before, PageSize + 1).Where(one => one.By == caller.Actor.Name)];
    }

    private static Glance Look(string id, CommandParts parts, HttpContext http)
    {
        var changed = parts.Commands.Changed;
        var mark = default(HashCode);
        foreach (var one in Seen(id, parts, http, null))
            mark.Add((one.Id, one.State));
        return new("{}", changed, mark.ToHashCode());
    }

    private static async Task<IResult> ShowAsync(
        string id, CommandParts parts, HttpContext http, PageContext page, string? problem = null,
        int status = StatusCodes.Status200OK)
    {
        if (await GatePages.LookAsync(id, parts.Enrol, http, Capability.SeeFleet) is not { } gate)
            return GatePages.Missing(page);
        var query = http.Request.Query;
        var before = query["before"].ToString() is { Length: > 0 and <= 64 } cursor ? cursor : null;
        var given = Seen(id, parts, http, before);
        return WebPages.Render<GateCommandsPage>(page, new()
        {
            ["Gate"] = gate,
            ["Offer"] = CommandOffer.Of(gate, page),
            ["Commands"] = given.Take(PageSize).Select(CommandView.Of).ToArray(),
            ["Older"] = given.Count > PageSize ? given[PageSize - 1].Id : null,
            ["IsFirst"] = before is null,
            ["Done"] = query["given"].ToString() is var name && CommandWords.All.Contains(name) ? name : null,
            ["Problem"] = problem,
        }, status);
    }

    private static async Task<IResult> AskAsync(
        string id, string name, CommandParts parts, HttpContext http, PageContext page, string? problem, int status) =>
        await GatePages.LookAsync(id, parts.Enrol, http, CommandDesk.Needed(name)) is { } gate
            ? WebPages.Render<GateCommandAskPage>(page, new()
            {
                ["Gate"] = gate,
                ["Name"] = name,
                ["Offer"] = CommandOffer.Of(gate, page),
                ["Problem"] = problem,
            }, status)
            : GatePages.Missing(page);

    private static async Task<IResult> GiveAsync(
        string id, string name, CommandParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Enrol.Sights.Of(http, CommandDesk.Needed(name));
        if (!sight.SeesGate(id))
            return GatePages.Missing(page);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var lane = form["lane"].ToString().Trim() is { Length: > 0 and <= 64 } said ? said : null;
        try
        {
            await parts.Commands.GiveAsync(id, CommandOffer.Order(name, lane), Caller.Of(http).Actor, sight);
            return EnrolPages.SeeOther(
                http, page.Link($"/gates/{Uri.EscapeDataString(id)}/commands?given={name}"));
        }
        catch (RefusalException e)
        {
            var why = EnrolPages.In(page.Words, e);
            return CommandOffer.Asks(name)
                ? await AskAsync(id, name, parts, http, page, why, StatusCodes.Status409Conflict)
                : await ShowAsync(id, parts, http, page, why, StatusCodes.Status409Conflict);
        }
    }
}

/// <summary>What the pages of commands are made from.</summary>
internal sealed record CommandParts(CommandDesk Commands, EnrolParts Enrol, GateRows Rows);
