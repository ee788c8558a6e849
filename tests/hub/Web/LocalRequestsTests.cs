using System.Net;
using System.Net.WebSockets;

namespace CheckIn.Hub.Tests.Web;

public sealed class LocalRequestsTests
{
    [Fact]
    public async Task Only_the_operator_of_this_machine_changes_something()
    {
        (HttpStatusCode Expected, string[] Headers)[] cases =
        [
            // Asked for nothing in particular, and told so.
            (HttpStatusCode.Conflict, []),
            (HttpStatusCode.Conflict, ["Sec-Fetch-Site", "same-origin"]),
            (HttpStatusCode.Conflict, ["Sec-Fetch-Site", "none"]),
            (HttpStatusCode.Conflict, ["Host", "localhost:4711"]),
            (HttpStatusCode.Conflict, ["Host", "[::1]:8080"]),
            (HttpStatusCode.Conflict, ["Host", "localhost:8080", "Origin", "http://localhost:8080"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "cross-site"]),
            (HttpStatusCode.Forbidden, ["Sec-Fetch-Site", "same-site"]),
            (HttpStatusCode.Forbidden, ["Origin", "https://elsewhere.example"]),
            (HttpStatusCode.Forbidden, ["Origin", "null"]),
            (HttpStatusCode.Forbidden, ["Host", "localhost:8080", "Origin", "http://localhost:9090"]),
            (HttpStatusCode.Forbidden, ["Host", "rebound.example"]),
            (HttpStatusCode.Forbidden, ["Host", "127.0.0.1.rebound.example"]),
        ];
        await using var hub = await WebHost.StartAsync();
        foreach (var (expected, headers) in cases)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/enrolment-codes");
            foreach (var header in headers.Chunk(2))
                request.Headers.Add(header[0], header[1]);
            using var answer = await hub.Http.SendAsync(request);
            Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} for {string.Join(' ', headers)}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task What_tells_of_enrolment_is_not_read_by_a_name_that_was_pointed_here()
    {
        await using var hub = await WebHost.StartAsync();
        foreach (var path in new[] { "/api/v1/audit", "/api/v1/plans", "/api/v1/gates/a/certificates",
            "/api/v1/enrolment-codes/0000" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "rebound.example";
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
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
}
