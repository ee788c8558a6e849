using System.Net;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>
/// Every address that changes something, asked with the cookie of somebody who may, as another web site could have his
/// browser ask it.
/// </summary>
[Collection(nameof(ProbedHub))]
public sealed class ForeignActProbes(ProbedHub probed)
{
    [Fact]
    public async Task Nothing_changes_without_evidence_or_without_this_session_s_proof()
    {
        var (http, cookie) = probed.Browser();
        var (stranger, others) = probed.Browser();
        using (http)
        using (stranger)
        {
            var (proof, cookies) = await ProbedHub.ProofAsync(http, cookie);
            var (foreign, _) = await ProbedHub.ProofAsync(stranger, others);
            var own = new[] { "Origin", probed.Origin, "Sec-Fetch-Site", "same-origin" };
            (string Name, string? Proof, string[] Headers)[] attacks =
            [
                ("no evidence", proof, []),
                ("another origin", proof, ["Origin", "https://elsewhere.example"]),
                ("an origin trusted nowhere", proof, ["Origin", "null"]),
                ("a sibling", proof, ["Sec-Fetch-Site", "same-site"]),
                ("another site that knows the proof", proof, [.. own[..2], "Sec-Fetch-Site", "cross-site"]),
                ("no proof", null, own),
                ("another session's proof", foreign, own),
            ];
            var before = probed.Acts();
            var asked = 0;
            foreach (var route in probed.OfWeb.Where(static route => !route.IsHarmless))
            {
                foreach (var (name, sent, headers) in attacks)
                {
                    using var answer = await AskAsync(http, route, cookies, sent, headers);
                    Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{route}, {name}: {answer.StatusCode}");
                    asked++;
                }
            }
            Assert.InRange(asked, 100, int.MaxValue);
            Assert.Equal(before, probed.Acts());
        }
    }

    [Fact]
    public async Task With_both_the_same_requests_reach_what_they_are_for()
    {
        var (http, cookie) = probed.Browser();
        using (http)
        {
            var (proof, cookies) = await ProbedHub.ProofAsync(http, cookie);
            foreach (var route in probed.OfWeb.Where(static route => route is { Method: "POST", Pattern: "/enrol" or "/alerts/recipients" }))
            {
                using var answer = await AskAsync(http, route, cookies, proof, ["Origin", probed.Origin]);
                Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{route}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_wrong_token_beside_a_session_is_no_way_around_the_proof()
    {
        var (http, cookie) = probed.Browser();
        using (http)
        {
            foreach (var route in probed.OfWeb.Where(static route =>
                !route.IsHarmless && route.Access.Kind != AccessKind.Open))
            {
                using var answer = await AskAsync(http, route, cookie, null, ["Authorization", "Bearer nonsense"]);
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.UnsupportedMediaType,
                    $"{route}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Reading_changes_nothing()
    {
        var before = probed.Acts();
        foreach (var route in probed.Readable)
        {
            using var answer = await probed.Operator.GetAsync(route.Usual);
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{route}: {answer.StatusCode}");
        }
        Assert.Equal(before, probed.Acts());
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-HTTP-Method", "PUT")]
    [InlineData("X-Method-Override", "POST")]
    public async Task A_method_is_what_it_says_and_nothing_else(string header, string method)
    {
        var before = probed.Acts();
        foreach (var route in probed.Readable)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, route.Usual + "?_method=" + method);
            request.Headers.Add(header, method);
            using var answer = await probed.Operator.SendAsync(request);
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{route}");
        }
        foreach (var odd in new[] { "TRACE", "OPTIONS", "CONNECTX", "PATCH" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(odd), "/sites");
            using var answer = await probed.Operator.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
        Assert.Equal(before, probed.Acts());
    }

    private static async Task<HttpResponseMessage> AskAsync(
        HttpClient http, ProbedRoute route, string cookies, string? proof, string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Usual);
        request.Headers.Add("Cookie", cookies);
        foreach (var header in headers.Chunk(2))
            request.Headers.Add(header[0], header[1]);
        request.Content = new FormUrlEncodedContent(proof is null ? [] : [new("proof", proof)]);
        if (proof is not null && route.IsApi)
            request.Headers.Add("X-CheckIn-Proof", proof);
        return await http.SendAsync(request);
    }
}
