using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web.Venues;

/// <summary>
/// <c>/v/KEY</c>: what a poster's code leads to. Anybody may use it, without account and without script: two buttons, and what
/// came of them. Who it is says a random number in a cookie of these pages alone, or a pass.
/// </summary>
internal static class VenuePages
{
    /// <summary>The cookie of a visitor's phone; for a year.</summary>
    internal const string Phone = "checkin-phone";

    private const int MaxForm = 16 * 1024, PhoneDigits = 32;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    internal static void MapVenuePages(this WebApplication app)
    {
        var pages = app.MapGroup(VenueCode.Path.TrimEnd('/')).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.Get("/{key}", Access.Open, Show);
        pages.Post("/{key}", Access.Open, RecordAsync);
    }

    private static IResult Show(string key, VenueParts parts, HttpContext http, string? lang, string? sent)
    {
        var page = WebPages.PageFor(http, lang);
        try
        {
            var (site, poster) = parts.Posters.Open(key);
            return Page(new(key, site, poster), parts, page, sent is null ? null : parts.Recorder.Find(poster, sent), null);
        }
        catch (RefusalException e)
        {
            return Gone(page, e);
        }
    }

    private static async Task<IResult> RecordAsync(string key, VenueParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        Venue? venue = null;
        try
        {
            var (site, poster) = parts.Posters.Open(key);
            venue = new(key, site, poster);
            if (!parts.Limits.TryTake(http, site.Code))
                throw VenueException.TooOften();
            var fields = await http.Request.ReadFormAsync(http.RequestAborted);
            var direction = fields["way"].ToString() switch
            {
                "in" => Direction.In,
                "out" => Direction.Out,
                _ => throw VenueException.NoDirection(),
            };
            var (form, pass) = (fields["form"].ToString(), fields["pass"].ToString().Trim());
            var visitor = pass.Length > 0 ? parts.Recorder.ReadPass(pass) : VenueVisitor.OfPhone(PhoneOf(http));
            // Once begun it is done, whoever goes away meanwhile.
            await parts.Recorder.RecordAsync(site, poster, form, direction, visitor, CancellationToken.None);
            return EnrolPages.SeeOther(
                http, page.Link($"{VenueCode.Path}{key}?sent={Uri.EscapeDataString(form)}"));
        }
        catch (RefusalException e)
        {
            return venue is { } known ? Page(known, parts, page, null, e) : Gone(page, e);
        }
        catch (FormatException)
        {
            return Page(venue!.Value, parts, page, null, VenueException.NoRules());
        }
    }

    private static RazorComponentResult<VenuePage> Page(
        Venue venue, VenueParts parts, PageContext page, SentForm? sent, RefusalException? problem)
    {
        var language = SitePages.LanguageOf(page);
        return WebPages.Render<VenuePage>(page, new()
        {
            ["Action"] = VenueCode.Path + venue.Key,
            ["Name"] = venue.Site.Name,
            ["Form"] = parts.Recorder.NewForm(venue.Poster),
            ["At"] = sent?.At,
            ["IsIn"] = sent?.IsIn ?? false,
            ["Refusal"] = sent is null or { Reason: Reasons.SelfRecorded } ? null : ReasonWords.Of(sent.Reason, language),
            ["Support"] = Supporters.NumberOf(venue.Site, parts.Sites.Tree, page.Now),
            ["Problem"] = problem?.In(language),
        }, problem is null ? StatusCodes.Status200OK : StatusOf(problem));
    }

    private static RazorComponentResult<VenueGonePage> Gone(PageContext page, RefusalException why) =>
        WebPages.Render<VenueGonePage>(page, new() { ["Why"] = why.In(SitePages.LanguageOf(page)) }, StatusOf(why));

    private static int StatusOf(RefusalException why) => why switch
    {
        VenueException { IsGone: true } => StatusCodes.Status410Gone,
        { IsBusy: true } => StatusCodes.Status429TooManyRequests,
        _ => ApiRequests.StatusOf(why),
    };

    /// <summary>The number of this phone; one that has none gets one.</summary>
    private static string PhoneOf(HttpContext http)
    {
        if (http.Request.Cookies[Phone] is { Length: PhoneDigits } known && known.All(char.IsAsciiHexDigitLower))
            return known;
        var phone = RandomNumberGenerator.GetHexString(PhoneDigits, lowercase: true);
        http.Response.Cookies.Append(Phone, phone, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = VenueCode.Path,
            MaxAge = Year,
            IsEssential = true,
        });
        return phone;
    }

    private readonly record struct Venue(string Key, Site Site, Poster Poster);
}

/// <summary>What the pages of posters are made from.</summary>
internal sealed record VenueParts(PosterDesk Posters, VenueRecorder Recorder, VenueLimits Limits, SiteRegister Sites);
