using System.Text.Json.Serialization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.RateLimiting;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>
/// A visitor's own page, <c>/pass/SECRET</c>: his code as a picture, or made for the phone that shows the page, which then draws
/// a new one every 30 s without the hub. Here he changes what he declared, too.
/// </summary>
internal static class VisitorPassPages
{
    internal static void MapVisitorPassPages(this WebApplication app)
    {
        var pages = VisitorPages.Group(app);
        pages.Get("/pass/{secret}", Access.Open, (
            string secret, VisitorParts parts, HttpContext http, string? lang, string? done) =>
            Show(secret, parts, WebPages.PageFor(http, lang), null, done == "changed"));
        pages.Post("/pass/{secret}/picture", Access.Open, DrawAsync).RequireRateLimiting(nameof(VisitorLimits));
        pages.Post("/pass/{secret}/phone", Access.Open, GiveAsync).RequireRateLimiting(nameof(VisitorLimits));
        pages.Get("/pass/{secret}/code.png", Access.Open, GetPicture);
        pages.Get("/pass/{secret}/state", Access.Open, GetState);
        pages.Get("/pass/{secret}/change", Access.Open, (string secret, VisitorParts parts, HttpContext http, string? lang) =>
            Ask(secret, parts, WebPages.PageFor(http, lang), new DeclarationForm(), StatusCodes.Status200OK));
        pages.Post("/pass/{secret}/change", Access.Open, ChangeAsync).RequireRateLimiting(nameof(VisitorLimits));
    }

    internal static string PathOf(string secret) => "/pass/" + secret;

    private static IResult Show(string secret, VisitorParts parts, PageContext page, string? problem, bool isChanged = false)
    {
        if (parts.Desk.Find(secret) is not { } pass)
            return VisitorPages.Refuse(page, VisitorException.Gone());
        return WebPages.Render<VisitorPassPage>(page, new()
        {
            ["Here"] = PathOf(secret),
            ["Where"] = parts.NameOf(pass.Row.Scope, page),
            ["Pass"] = new VisitorPassView(pass),
            ["Problem"] = problem,
            ["Changed"] = isChanged,
        }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> DrawAsync(string secret, VisitorParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            await parts.Desk.IssueAsync(secret, default);
            return EnrolPages.SeeOther(http, page.Link(PathOf(secret)));
        }
        catch (RefusalException e)
        {
            return e.IsUnknown ? VisitorPages.Refuse(page, e) : Show(secret, parts, page, e.In(SitePages.LanguageOf(page)));
        }
    }

    /// <summary>The signed part, for the phone that has the key; it is told now and never again.</summary>
    private static async Task<IResult> GiveAsync(string secret, VisitorParts parts, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var point = (await http.Request.ReadFormAsync(http.RequestAborted))["key"].ToString();
        try
        {
            if (point.Length == 0)
                throw PassException.Wrong("The phone has brought no key", "Điện thoại không gửi khoá");
            var signed = await parts.Desk.IssueAsync(secret, PhoneKeys.Read(null, point));
            return Results.Json(
                new PhonePass(signed.Pass.Id.ToString(), signed.Code, signed.Pass.ExpiresAt.ToUnixTimeSeconds()),
                VisitorPassJson.Default.PhonePass);
        }
        catch (RefusalException e)
        {
            return Results.Problem(
                title: "Not done", detail: e.In(ApiRequests.LanguageOf(http)), statusCode: ApiRequests.StatusOf(e));
        }
    }

    private static IResult GetPicture(string secret, VisitorParts parts, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return parts.Desk.Find(secret) is { Code: { } code } pass && pass.IsGoodAt(parts.Time.GetUtcNow())
            ? Results.Bytes(QrPicture.Png(code), "image/png", "checkin.png") : Results.NotFound();
    }

    /// <summary>What time it is at the hub, and whether the pass is still good there.</summary>
    private static IResult GetState(string secret, VisitorParts parts, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var now = parts.Time.GetUtcNow();
        return parts.Desk.Find(secret) is { } pass
            ? Results.Json(
                new PassState(now.ToUnixTimeMilliseconds(), pass.Pass?.Id.ToString(), pass.IsGoodAt(now)),
                VisitorPassJson.Default.PassState)
            : Results.NotFound();
    }

    private static IResult Ask(string secret, VisitorParts parts, PageContext page, DeclarationForm form, int status)
    {
        if (parts.Desk.Find(secret) is not { } pass || !pass.IsGoodAt(page.Now))
            return VisitorPages.Refuse(page, VisitorException.Gone());
        return WebPages.Render<DeclaredChangePage>(page, new()
        {
            ["Name"] = pass.Name,
            ["KeepDays"] = parts.Options.Value.KeepDays,
            ["Form"] = form,
            ["Action"] = PathOf(secret) + "/change",
            ["Back"] = PathOf(secret),
        }, status);
    }

    private static async Task<IResult> ChangeAsync(string secret, VisitorParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var (fields, form) = DeclarationForm.Of(await http.Request.ReadFormAsync(http.RequestAborted)).Read();
        if (fields is null)
            return Ask(secret, parts, page, form, StatusCodes.Status400BadRequest);
        try
        {
            await parts.Desk.ChangeAsync(secret, fields);
            return EnrolPages.SeeOther(http, page.Link(PathOf(secret) + "?done=changed"));
        }
        catch (RefusalException e)
        {
            return VisitorPages.Refuse(page, e);
        }
    }
}

/// <summary>A visitor's pass on his page.</summary>
public sealed record VisitorPassView
{
    private readonly VisitorPass _pass;

    internal VisitorPassView(VisitorPass pass) => _pass = pass;

    internal Declaration Row => _pass.Row;

    internal string? Name => _pass.Name;

    internal string? Code => _pass.Code;

    internal bool IsRevoked => _pass.IsRevoked;

    /// <summary>He has one, and a phone shows it.</summary>
    internal bool IsForPhone => _pass is { Code: null, Pass: { RevokedAt: null, IsRotating: true } };

    internal string? Id => _pass.Pass?.Id.ToString();
}

/// <summary>The answer of POST /pass/SECRET/phone.</summary>
/// <param name="Code">What the phone adds its proof to.</param>
/// <param name="Until">Unix seconds.</param>
internal sealed record PhonePass(string Id, string Code, long Until);

/// <summary>GET /pass/SECRET/state.</summary>
/// <param name="Now">The hub's time, Unix milliseconds.</param>
/// <param name="Id">Of the pass that is good now; null = there is none.</param>
internal sealed record PassState(long Now, string? Id, bool IsGood);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PhonePass))]
[JsonSerializable(typeof(PassState))]
internal sealed partial class VisitorPassJson : JsonSerializerContext;
