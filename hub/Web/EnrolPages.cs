using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/enrol</c>: a form, then the code, then what became of it. The code is in the answer to the form and nowhere
/// else, so
/// that answer cannot be asked for again; <c>/enrol/ID</c> says how the claim is, without the code.
/// </summary>
internal static class EnrolPages
{
    private const int MostSites = 500;
    private const int MaxForm = 16 * 1024;

    internal static void MapEnrolPages(this WebApplication app)
    {
        var pages = app.MapGroup("/enrol").ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", Access.To(Capability.EnrolGates), (EnrolParts parts, HttpContext http, string? lang) =>
            Form(parts, http, WebPages.PageFor(http, lang), new EnrolForm(), null));
        pages.Post("", Access.To(Capability.EnrolGates), IssueAsync);
        pages.Get("/{id}", Access.To(Capability.EnrolGates), (string id, EnrolParts parts, HttpContext http, string? lang) =>
            Claim<ClaimPage>(id, parts, http, lang));
        pages.Get("/{id}/state", Access.To(Capability.EnrolGates), (string id, EnrolParts parts, HttpContext http, string? lang) =>
            Claim<ClaimStatusView>(id, parts, http, lang));
        pages.Post("/{id}/withdraw", Access.To(Capability.EnrolGates), WithdrawAsync);
    }

    /// <summary>The page with a code that was just issued.</summary>
    internal static IResult Code(IssuedCode issued, ClaimOrder order, EnrolParts parts, PageContext page)
    {
        var text = EnrolmentWords.Of(page.Words);
        // Its time runs from now, and not from when it was asked for.
        return WebPages.Render<CodePage>(page with { Now = parts.Time.GetUtcNow() }, new()
        {
            ["Code"] = issued.Code.ToString(),
            ["Qr"] = QrSvg.Of(issued.Code.ToQr(), text.QrTitle),
            ["For"] = (order.Label is { } label ? label + ", " : "")
                + (order.Gate ?? $"{order.Site} ({text.Automatic})") + ", " + text.PlanOf(order.Plan),
            ["Replaces"] = order.Replaces ? order.Gate : null,
            ["Claim"] = new ClaimView(issued.Id, ClaimStatus.Waiting, null, null, null, issued.ExpiresAt, 0),
        });
    }

    /// <summary>A refusal in the page's language.</summary>
    internal static string In(Words words, RefusalException refusal) =>
        refusal.In(words.Language == "en" ? Language.English : Language.Vietnamese);

    private static async Task<IResult> IssueAsync(EnrolParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = new EnrolForm(Text("site") ?? "", Text("plan") ?? "in", Text("gate"), Text("label"));
        var order = new ClaimOrder(form.Site, form.Plan, form.Gate, form.Label);
        try
        {
            return Code(await parts.Desk.IssueAsync(
                order, Caller.Of(http).Actor, http.RequestAborted, parts.Sights.Of(http, Capability.EnrolGates)),
                order, parts, page);
        }
        catch (EnrolmentException e)
        {
            return Form(parts, http, page, form, In(page.Words, e), StatusCodes.Status409Conflict);
        }

        string? Text(string name) => fields[name] is [{ } value, ..] && value.Trim() is { Length: > 0 } trimmed
            ? trimmed : null;
    }

    private static async Task<IResult> WithdrawAsync(string id, EnrolParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Desk.WithdrawAsync(
                id, Caller.Of(http).Actor, CancellationToken.None, parts.Sights.Of(http, Capability.EnrolGates));
        }
        catch (EnrolmentException e) when (e.IsUnknown)
        {
            return WebPages.Render<MessagePage>(
                page, new() { ["Message"] = In(page.Words, e) }, StatusCodes.Status404NotFound);
        }
        catch (EnrolmentException)
        {
            // Used meanwhile: the page that follows says so.
        }
        return SeeOther(http, $"/enrol/{Uri.EscapeDataString(id)}?lang={page.Words.Language}");
    }

    /// <summary>What follows a form, so that going back or loading again does nothing twice.</summary>
    internal static IResult SeeOther(HttpContext http, string where)
    {
        http.Response.Headers.Location = where;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Claim<T>(string id, EnrolParts parts, HttpContext http, string? lang)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        var page = WebPages.PageFor(http, lang);
        if (parts.Desk.Look(id, parts.Sights.Of(http, Capability.EnrolGates)) is { } claim)
        {
            return WebPages.Render<T>(page, new()
            {
                ["Claim"] = ClaimView.Of(claim),
            });
        }
        return WebPages.Render<MessagePage>(
            page, new() { ["Message"] = EnrolmentWords.Of(page.Words).NoSuchCode }, StatusCodes.Status404NotFound);
    }

    private static RazorComponentResult<EnrolPage> Form(
        EnrolParts parts, HttpContext http, PageContext page, EnrolForm form, string? problem,
        int status = StatusCodes.Status200OK)
    {
        var sight = parts.Sights.Of(http, Capability.EnrolGates);
        var standstill = parts.Addresses.OfCodes is null
            ? HubAddresses.NoAddress() : (RefusalException?)parts.Keys.Standstill();
        return WebPages.Render<EnrolPage>(page, new()
        {
            ["Order"] = form,
            ["Sites"] = Sites(parts, sight),
            ["Plans"] = parts.Plans.Names,
            ["CanIssue"] = standstill is null,
            ["Problem"] = standstill is null ? problem : In(page.Words, standstill),
        }, status);
    }

    /// <summary>Sites to choose from: where gates stand; for who sees a part of the hub, those of that part.</summary>
    private static IReadOnlyList<string> Sites(EnrolParts parts, Sight sight) =>
    [
        .. (sight.IsWhole ? parts.Places.Now().Values.Select(static place => place.Site).OfType<string>().Distinct()
            : sight.Tree.Sites.Keys).Order(StringComparer.Ordinal).Take(MostSites),
    ];
}

/// <summary>What the pages of enrolment and of one gate are made from.</summary>
internal sealed record EnrolParts(
    EnrolmentDesk Desk, LanePlans Plans, HubAddresses Addresses, KeyRing Keys, GatePlaces Places, GateRows Rows,
    GateIdentities Identities, OfflineDesk Offline, AlertDesk Alerts, SiteRegister Sites, SightBook Sights,
    TimeProvider Time);
