using CheckIn.Hub.Accounts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>What can be done to a gate, as it stands in addresses.</summary>
internal static class GateActs
{
    internal const string Replace = "replace", Revoke = "revoke", Decommission = "decommission";
}

/// <summary>
/// <c>/gates/ID</c>: how one gate is, who it is, and what can be done to it. Each act has a page of its own that says
/// what
/// will happen; only its form does it.
/// </summary>
internal static class GatePages
{
    private const int MaxForm = 16 * 1024;

    internal static void MapGatePages(this WebApplication app)
    {
        var pages = app.MapGroup("/gates/{id}")
            .AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.SeeFleet), ShowAsync);
        foreach (var act in new[] { GateActs.Replace, GateActs.Revoke, GateActs.Decommission })
        {
            var may = Access.To(MayOf(act));
            pages.Get(act, may, (string id, EnrolParts parts, HttpContext http, string? lang) =>
                ConfirmAsync(id, act, parts, http, WebPages.PageFor(http, lang), null));
            pages.Post(act, may, (string id, EnrolParts parts, HttpContext http, string? lang) =>
                DoAsync(id, act, parts, http, lang));
        }
    }

    private static Capability MayOf(string act) =>
        act == GateActs.Replace ? Capability.EnrolGates : Capability.RetireGates;

    private static async Task<IResult> ShowAsync(
        string id, EnrolParts parts, GateCourses courses, HttpContext http, string? lang, string? done, string? span)
    {
        var page = WebPages.PageFor(http, lang);
        if (await LookAsync(id, parts, http, Capability.SeeFleet) is not { } gate)
            return Missing(page);
        var text = EnrolmentWords.Of(page.Words);
        return WebPages.Render<GatePage>(page, new()
        {
            ["Gate"] = gate,
            ["Story"] = gate.Row is null ? null : GateStory.Of(id, parts.Offline, parts.Alerts, page.Now),
            ["Course"] = gate.Row is null ? null : courses.Of(id, isWeek: span == "week", page.Now),
            ["Events"] = MaySeeEvents(id, page) ? courses.Events(id) : null,
            ["Site"] = gate.Site is { } site ? page.Sight!.Tree.Sites.GetValueOrDefault(site) : null,
            ["Done"] = (done, gate.Standing) switch
            {
                (GateActs.Revoke, Standings.Revoked) => text.RevokeDone,
                (GateActs.Decommission, Standings.Leaving) => text.DecommissionDone,
                _ => null,
            },
        });
    }

    /// <summary>When people passed is for those who look after the gate, though nothing says who they were.</summary>
    private static bool MaySeeEvents(string gate, PageContext page) =>
        page.MayAtGate(Capability.SeeEvents, gate) || page.MayAtGate(Capability.HandleAlerts, gate)
        || page.MayAtGate(Capability.SeeSettings, gate);

    private static async Task<IResult> ConfirmAsync(string id, string act, EnrolParts parts, HttpContext http,
        PageContext page, string? problem, int status = StatusCodes.Status200OK) =>
        await LookAsync(id, parts, http, MayOf(act)) is { } gate
            ? WebPages.Render<ConfirmPage>(
                page, new() { ["Gate"] = gate, ["Act"] = act, ["Problem"] = problem }, status)
            : Missing(page);

    private static async Task<IResult> DoAsync(string id, string act, EnrolParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, MayOf(act));
        try
        {
            switch (act)
            {
                case GateActs.Replace:
                    var order = parts.Desk.OrderToReplace(id, sight: sight);
                    var issued = await parts.Desk.IssueAsync(order, Caller.Of(http).Actor, http.RequestAborted, sight);
                    return EnrolPages.Code(issued, order, parts, page);
                case GateActs.Revoke:
                    var form = await http.Request.ReadFormAsync(http.RequestAborted);
                    var why = form["why"].ToString().Trim() is { Length: > 0 } said
                        ? said : EnrolmentWords.Of(page.Words).WhyDefault;
                    // Once begun it is done, whoever goes away meanwhile.
                    await parts.Desk.RevokeAsync(
                        id, ClaimRules.CheckWhy(why), Caller.Of(http).Actor, CancellationToken.None, sight);
                    break;
                default:
                    await parts.Desk.DecommissionAsync(
                        id, Caller.Of(http).Actor, CancellationToken.None, sight);
                    break;
            }
            return EnrolPages.SeeOther(
                http, $"/gates/{Uri.EscapeDataString(id)}?lang={page.Words.Language}&done={act}");
        }
        catch (RefusalException e)
        {
            return await ConfirmAsync(
                id, act, parts, http, page, EnrolPages.In(page.Words, e), StatusCodes.Status409Conflict);
        }
    }

    /// <summary>Null = there is no such gate where whoever asks may that.</summary>
    internal static async Task<GateView?> LookAsync(
        string id, EnrolParts parts, HttpContext http, Capability capability)
    {
        try
        {
            var known = parts.Desk.Known(id, parts.Sights.Of(http, capability));
            var row = (await parts.Rows.NowAsync(http.RequestAborted)).Of(id);
            var identities = parts.Sights.Of(http, Capability.SeeIdentities);
            return GateView.Of(
                known, row, identities.SeesSite(known.Site) ? parts.Identities.Of(id) : [], parts.Time.GetUtcNow());
        }
        catch (EnrolmentException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    internal static RazorComponentResult<MessagePage> Missing(PageContext page) => WebPages.Render<MessagePage>(
        page, new() { ["Message"] = EnrolmentWords.Of(page.Words).NoSuchGate }, StatusCodes.Status404NotFound);
}
