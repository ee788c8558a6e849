using System.Net;
using System.Text;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.Http;

namespace CheckIn.Hub.Tests.Web.Defence;

/// <summary>Who takes more than his part is cut off, and others are served all the same.</summary>
public sealed class WebLimitsTests
{
    private const string Stranger = "127.0.0.2";

    [Fact]
    public async Task Headers_that_come_too_slowly_are_not_waited_for()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:HeaderTime=00:00:01");
        using var slow = await RawClient.ConnectAsync(PortOf(hub), Stranger);
        await slow.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-");
        var answer = slow.ReadToEndAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/healthz")).StatusCode);
        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_not_waited_for_and_does_nothing()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:RateGrace=00:00:02");
        var token = hub.Get<LocalOperator>().Token;
        using var slow = await RawClient.ConnectAsync(PortOf(hub), Stranger);
        await slow.SendAsync($"PUT /api/v1/plans/cong HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{");
        var answer = slow.ReadToEndAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/healthz")).StatusCode);
        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/api/v1/plans/cong")).StatusCode);
    }

    [Fact]
    public async Task One_address_with_all_its_connections_takes_none_from_another()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:ConnectionsPerAddress=8");
        var idle = new List<RawClient>();
        try
        {
            for (var i = 0; i < 8; i++)
                idle.Add(await RawClient.ConnectAsync(PortOf(hub), Stranger));
            using var more = await RawClient.ConnectAsync(PortOf(hub), Stranger);
            await more.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.Equal("", await more.ReadToEndAsync());
            Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/healthz")).StatusCode);
        }
        finally
        {
            idle.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:IdleTime=00:00:01");
        using var idle = await RawClient.ConnectAsync(PortOf(hub), Stranger);
        Assert.Equal("", await idle.ReadToEndAsync());
    }

    [Fact]
    public async Task Too_much_of_anything_is_refused_with_the_status_that_says_so()
    {
        await using var hub = await WebHost.StartAsync();
        var port = PortOf(hub);
        Assert.StartsWith("HTTP/1.1 414", await RawClient.AskAsync(
            port, $"GET /?q={new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await RawClient.AskAsync(
            port, $"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 17_000)}\r\n\r\n"), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 70).Select(static i => $"X-{i}: a\r\n"));
        Assert.StartsWith("HTTP/1.1 431", await RawClient.AskAsync(
            port, $"GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), StringComparison.Ordinal);
        foreach (var (path, type, body) in new[]
        {
            ("/alerts/recipients", "application/x-www-form-urlencoded", "name=" + new string('a', 70_000)),
            ("/api/v1/recipients", "application/json", $$"""{"name":"{{new string('a', 70_000)}}"}"""),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var answer = await hub.Http.PostAsync(path, content);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_form_with_too_many_fields_or_too_deep_an_object_is_refused()
    {
        await using var hub = await WebHost.StartAsync();
        foreach (var (path, type, body) in new[]
        {
            ("/alerts/recipients", "application/x-www-form-urlencoded",
                string.Join('&', Enumerable.Range(0, 300).Select(static i => $"f{i}=1"))),
            ("/alerts/recipients", "application/x-www-form-urlencoded", new string('k', 300) + "=1"),
            ("/api/v1/recipients", "application/json", new string('[', 200) + new string(']', 200)),
            ("/api/v1/recipients", "application/json", "{\"x\":" + new string('[', 200) + new string(']', 200) + "}"),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var answer = await hub.Http.PostAsync(path, content);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path} {body[..20]}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_ask_again_and_the_operator_never()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:RequestsPerMinute=30");
        using var nobody = new HttpClient { BaseAddress = hub.Http.BaseAddress };
        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await nobody.GetAsync("/api/v1/gates");
            seen.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, seen[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, seen);
        for (var i = 0; i < 40; i++)
            Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/api/v1/gates")).StatusCode);
    }

    [Fact]
    public async Task Watchers_have_their_number_and_a_place_that_is_left_is_free()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:WatchersPerCaller=2");
        var watching = new List<HttpResponseMessage>();
        for (var i = 0; i < 2; i++)
            watching.Add(await hub.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead));
        using var third = await hub.Http.GetAsync("/api/v1/gates/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        watching[0].Dispose();
        var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
        while (true)
        {
            using var again = await hub.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, patience);
            if (again.StatusCode == HttpStatusCode.OK)
                break;
        }
        watching[1].Dispose();
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_given_up_and_a_stream_is_none_of_those()
    {
        await using var hub = await WebHost.StartAsync("--Web:Limits:RequestTime=00:00:01");
        using var live = await hub.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync());
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2); i++)
        {
            hub.Born($"gate-{i}");
            while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) != "event: changed") { }
        }
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void Of_ipv6_a_subscriber_is_counted(string address, string counted)
    {
        Assert.Equal(counted, CallerLimits.KeyOf(new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse(address) },
        }));
    }

    private static int PortOf(WebHost hub) => hub.Http.BaseAddress!.Port;
}
