using System.Net;
using System.Net.WebSockets;

namespace CheckIn.Hub.Tests.Web.Defence;

public sealed class ForeignPagesTests
{
    [Fact]
    public async Task What_another_web_site_asks_through_a_browser_changes_nothing()
    {
        (HttpStatusCode Expected, string[] Headers)[] cases =
        [
            // Asked for nothing in particular, and told so: a token needs no evidence.
            (HttpStatusCode.Conflict, []),
            (HttpStatusCode.Conflict, ["Sec-Fetch-Site", "same-origin"]),
            (HttpStatusCode.Conflict, ["Sec-Fetch-Site", "none"]),
            (HttpStatusCode.Conflict, ["Host", "localhost:8080", "Origin", "http://localhost:8080"]),
            (HttpStatusCode.Conflict, ["Host", "[::1]:8080", "Origin", "http://[::1]:8080"]),
            (HttpStatusCode.Conflict, ["Host", "localhost", "Origin", "http://localhost"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "cross-site"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "same-site"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "Same-Origin"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", ""]),
            (HttpStatusCode.Forbidden, ["Origin", "https://elsewhere.example"]),
            (HttpStatusCode.Forbidden, ["Origin", "null"]),
            (HttpStatusCode.Forbidden, ["Origin", ""]),
            (HttpStatusCode.Forbidden, ["Host", "localhost:8080", "Origin", "http://localhost:9090"]),
            (HttpStatusCode.Forbidden, ["Host", "localhost:8080", "Origin", "https://localhost:8080"]),
            (HttpStatusCode.Forbidden, ["Host", "localhost:8080", "Origin", "http://localhost:8080@elsewhere.example"]),
            (HttpStatusCode.Forbidden, ["Host", "localhost:8080", "Origin", "http://localhost.elsewhere.example:8080"]),
            // One of the two may look right.
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "same-origin", "Origin", "https://elsewhere.example"]),
            (HttpStatusCode.Forbidden,
                ["Host", "localhost:8080", "Origin", "http://localhost:8080", "Sec-Fetch-Site", "cross-site"]),
        ];
        await using var hub = await WebHost.StartAsync();
        foreach (var (expected, headers) in cases)
        {
            using var request = Request(HttpMethod.Post, "/api/v1/enrolment-codes", headers);
            using var answer = await hub.Http.SendAsync(request);
            Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} for {string.Join(' ', headers)}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Another_web_site_may_lead_here_but_neither_embed_nor_read()
    {
        (HttpStatusCode Expected, string Path, string[] Headers)[] cases =
        [
            (HttpStatusCode.OK, "/", ["Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"]),
            (HttpStatusCode.Forbidden, "/",
                ["Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"]),
            (HttpStatusCode.Forbidden, "/",
                ["Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"]),
            (HttpStatusCode.Forbidden, "/api/v1/gates",
                ["Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"]),
            (HttpStatusCode.Forbidden, "/assets/checkin.js",
                ["Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"]),
            (HttpStatusCode.Forbidden, "/api/v1/audit", ["Origin", "https://elsewhere.example"]),
        ];
        await using var hub = await WebHost.StartAsync();
        foreach (var (expected, path, headers) in cases)
        {
            using var request = Request(HttpMethod.Get, path, headers);
            using var answer = await hub.Http.SendAsync(request);
            Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} for {path} {string.Join(' ', headers)}");
        }
    }

    [Fact]
    public async Task A_web_page_of_somebody_elses_gets_no_mqtt()
    {
        await using var hub = await WebHost.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        socket.Options.SetRequestHeader("Origin", "https://elsewhere.example");
        var address = new UriBuilder(new Uri(hub.Http.BaseAddress!, "/mqtt")) { Scheme = "ws" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, default));
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var header in headers.Chunk(2))
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        return request;
    }
}
