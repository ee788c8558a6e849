using System.Security.Cryptography;
using System.Text;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// What changes something for who is known by a cookie, or for nobody yet (signing in), must come from a form or script
/// of the hub's own pages. Twice shown: by what the browser says of where it comes from (<see cref="PageOrigin"/>), and
/// by a proof that stands in the page (<see cref="FormProof"/>), which fits this browser's cookie and this session and
/// no other. Who shows a token needs neither: no page of anybody's can have a browser send that.
/// </summary>
internal static class FormProofs
{
    internal const string Field = "proof";
    internal const string Header = "X-CheckIn-Proof";
    internal const string Cookie = "checkin-form";

    /// <summary>Behind the door: who asks is known, and may.</summary>
    internal static async Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        // What is no form is to whoever reads one a form with nothing in it, and no fault of the hub's.
        if (!HttpMethods.IsGet(http.Request.Method) && !http.Request.HasFormContentType)
            http.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        else if (!HttpMethods.IsGet(http.Request.Method))
            await ReadAsync(http);
        if (!IsByBrowser(http))
            await next(http);
        else if (!PageOrigin.IsShown(http.Request))
        {
            await ForeignPages.Refusal("It shows neither that a page of the hub's own asked it (Origin or "
                + "Sec-Fetch-Site, which every browser sends) nor a token.").ExecuteAsync(http);
        }
        else if (http.WebSockets.IsWebSocketRequest || await IsProvedAsync(http))
            await next(http);
        else
            await Refuse(http).ExecuteAsync(http);
    }

    /// <summary>Something is to be done, or a socket opened, and what came by itself with the request may say by whom.</summary>
    private static bool IsByBrowser(HttpContext http)
    {
        var request = http.Request;
        if (GateDoor.IsFor(http) || http.GetEndpoint() is null || ShowsToken(request))
            return false;
        return http.WebSockets.IsWebSocketRequest
            ? SessionCookie.Read(http) is not null : !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
    }

    /// <summary>Who shows one is judged by that alone, whatever cookies come along.</summary>
    private static bool ShowsToken(HttpRequest request) => request.Headers.Authorization is [{ } shown]
        && shown.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    /// <summary>What cannot be read, or is too long, is told as that.</summary>
    private static async Task ReadAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form ends before its end.", StatusCodes.Status400BadRequest, e);
        }
    }

    private static Task<bool> IsProvedAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    private static IResult Refuse(HttpContext http)
    {
        var refusal = new RequestException(
            "This page is older than your session, or has lost its proof of coming from here. Nothing was done. Go "
                + "back, load the page again, and send it once more.",
            "Trang này cũ hơn phiên đăng nhập của bạn, hoặc thiếu phần chứng minh là trang của trung tâm. Chưa làm gì "
                + "cả. Hãy quay lại, tải lại trang rồi gửi lần nữa.");
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return ForeignPages.Refusal(refusal.In(ApiRequests.LanguageOf(http)));
        var page = WebPages.PageFor(http, http.Request.Query["lang"]);
        return WebPages.Render<MessagePage>(
            page, new() { ["Message"] = refusal.In(SitePages.LanguageOf(page)) }, StatusCodes.Status403Forbidden);
    }

    /// <summary>Ties a proof to the session that the page was shown to; signed out is a session as well.</summary>
    internal sealed class OfSession : IAntiforgeryAdditionalDataProvider
    {
        public string GetAdditionalData(HttpContext context) => Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(SessionCookie.Read(context) ?? "")).AsSpan(0, 16));

        public bool ValidateAdditionalData(HttpContext context, string additionalData) =>
            CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(GetAdditionalData(context)), Encoding.ASCII.GetBytes(additionalData));
    }
}
