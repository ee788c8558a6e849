using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// <c>/modes</c>: which orders stand and which were; <c>/modes/order</c>: where, what, for how long and why, and then
/// what that means, with the number of gates, before it is ordered.
/// </summary>
internal static class ModePages
{
    internal const string Path = "/modes";
    private const int MaxForm = 16 * 1024, MostPast = 20;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    internal static void MapModePages(this WebApplication app)
    {
        var (see, set) = (Access.To(Capability.SeeSettings), Access.To(Capability.SetModes).Freshly);
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("", see, ShowAll);
        pages.Get("/live", see, (ModeParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(parts, http), AtMostEvery, time));
        pages.Get("/order", set, Ask);
        pages.Post("/order", set, OrderAsync);
        pages.Get("/{id}/end", set, (string id, ModeParts parts, HttpContext http, string? lang) =>
            AskEnd(id, parts, http, WebPages.PageFor(http, lang), null));
        pages.Post("/{id}/end", set, EndAsync);
    }

    /// <summary>Where a mode is ordered for that scope.</summary>
    internal static string OrderPathOf(string scope) => $"{Path}/order?scope={Uri.EscapeDataString(scope)}";

    private static Glance Look(ModeParts parts, HttpContext http)
    {
        var (caller, changed) = (Caller.Of(http), parts.Desk.Changed);
        if (caller.MayEverywhere(Capability.SeeSettings))
            return new("{}", changed);
        var mark = default(HashCode);
        foreach (var one in parts.Desk.Standing(parts.Sights.Of(caller, Capability.SeeSettings)))
            mark.Add((one.Order.Id, one.Gates, one.InForce));
        return new("{}", changed, mark.ToHashCode());
    }

    private static RazorComponentResult<ModesPage> ShowAll(ModeParts parts, HttpContext http, string? lang, string? done)
    {
        var page = WebPages.PageFor(http, lang);
        var (sight, text) = (parts.Sights.Of(http, Capability.SeeSettings), ModePageWords.Of(page.Words));
        return WebPages.Render<ModesPage>(page, new()
        {
            ["Standing"] = Standing(parts, sight, page).ToArray(),
            ["Past"] = parts.Desk.Past(sight, MostPast)
                .Select(order => ModeView.Of(order, parts.Names.Of(order.Scope, page), page)).ToArray(),
            ["Done"] = done switch { "order" => text.DoneOrder, "end" => text.DoneEnd, _ => null },
        });
    }

    /// <summary>Orders that stand, each with whether he may end it.</summary>
    private static IEnumerable<ModeView> Standing(ModeParts parts, Sight sight, PageContext page)
    {
        var ending = page.May(Capability.SetModes) ? parts.Sights.Of(page.Caller, Capability.SetModes) : null;
        return parts.Desk.Standing(sight).Select(one => ModeView.Of(
            one.Order, parts.Names.Of(one.Order.Scope, page), page, one.Gates, one.InForce) with
        {
            MayEnd = ending is not null && Reaches(one.Order.Scope, ending),
        });
    }

    /// <summary>Whether all that the scope reaches is his to order about.</summary>
    private static bool Reaches(FleetScope scope, Sight sight) => scope switch
    {
        { Gate: { } gate } => sight.SeesGate(gate),
        { Site: { } site } => sight.SeesSite(site),
        { Dimension: not null } or { Node: null } => sight.IsWhole,
        { Node: { } node } => sight.Whole.NodeByCode(node) is not null && sight.SeesNode(node),
    };

    private static IResult Ask(ModeParts parts, HttpContext http, string? lang, string? scope, string? mode)
    {
        var page = WebPages.PageFor(http, lang);
        var sight = parts.Sights.Of(http, Capability.SetModes);
        if (scope is null)
        {
            var query = TableQuery.Of(http.Request, Path + "/order", "mode");
            return WebPages.Render<ModeWherePage>(page, new()
            {
                ["Query"] = query,
                ["Found"] = parts.Finder.Find(query.Search, sight, SteeringWords.Of(page.Words).WholeHub)
                    .Select(one => parts.Names.Of(one, page)).ToArray(),
            });
        }
        return Read(scope, sight) is { } known
            ? Question(parts.Names.Of(known, page), new ModeForm(Mode: mode ?? ""), null, page)
            : SettingsParts.Missing(page);
    }

    private static RazorComponentResult<ModeOrderPage> Question(
        ScopeView scope, ModeForm form, string? problem, PageContext page) =>
        WebPages.Render<ModeOrderPage>(page, new() { ["Scope"] = scope, ["Form"] = form, ["Problem"] = problem },
            problem is null && form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    /// <summary>First what it means is shown; the form that says so orders it.</summary>
    private static async Task<IResult> OrderAsync(ModeParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var sight = parts.Sights.Of(http, Capability.SetModes);
        if (Read(sent["scope"].ToString(), sight) is not { } scope)
            return SettingsParts.Missing(page);
        var (request, form) = ModeForm.Of(sent).Read(scope, page.Now, ModePageWords.Of(page.Words));
        var view = parts.Names.Of(scope, page);
        if (request is null)
            return Question(view, form, null, page);
        if (sent["confirmed"] != "yes")
            return Confirmation(view, request, form, parts, sight, page);
        try
        {
            await parts.Desk.OrderAsync(request, Caller.Of(http).Actor, sight);
        }
        catch (RefusalException e)
        {
            return Question(view, form, e.In(SitePages.LanguageOf(page)), page);
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=order"));
    }

    private static RazorComponentResult<ModeConfirmPage> Confirmation(
        ScopeView view, ModeRequest request, ModeForm form, ModeParts parts, Sight sight, PageContext page)
    {
        var (gates, present) = parts.Count(request.Scope, sight, page);
        return WebPages.Render<ModeConfirmPage>(page, new()
        {
            ["Scope"] = view,
            ["Form"] = form,
            ["Word"] = ModePhrases.In(SitePages.LanguageOf(page), request.Mode),
            ["Until"] = request.Until,
            ["Gates"] = gates,
            ["Present"] = present,
        });
    }

    private static IResult AskEnd(string id, ModeParts parts, HttpContext http, PageContext page, string? problem)
    {
        var order = Standing(parts, parts.Sights.Of(http, Capability.SetModes), page).FirstOrDefault(one => one.Id == id);
        return order is null
            ? SettingsParts.Missing(page, ModePageWords.Of(page.Words).NoSuchOrder)
            : WebPages.Render<ModeEndPage>(page, new() { ["Order"] = order, ["Problem"] = problem },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> EndAsync(string id, ModeParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Desk.EndAsync(id, Caller.Of(http).Actor, parts.Sights.Of(http, Capability.SetModes));
        }
        catch (RefusalException e) when (e.IsUnknown)
        {
            return SettingsParts.Missing(page, ModePageWords.Of(page.Words).NoSuchOrder);
        }
        catch (RefusalException e)
        {
            return AskEnd(id, parts, http, page, e.In(SitePages.LanguageOf(page)));
        }
        return EnrolPages.SeeOther(http, page.Link(Path + "?done=end"));
    }

    /// <summary>Null = it is no scope, or none of his.</summary>
    private static FleetScope? Read(string? word, Sight sight) =>
        ScopeNames.Read(word) is { } scope && Reaches(scope, sight) ? scope : null;
}

/// <summary>What the pages of modes are made from.</summary>
internal sealed record ModeParts(
    ModeDesk Desk, GatePlaces Places, FleetRegistry Fleet, SightBook Sights, ScopeNames Names, ScopeFinder Finder)
{
    /// <summary>Orders that stand at a gate, or at any gate of a site.</summary>
    internal IReadOnlyList<ModeView> At(string? gate, string? site, Sight sight, PageContext page)
    {
        string[] gates = gate is not null ? [gate]
            : [.. Places.Recent().Where(one => one.Value.Site == site && !one.Value.HasLeft).Select(static one => one.Key)];
        return
        [
            .. gates.SelectMany(one => Desk.Of(one, sight)).Select(static one => one.Order).DistinctBy(static order => order.Id)
                .Select(order => ModeView.Of(order, Names.Of(order.Scope, page), page)),
        ];
    }

    /// <summary>How many gates a scope has that he sees, and how many of them are there now.</summary>
    internal (int Gates, int Present) Count(FleetScope scope, Sight sight, PageContext page)
    {
        var day = HubZone.DayOf(page.Now);
        var gates = Places.Recent().Where(gate => !gate.Value.HasLeft && sight.SeesGate(gate.Key)
            && sight.Whole.Covers(scope, gate.Key, gate.Value.Site, day)).Select(static gate => gate.Key).ToList();
        return (gates.Count, gates.Count(gate =>
            Fleet.Of(gate)?.State is PresenceState.Ready or PresenceState.Degraded or PresenceState.Init));
    }
}
