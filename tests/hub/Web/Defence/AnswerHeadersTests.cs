using System.Net;

namespace CheckIn.Hub.Tests.Web.Defence;

public sealed class AnswerHeadersTests
{
    private static readonly string[] Always =
    [
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control",
    ];

    [Fact]
    public async Task Every_answer_has_them()
    {
        (string Method, string Path, HttpStatusCode Expected, bool IsPage)[] cases =
        [
            ("GET", "/", HttpStatusCode.OK, true),
            ("GET", "/assets/checkin.js", HttpStatusCode.OK, false),
            ("GET", "/api/v1/gates", HttpStatusCode.OK, false),
            ("GET", "/openapi/v1.json", HttpStatusCode.OK, false),
            ("GET", "/healthz", HttpStatusCode.OK, false),
            ("GET", "/sites/none", HttpStatusCode.NotFound, true),
            ("GET", "/nothing", HttpStatusCode.NotFound, true),
            ("GET", "/api/v1/nothing", HttpStatusCode.NotFound, false),
            ("GET", "/api/v1/gate/claim", HttpStatusCode.NotFound, false),
            ("POST", "/", HttpStatusCode.MethodNotAllowed, true),
            ("POST", "/api/v1/enrolment-codes", HttpStatusCode.Conflict, false),
            ("GET", "/mqtt", HttpStatusCode.BadRequest, false),
        ];
        await using var hub = await WebHost.StartAsync();
        foreach (var (method, path, expected, isPage) in cases)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (isPage)
                request.Headers.Accept.ParseAdd("text/html");
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal((path, expected), (path, answer.StatusCode));
            Assert.All(Always, name => Assert.True(answer.Headers.Contains(name), name));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Equal(isPage, policy.Contains("script-src 'self'", StringComparison.Ordinal));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal(path.StartsWith("/assets", StringComparison.Ordinal), !answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Who_has_not_signed_in_gets_them_with_the_way_to_it_and_with_the_refusal()
    {
        await using var hub = await WebHost.StartAsync();
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Http.BaseAddress };
        nobody.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var (path, expected) in new[]
            { ("/", HttpStatusCode.SeeOther), ("/api/v1/gates", HttpStatusCode.Unauthorized) })
        {
            using var answer = await nobody.GetAsync(path);
            Assert.Equal(expected, answer.StatusCode);
            Assert.All(Always, name => Assert.True(answer.Headers.Contains(name), name));
        }
    }
}
