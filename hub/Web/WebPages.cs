using System.Reflection;
using System.Security.Cryptography;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Web;

/// <summary>
/// The pages, rendered here, and what they load. Nothing comes from anywhere else, and the policy says so.
/// </summary>
internal static class WebPages
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    internal static void MapPages(this WebApplication app)
    {
        app.Use(static (http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            // Not "no-referrer": with that a browser calls even our own forms' origin "null".
            http.Response.Headers["Referrer-Policy"] = "same-origin";
            return next(http);
        });
        app.MapGet("/", (GateRows gates, HttpContext http, string? lang) => Render<GatesPage>(gates, http, lang))
            .ExcludeFromDescription();
        app.MapGet("/gates", (GateRows gates, HttpContext http, string? lang) => Render<GatesTable>(gates, http, lang))
            .ExcludeFromDescription();
        MapAsset(app, "checkin.css", "text/css; charset=utf-8");
        MapAsset(app, "live.js", "text/javascript; charset=utf-8");
        MapAsset(app, "enrol.js", "text/javascript; charset=utf-8");
        app.MapEnrolPages();
        app.MapGatePages();
    }

    private static RazorComponentResult<T> Render<T>(GateRows gates, HttpContext http, string? lang)
        where T : IComponent => Render<T>(WordsFor(http, lang), new() { ["Gates"] = gates.All().Gates, ["Zone"] = HubZone.Current });

    /// <summary>A page in these words; more is what else its component takes.</summary>
    internal static RazorComponentResult<T> Render<T>(Words words, Dictionary<string, object?> more, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        more["Words"] = words;
        return new RazorComponentResult<T>(more) { StatusCode = status };
    }

    /// <summary>The words of an answer, which nobody keeps and which says its language.</summary>
    internal static Words WordsFor(HttpContext http, string? lang)
    {
        var words = Words.Choose(lang, http.Request.Headers.AcceptLanguage);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = words.Language;
        return words;
    }

    private static void MapAsset(WebApplication app, string name, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\"");
        app.MapGet("/assets/" + name, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(bytes, type, entityTag: tag);
        }).ExcludeFromDescription();
    }
}
