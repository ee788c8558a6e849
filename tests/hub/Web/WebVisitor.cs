using System.Net;
using System.Text.RegularExpressions;

namespace CheckIn.Hub.Tests.Web;

/// <summary>
/// Somebody at a browser, as far as the hub sees it: keeps cookies, sends what stands in the form he sees, follows
/// where he is led.
/// </summary>
internal sealed partial class WebVisitor : IDisposable
{
    private const int MostHops = 6;
    private readonly HttpClient _http;
    private string _proof = "";

    internal WebVisitor(Uri hub) => _http = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        CookieContainer = Cookies,
    })
    {
        BaseAddress = hub,
        Timeout = TimeSpan.FromSeconds(60),
    };

    internal CookieContainer Cookies { get; } = new();

    /// <summary>Opens a page.</summary>
    internal Task<(HttpStatusCode Status, string Path, string Page)> OpenAsync(string path) =>
        FollowAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form of the page that he sees.</summary>
    internal Task<(HttpStatusCode Status, string Path, string Page)> SendAsync(
        string action, params (string Name, string Value)[] fields)
    {
        var all = fields.Append(("proof", _proof)).Select(static one => KeyValuePair.Create(one.Item1, one.Item2));
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(all) };
        request.Headers.Add("Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return FollowAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Path, string Page)> FollowAsync(HttpRequestMessage request)
    {
        for (var hop = 0; ; hop++)
        {
            request.Headers.Accept.ParseAdd("text/html");
            using var asked = request;
            using var answer = await _http.SendAsync(asked);
            if (answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Redirect && hop < MostHops)
            {
                var at = asked.RequestUri!.IsAbsoluteUri ? asked.RequestUri : new Uri(_http.BaseAddress!, asked.RequestUri);
                request = new HttpRequestMessage(HttpMethod.Get, new Uri(at, answer.Headers.Location!));
                continue;
            }
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            if (Proof().Match(page) is { Success: true } proof)
                _proof = proof.Groups[1].Value;
            return (answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery, page);
        }
    }

    [GeneratedRegex("name=\"proof\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
