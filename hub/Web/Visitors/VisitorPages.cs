using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Steering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>
/// Where visitors declare, without an account: <c>/visit/SECRET</c> by an invitation's link, <c>/declare/SITE</c> where the site
/// is open to everybody. What they send leads to their own page (<see cref="VisitorPassPages"/>).
/// </summary>
internal static class VisitorPages
{
    internal const int MaxForm = 8 * 1024;

    internal static IServiceCollection AddVisitorPages(this IServiceCollection services) => services
        .AddRateLimiter(static limiter => limiter.AddPolicy<string, VisitorLimits>(nameof(VisitorLimits)))
        .AddSingleton<VisitorParts>()
        .AddSingleton<InvitationParts>();

    internal static void MapVisitorPages(this WebApplication app)
    {
        var pages = Group(app);
        pages.Get("/visit/{secret}", Access.Open, (string secret, VisitorParts parts, HttpContext http, string? lang) =>
            Show(parts.Desk.ByLink(secret), LinkPathOf(secret), parts, http, lang));
        pages.Get("/declare/{site}", Access.Open, (string site, VisitorParts parts, HttpContext http, string? lang) =>
            Show(parts.Desk.AtSite(site), SitePathOf(site), parts, http, lang));
        pages.Post("/visit/{secret}", Access.Open, (string secret, VisitorParts parts, HttpContext http, string? lang) =>
            DeclareAsync(parts.Desk.ByLink(secret), LinkPathOf(secret), parts, http, lang))
            .RequireRateLimiting(nameof(VisitorLimits));
        pages.Post("/declare/{site}", Access.Open, (string site, VisitorParts parts, HttpContext http, string? lang) =>
            DeclareAsync(parts.Desk.AtSite(site), SitePathOf(site), parts, http, lang))
            .RequireRateLimiting(nameof(VisitorLimits));
        app.MapVisitorPassPages();
    }

    /// <summary>What visitors' pages have in common: small forms, and an answer when the hub's data cannot be read.</summary>
    internal static RouteGroupBuilder Group(WebApplication app) => app.MapGroup("").AddEndpointFilter(PageFaults.TellAsync)
        .ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxForm));

    internal static string LinkPathOf(string secret) => "/visit/" + secret;

    /// <summary>It cannot be; nothing is kept.</summary>
    internal static RazorComponentResult<VisitorNoticePage> Refuse(PageContext page, RefusalException refusal)
    {
        var text = VisitorWords.Of(page.Words);
        return WebPages.Render<VisitorNoticePage>(page, new()
        {
            ["Title"] = refusal.IsUnknown ? text.GoneTitle : text.NotNowTitle,
            ["What"] = refusal.In(SitePages.LanguageOf(page)),
        }, ApiRequests.StatusOf(refusal));
    }

    private static string SitePathOf(string site) => "/declare/" + site;

    private static IResult Show(Entrance? entrance, string path, VisitorParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        return entrance is null ? Refuse(page, VisitorException.Gone())
            : Form(entrance, path, parts, page, new DeclarationForm(), StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeclareAsync(
        Entrance? entrance, string path, VisitorParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (entrance is null)
            return Refuse(page, VisitorException.Gone());
        var (fields, form) = DeclarationForm.Of(await http.Request.ReadFormAsync(http.RequestAborted)).Read();
        if (fields is null)
            return Form(entrance, path, parts, page, form, StatusCodes.Status400BadRequest);
        try
        {
            var secret = await parts.Desk.DeclareAsync(entrance, fields);
            return EnrolPages.SeeOther(http, page.Link(VisitorPassPages.PathOf(secret)));
        }
        catch (RefusalException e)
        {
            return Refuse(page, e);
        }
    }

    private static RazorComponentResult<DeclarePage> Form(
        Entrance entrance, string path, VisitorParts parts, PageContext page, DeclarationForm form, int status) =>
        WebPages.Render<DeclarePage>(page, new()
        {
            ["Where"] = parts.NameOf(entrance.Order.Scope, page),
            ["From"] = entrance.Order.From,
            ["Until"] = entrance.Order.Until,
            ["KeepDays"] = parts.Options.Value.KeepDays,
            ["Form"] = form,
            ["Action"] = path,
        }, status);
}

/// <summary>What visitors' pages are made from.</summary>
internal sealed record VisitorParts(VisitorDesk Desk, SiteRegister Sites, IOptions<VisitorOptions> Options, TimeProvider Time)
{
    /// <summary>What the place is called to whoever has its link; he sees no other.</summary>
    internal string NameOf(FleetScope scope, PageContext page) => scope switch
    {
        { Site: { } site } => Sites.Tree.Sites.GetValueOrDefault(site)?.Name ?? site,
        { Node: { } node } => Sites.Tree.NodeByCode(node) is { } known ? NodeNames.Of(known, page.Words) : node,
        _ => "",
    };
}
