using System.Net;
using System.Text;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Web;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Hub.Tests.Web;

public sealed class EnrolPageTests
{
    private const string Gate = "ubnd-phuong-1-01";

    [Fact]
    public async Task A_hub_without_an_address_for_gates_says_what_to_set_and_shows_no_form()
    {
        await using var hub = await WebHost.StartAsync();
        var page = await PageAsync(hub, "/enrol?lang=en");
        Assert.Contains("Enrolment:Address", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/enrol", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_on_a_medium_that_is_out_are_told_of_before_anybody_asks_for_a_code()
    {
        var place = Directory.CreateTempSubdirectory("checkin-medium-").FullName;
        Directory.Delete(place);
        await using var hub = await StartAsync("--Keys:Directory=" + place);
        var page = await PageAsync(hub, "/enrol?lang=vi");
        Assert.Contains(place, page, StringComparison.Ordinal);
        Assert.Contains("Hiện chưa đăng ký được cổng nào", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/enrol", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_gives_a_code_as_text_and_picture_and_then_tells_what_becomes_of_it()
    {
        await using var hub = await StartAsync();
        var page = await SendAsync(hub, "/enrol?lang=vi", ("site", "ubnd-phuong-1"), ("plan", "in-out"), ("gate", ""),
            ("label", "Cổng A2"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var code = EnrolmentCode.Parse(Between(page.Body, "checkin-gate enrol ", "<"));
        Assert.Contains("<svg class=\"qr\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("Cổng A2", page.Body, StringComparison.Ordinal);
        Assert.Contains("data-left=\"300\"", page.Body, StringComparison.Ordinal);
        var state = await PageAsync(hub, $"/enrol/{code.Id}/state?lang=vi");
        Assert.Contains("data-status=\"waiting\"", state, StringComparison.Ordinal);
        Assert.DoesNotContain(code.ToString()[5..19], state + await PageAsync(hub, $"/enrol/{code.Id}"),
            StringComparison.Ordinal);
        var withdrawn = await SendAsync(hub, $"/enrol/{code.Id}/withdraw?lang=en");
        Assert.Equal($"/enrol/{code.Id}?lang=en", withdrawn.At);
        Assert.Contains("state revoked", withdrawn.Body, StringComparison.Ordinal);
        Assert.Contains("There is no such code", (await GetAsync(hub, "/enrol/ZZZZ?lang=en")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_said_on_top_and_what_was_typed_stays()
    {
        await using var hub = await StartAsync();
        var page = await SendAsync(hub, "/enrol?lang=en", ("site", "Phường \"1\""), ("plan", "in"), ("label", "<b>"));
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("role=\"alert\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Phường \"1\"\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;b&gt;\"", page.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Another_web_site_can_neither_click_nor_read(string header, string value)
    {
        await using var hub = await StartAsync();
        await EnrolAsync(hub);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/enrol"), (HttpMethod.Post, $"/gates/{Gate}/revoke"),
            (HttpMethod.Post, $"/gates/{Gate}/decommission"), (HttpMethod.Get, $"/gates/{Gate}") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header, value);
            if (method == HttpMethod.Post)
                request.Content = new FormUrlEncodedContent([new("site", "s"), new("plan", "in")]);
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        Assert.DoesNotContain(Audit(hub),
            static row => row.Action is AuditActions.Revoked or AuditActions.Decommissioning);
    }

    [Fact]
    public async Task Looking_at_what_an_act_would_do_does_nothing_and_its_form_does_it()
    {
        await using var hub = await StartAsync();
        await EnrolAsync(hub);
        foreach (var act in new[] { "replace", "revoke", "decommission" })
            Assert.Contains($"action=\"/gates/{Gate}/{act}?lang=en\"",
                await PageAsync(hub, $"/gates/{Gate}/{act}?lang=en"), StringComparison.Ordinal);
        Assert.Contains("in service", await PageAsync(hub, $"/gates/{Gate}?lang=en"), StringComparison.Ordinal);

        var replaced = await SendAsync(hub, $"/gates/{Gate}/replace?lang=en");
        Assert.Contains("checkin-gate enrol", replaced.Body, StringComparison.Ordinal);
        Assert.Contains("replaces <strong>", replaced.Body, StringComparison.Ordinal);

        var leaving = await SendAsync(hub, $"/gates/{Gate}/decommission?lang=en");
        Assert.Contains("is told to send what it has", leaving.Body, StringComparison.Ordinal);

        var revoked = await SendAsync(hub, $"/gates/{Gate}/revoke?lang=en", ("why", "stolen from the door"));
        Assert.Equal($"/gates/{Gate}?lang=en&done=revoke", revoked.At);
        Assert.Contains("Every certificate of this gate is revoked", revoked.Body, StringComparison.Ordinal);
        Assert.Contains("stolen from the door", revoked.Body, StringComparison.Ordinal);
        Assert.Contains("total revoked", await PageAsync(hub, "/?lang=en"), StringComparison.Ordinal);
        Assert.Contains(Audit(hub), static row => row is { Action: AuditActions.Revoked, Subject: Gate });

        var again = await SendAsync(hub, $"/gates/{Gate}/decommission?lang=en");
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("role=\"alert\"", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_is_not_there_is_said_so()
    {
        await using var hub = await StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(hub, "/gates/nobody?lang=vi")).Status);
        Assert.Contains("Không có cổng này", (await GetAsync(hub, "/gates/nobody/revoke?lang=vi")).Body,
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(hub, "/gates/nobody/revoke?lang=vi")).Status);
    }

    private static Task<WebHost> StartAsync(params string[] settings) => WebHost.StartAsync([
        "--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0", .. settings]);

    /// <summary>As when a gate has taken up a claim: in service, with a certificate.</summary>
    private static Task EnrolAsync(WebHost hub) => hub.Store.WriteAsync(db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        EnrolledGates.Enrol(db, Gate, new ClaimOrder("ubnd-phuong-1", "in"), now.ToUnixTimeMilliseconds());
        GateIdentities.Keep(db, new IssuedCertificate(
            "0102030405060708090A", Gate, "", "3F7A-91C0-ZK4M-07TQ", now, now.AddDays(300)), now);
    }, default);

    private static IReadOnlyList<AuditRow> Audit(WebHost hub) =>
        hub.Store.Read(static db => AuditLog.Read(db, null, 100));

    private static async Task<string> PageAsync(WebHost hub, string path)
    {
        var answer = await GetAsync(hub, path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Body;
    }

    private static async Task<Answer> GetAsync(WebHost hub, string path) =>
        await ReadAsync(await hub.Http.GetAsync(path));

    private static async Task<Answer> SendAsync(WebHost hub, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Origin", hub.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await ReadAsync(await hub.Http.SendAsync(request));
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var raw = await answer.Content.ReadAsStringAsync();
            return new Answer(answer.StatusCode, WebUtility.HtmlDecode(raw), raw,
                answer.RequestMessage!.RequestUri!.PathAndQuery);
        }
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    /// <param name="At">Where the browser is then, what it was sent on to followed.</param>
    private sealed record Answer(HttpStatusCode Status, string Body, string Raw, string At);
}
