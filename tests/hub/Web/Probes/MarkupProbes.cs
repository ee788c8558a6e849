using System.Net;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>Text that would run in a page, stored in every field and asked in every question: shown, it is text.</summary>
[Collection(nameof(ProbedHub))]
public sealed class MarkupProbes(ProbedHub probed)
{
    private static readonly string[] Questions =
    [
        "q", "after", "before", "sort", "dir", "order", "lang", "done", "node", "kind", "deployment", "state", "site", "gate",
        "severity", "format", "next", "back", "from", "until", "day", "limit", "group", "actor", "action", "subject", "at",
        "name", "error", "code", "why", "level", "plan", "problem",
    ];

    [Fact]
    public async Task What_was_stored_is_shown_as_text_on_every_page_and_in_every_answer()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in probed.Readable)
        {
            foreach (var path in new[] { route.Usual + "?lang=vi", route.Usual + "?lang=en", route.Usual + "?format=csv" })
            {
                using var answer = await AskAsync(path);
                var body = await answer.Content.ReadAsStringAsync();
                Judge(answer, body, route);
                seen.UnionWith(Marked.Shown.Where(field =>
                    WebUtility.HtmlDecode(body).Contains($"onerror={field}>", StringComparison.Ordinal)
                    || body.Contains($"onerror={field}\\u003E", StringComparison.OrdinalIgnoreCase)));
            }
        }
        // Otherwise the probe would prove nothing.
        Assert.Empty(Marked.Shown.Except(seen));
    }

    [Fact]
    public async Task What_is_asked_is_answered_as_text()
    {
        var marker = Uri.EscapeDataString(Marked.Text("asked"));
        var all = string.Join('&', Questions.Where(static name => name != "lang").Select(name => $"{name}={marker}"));
        foreach (var route in probed.Readable)
        {
            foreach (var path in Questions.Select(name => $"{route.Usual}?{name}={marker}")
                .Append(route.Usual + "?" + all).Append(route.With(marker)).Append(route.With(marker) + "?" + all))
            {
                using var answer = await AskAsync(path);
                Judge(answer, await answer.Content.ReadAsStringAsync(), route);
            }
        }
    }

    [Fact]
    public async Task What_is_typed_comes_back_as_text()
    {
        await using var hub = await WebHost.StartAsync("--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0",
            "--Broker:TlsListen=127.0.0.1:0");
        await Marked.StoreAsync(hub);
        string[] fields =
        [
            "site", "plan", "gate", "label", "name", "channel", "address", "language", "node", "least", "level", "quiet",
            "from", "until", "why", "kind", "form", "zone", "head_name", "head_phone", "hours", "deployment", "deadline", "back",
            "for", "password", "code", "next", "display", "role", "days", "repeat", "new", "group:x",
        ];
        foreach (var route in probed.OfWeb.Where(static route => route is { Method: "POST", IsApi: false }))
        {
            using var form = new FormUrlEncodedContent(fields.Select(static field =>
                KeyValuePair.Create(field, Marked.Text(field))));
            using var request = new HttpRequestMessage(HttpMethod.Post, route.Usual + "?lang=en") { Content = form };
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await hub.Http.SendAsync(request);
            Judge(answer, await answer.Content.ReadAsStringAsync(), route);
        }
    }

    private static void Judge(HttpResponseMessage answer, string body, ProbedRoute route)
    {
        Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{route}: {answer.StatusCode}");
        Assert.True(answer.Headers.TryGetValues("X-Content-Type-Options", out var sniff) && sniff.Single() == "nosniff");
        if (answer.Content.Headers.ContentType?.MediaType is "text/html" or "image/svg+xml")
        {
            Assert.False(body.Contains(Marked.Tag, StringComparison.OrdinalIgnoreCase), $"{route} shows a tag of somebody's");
            // Its quotation mark would end an attribute.
            Assert.False(body.Contains("\">&lt;img src=x", StringComparison.OrdinalIgnoreCase)
                || body.Contains("\"&gt;&lt;img src=x", StringComparison.OrdinalIgnoreCase), $"{route} leaves a quotation mark");
        }
        else if (body.Contains(Marked.Tag, StringComparison.OrdinalIgnoreCase))
        {
            Assert.True(answer.Content.Headers.ContentType?.MediaType is "text/csv" or "application/json" or "application/problem+json" or "text/plain",
                $"{route}");
        }
    }

    private Task<HttpResponseMessage> AskAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return probed.Operator.SendAsync(request);
    }
}
