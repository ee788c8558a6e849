using System.Net;
using System.Text;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>
/// Text that means something to a database, a file system or a protocol, in every address, question and body: it is
/// text, and answered like any other.
/// </summary>
[Collection(nameof(ProbedHub))]
public sealed class OddTextProbes(ProbedHub probed)
{
    private static readonly string[] Odd =
    [
        "'", "''", "\"", "' OR '1'='1", "1;DROP TABLE gate;--", "x' UNION SELECT 1,2,3--", "/* */", "%", "_", "\\", "`",
        "\u202Etxt", "\u0000", "a\u0000b", "\uFFFF", "é́", "𝒳", "\r\nX-Evil: 1", "a\nb", "\t", "{{7*7}}", "${jndi:x}",
        "-1", "99999999999999999999", "1e308", "NaN", "2026-13-45", "true", "[]", "null",
    ];

    private static readonly string[] Ways =
    [
        "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cetc%5cpasswd",
        "%252e%252e%252fetc%252fpasswd", "..%c0%af..%c0%afetc%c0%afpasswd", "....//....//etc/passwd", "%2fetc%2fpasswd",
        "..;/..;/etc/passwd", "hub.db", "..%2fhub.db", "web-keys", "..%2fappsettings.json",
    ];

    [Fact]
    public async Task In_every_question_it_is_answered_like_harmless_text()
    {
        foreach (var route in probed.Readable)
        {
            foreach (var name in new[] { "q", "after", "node", "site", "sort", "limit", "day", "state" })
            {
                var usual = await StatusAsync($"{route.Usual}?{name}=zzz");
                foreach (var odd in new[] { "x' OR '1'='1", "\"--\u0000é" })
                {
                    var status = await StatusAsync($"{route.Usual}?{name}={Uri.EscapeDataString(odd)}");
                    Assert.True(ClassOf(status) == 4 || ClassOf(usual) == ClassOf(status), $"{route} {name}={odd}: {status}, and {usual} for zzz");
                }
            }
            foreach (var odd in Odd)
            {
                var text = Uri.EscapeDataString(odd);
                _ = await StatusAsync($"{route.Usual}?q={text}&after={text}&limit={text}&before={text}&actor={text}&from={text}");
            }
        }
    }

    [Fact]
    public async Task In_every_address_it_names_nothing()
    {
        foreach (var route in probed.Readable.Where(static route => route.HasParameters))
        {
            foreach (var odd in Odd.Select(Uri.EscapeDataString).Concat(Ways))
            {
                var status = await StatusAsync(route.With(odd));
                Assert.True(ClassOf(status) is 4 or 3 or 2, $"{route} {odd}: {status}");
            }
        }
    }

    [Fact]
    public async Task No_way_leads_out_of_what_is_served()
    {
        foreach (var prefix in new[] { "/assets/", "/", "/openapi/", "/api/v1/", "/sites/", "/api/v1/gate/updates/" })
        {
            foreach (var way in Ways)
            {
                var answer = await Defence.RawClient.AskAsync(probed.Address.Port,
                    $"GET {prefix}{way} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                var status = answer.Split(' ')[1];
                Assert.True(status is "404" or "401" or "400" or "303", $"{prefix}{way}: {status}");
                Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task In_every_body_it_is_refused_or_kept_as_it_is()
    {
        await using var hub = await WebHost.StartAsync("--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0",
            "--Broker:TlsListen=127.0.0.1:0");
        await Marked.StoreAsync(hub);
        string[] bodies =
        [
            "", "{", "null", "[]", "\"\"", "0", "{\"\\u0000\":1}", "{\"name\":\"\\u0000\"}", "{\"name\":\"\\ud800\"}",
            "{\"name\":{}}", "{\"name\":\"a\\r\\nb\",\"why\":\"a\\r\\nb\",\"site\":\"a\\nb\"}", "{\"name\":1e999}",
            "{\"name\":\"a\",\"name\":\"b\"}", "\uFEFF{}", "<x/>", "name=1&name=2", "{\"until\":\"9999-99-99\",\"days\":-1,\"rank\":1e9}",
        ];
        foreach (var route in probed.OfWeb.Where(static route => !route.IsHarmless))
        {
            foreach (var body in bodies)
            {
                foreach (var type in new[] { "application/json", "text/csv", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain" })
                {
                    using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Usual);
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    using var answer = await hub.Http.SendAsync(request);
                    await JudgeAsync(answer, $"{route} {type} {body}");
                }
            }
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%2fevil.example")]
    [InlineData("/..//evil.example/")]
    [InlineData("/x\r\nX-Evil: 1")]
    public async Task Nobody_is_led_away(string where)
    {
        var (http, cookie) = probed.Browser();
        using (http)
        {
            var (proof, cookies) = await ProbedHub.ProofAsync(http, cookie);
            var text = Uri.EscapeDataString(where);
            foreach (var route in probed.OfWeb.Where(static route => route is { IsStream: false, IsApi: false, Pattern: not "/mqtt" }
                && !route.Pattern.Contains("sign-out", StringComparison.Ordinal)))
            {
                using var asked = new HttpRequestMessage(
                    new HttpMethod(route.Method), $"{route.Usual}?next={text}&back={text}&returnUrl={text}&url={text}");
                asked.Headers.Add("Cookie", cookies);
                asked.Headers.Add("Origin", probed.Origin);
                if (!route.IsHarmless)
                {
                    asked.Content = new FormUrlEncodedContent(
                        [new("proof", proof), new("next", where), new("back", where), new("returnUrl", where)]);
                }
                using var answer = await http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead);
                Assert.False(answer.Headers.Contains("X-Evil"), $"{route}");
                if (answer.Headers.TryGetValues("Location", out var locations))
                {
                    var location = locations.Single();
                    var led = new Uri(probed.Address, location.Replace('\\', '/').Replace("\t", "", StringComparison.Ordinal));
                    Assert.True(led.Authority == probed.Address.Authority && led.Scheme == "http", $"{route}: {location}");
                }
            }
        }
    }

    private static int ClassOf(HttpStatusCode status) => (int)status / 100;

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await probed.Operator.GetAsync(path);
        await JudgeAsync(answer, path);
        return answer.StatusCode;
    }

    /// <summary>No fault of the hub's, no header of the asker's, nothing of the program's inside.</summary>
    private static async Task JudgeAsync(HttpResponseMessage answer, string what)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{what}: {answer.StatusCode} {body}");
        Assert.False(answer.Headers.Contains("X-Evil"), what);
        foreach (var inside in new[] { "   at ", "System.", "CheckIn.Hub.", "SQLite", ".cs:line", Path.GetTempPath() + "checkin" })
        {
            Assert.False(answer.Content.Headers.ContentType?.MediaType != "text/javascript"
                && body.Contains(inside, StringComparison.Ordinal), $"{what} tells {inside}: {body[..Math.Min(body.Length, 400)]}");
        }
    }
}
