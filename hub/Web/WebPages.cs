using System.Reflection;
using System.Security.Cryptography;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Passes;
using CheckIn.Hub.Web.Registrations;
using CheckIn.Hub.Web.Steering;
using CheckIn.Hub.Web.Venues;
using CheckIn.Hub.Web.Visitors;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Web;

/// <summary>
/// The pages, rendered here, and what they load. Nothing comes from anywhere else, and the policy says so.
/// </summary>
internal static class WebPages
{
    internal static void MapPages(this WebApplication app)
    {
        MapAsset(app, "checkin.css", "text/css; charset=utf-8");
        MapAsset(app, "checkin.js", "text/javascript; charset=utf-8");
        MapAsset(app, "enrol.js", "text/javascript; charset=utf-8");
        MapAsset(app, "passkey.js", "text/javascript; charset=utf-8");
        MapAsset(app, "print.js", "text/javascript; charset=utf-8");
        MapAsset(app, "visitor.css", "text/css; charset=utf-8");
        MapAsset(app, "pass.js", "text/javascript; charset=utf-8");
        MapAsset(app, "qr.js", "text/javascript; charset=utf-8");
        app.MapFleetPages();
        app.MapSearchPages();
        app.MapEnrolPages();
        app.MapGatePages();
        app.MapGateSettingsPages();
        app.MapGateCommandPages();
        app.MapCommandPages();
        app.MapGuardPages();
        app.MapSitePages();
        app.MapMusterPages();
        app.MapNodePages();
        app.MapMaintenancePages();
        app.MapOfflinePages();
        app.MapAlertPages();
        app.MapRecipientPages();
        app.MapAccountPages();
        app.MapAuditPages();
        app.MapUpdatePages();
        app.MapSettingsPages();
        app.MapModePages();
        app.MapPassPages();
        app.MapRegisterPages();
        app.MapRegistrationPages();
        app.MapInvitationPages();
        app.MapVisitorPages();
        app.MapPosterPages();
        app.MapVenuePages();
        app.MapDeskPages();
    }

    /// <summary>A page; more is what its component takes besides.</summary>
    internal static RazorComponentResult<T> Render<T>(
        PageContext page, Dictionary<string, object?> more, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        more["Page"] = page;
        return new RazorComponentResult<T>(more) { StatusCode = status };
    }

    /// <summary>How an answer speaks, which nobody keeps and which says its language.</summary>
    internal static PageContext PageFor(HttpContext http, string? lang)
    {
        var words = Words.Choose(lang, http.Request.Headers.AcceptLanguage);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = words.Language;
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var (caller, sights) = (Caller.Of(http), http.RequestServices.GetRequiredService<SightBook>());
        return new(words, HubZone.Current, time.GetUtcNow())
        {
            Caller = caller,
            Sights = sights,
            Sight = sights.Of(caller, Capability.SeeFleet),
        };
    }

    private static void MapAsset(WebApplication app, string name, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\"");
        app.Get("/assets/" + name, Access.Open, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(bytes, type, entityTag: tag);
        }).ExcludeFromDescription();
    }
}
