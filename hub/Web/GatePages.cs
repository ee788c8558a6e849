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
    private const string Actor = "local";
    private const int MaxForm = 16 * 1024;

    internal static void MapGatePages(this WebApplication app)
    {
        var pages = app.MapGroup("/gates/{id}").AddEndpointFilter(LocalRequests.OnlyAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.MapGet("", Show);
        foreach (var act in new[] { GateActs.Replace, GateActs.Revoke, GateActs.Decommission })
        {
            pages.MapGet(act, (string id, EnrolParts parts, HttpContext http, string? lang) =>
                Confirm(id, act, parts, WebPages.PageFor(http, lang), null));
            pages.MapPost(act, (string id, EnrolParts parts, HttpContext http, string? lang) =>
                DoAsync(id, act, parts, http, lang));
        }
    }

    private static IResult Show(string id, EnrolParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var text = EnrolmentWords.Of(page.Words);
        return Look(id, parts) is { } gate
            ? WebPages.Render<GatePage>(page, new()
            {
                ["Gate"] = gate,
                ["Done"] = (done, gate.Standing) switch
                {
                    (GateActs.Revoke, Standings.Revoked) => text.RevokeDone,
                    (GateActs.Decommission, Standings.Leaving) => text.DecommissionDone,
                    _ => null,
                },
            })
            : Missing(page);
    }

    private static IResult Confirm(
        string id, string act, EnrolParts parts, PageContext page, string? problem, int status = StatusCodes.Status200OK) =>
        Look(id, parts) is { } gate
            ? WebPages.Render<ConfirmPage>(
                page, new() { ["Gate"] = gate, ["Act"] = act, ["Problem"] = problem }, status)
            : Missing(page);

    private static async Task<IResult> DoAsync(string id, string act, EnrolParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            switch (act)
            {
                case GateActs.Replace:
                    var order = parts.Desk.OrderToReplace(id);
                    var issued = await parts.Desk.IssueAsync(order, Actor, http.RequestAborted);
                    return EnrolPages.Code(issued, order, parts, page);
                case GateActs.Revoke:
                    var form = await http.Request.ReadFormAsync(http.RequestAborted);
                    var why = form["why"].ToString().Trim() is { Length: > 0 } said ? said : EnrolmentWords.Of(page.Words).WhyDefault;
                    // Once begun it is done, whoever goes away meanwhile.
                    await parts.Desk.RevokeAsync(id, ClaimRules.CheckWhy(why), Actor, CancellationToken.None);
                    break;
                default:
                    await parts.Desk.DecommissionAsync(id, Actor, CancellationToken.None);
                    break;
            }
            return EnrolPages.SeeOther(http, $"/gates/{Uri.EscapeDataString(id)}?lang={page.Words.Language}&done={act}");
        }
        catch (Exception e) when (e is EnrolmentException or KeysException or AuthorityException)
        {
            return Confirm(id, act, parts, page, EnrolPages.In(page.Words, e), StatusCodes.Status409Conflict);
        }
    }

    private static GateView? Look(string id, EnrolParts parts)
    {
        try
        {
            var row = parts.Rows.All().Gates.FirstOrDefault(gate => gate.Id == id);
            return GateView.Of(parts.Desk.Known(id), row, parts.Identities.Of(id), parts.Time.GetUtcNow());
        }
        catch (EnrolmentException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    private static RazorComponentResult<MessagePage> Missing(PageContext page) => WebPages.Render<MessagePage>(
        page, new() { ["Message"] = EnrolmentWords.Of(page.Words).NoSuchGate }, StatusCodes.Status404NotFound);
}
