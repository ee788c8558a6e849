using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Tests.Authority;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Enrolment;

public sealed class AdminApiTests
{
    [Fact]
    public async Task A_code_is_made_looked_at_and_withdrawn()
    {
        await using var hub = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(hub);
        var (status, code) = await SendAsync(web, HttpMethod.Post, "enrolment-codes", """{"site":"truong-a","plan":"in","label":"Cổng A2"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        var parsed = EnrolmentCode.Parse(Text(code, "qr"));
        Assert.Equal((Text(code, "id"), hub.HttpsPort), (parsed.Id, parsed.Port));
        Assert.Equal(300, code.GetProperty("lifetime_s").GetInt64());
        var (_, claim) = await SendAsync(web, HttpMethod.Get, "enrolment-codes/" + parsed.Id);
        Assert.Equal(("waiting", "truong-a"), (Text(claim, "status"), Text(claim, "site")));
        var (_, withdrawn) = await SendAsync(web, HttpMethod.Delete, "enrolment-codes/" + parsed.Id);
        Assert.Equal(1, withdrawn.GetProperty("withdrawn").GetInt32());
        var (_, audit) = await SendAsync(web, HttpMethod.Get, "audit?after=0");
        Assert.Equal(
            ["code_issued", "code_withdrawn"], audit.GetProperty("audit").EnumerateArray().Select(
                row => Text(row, "action")));
    }

    [Fact]
    public async Task A_refusal_is_a_problem_in_the_askers_language()
    {
        await using var hub = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(hub);
        var (status, problem) = await SendAsync(web, HttpMethod.Post, "gates/cong-x/revoke", "{}");
        Assert.Equal((HttpStatusCode.NotFound, "There is no gate cong-x."), (status, Text(problem, "detail")[..24]));
        web.DefaultRequestHeaders.AcceptLanguage.ParseAdd("vi");
        (_, problem) = await SendAsync(web, HttpMethod.Post, "gates/cong-x/revoke");
        Assert.StartsWith("Không có cổng cong-x.", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_says_so()
    {
        (string Path, string Body, HttpStatusCode Expected)[] cases =
        [
            ("enrolment-codes", "{", HttpStatusCode.BadRequest),
            ("enrolment-codes", """{"sight":"truong-a"}""", HttpStatusCode.BadRequest),
            ("enrolment-codes", "{}", HttpStatusCode.Conflict),
            ("enrolment-bundles", """{"site":"truong-a","plan":"in","count":0}""", HttpStatusCode.Conflict),
            ("gates/x/replace", "", HttpStatusCode.NotFound),
            ("gates/x/decommission", "", HttpStatusCode.NotFound),
            ("keys/rotate", """{"site":"nowhere"}""", HttpStatusCode.ServiceUnavailable),
        ];
        await using var hub = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(hub);
        foreach (var (path, body, expected) in cases)
        {
            var (status, problem) = await SendAsync(web, HttpMethod.Post, path, body);
            Assert.Equal((path, expected), (path, status));
            Assert.NotEmpty(Text(problem, "detail"));
        }
    }

    [Fact]
    public async Task Bundles_plans_and_a_gates_certificates_are_had_by_api()
    {
        await using var hub = await GatesHost.StartAsync();
        using var web = DeskWeb.Of(hub);
        var (_, bundle) = await SendAsync(
            web, HttpMethod.Post, "enrolment-bundles", """{"site":"truong-a","plan":"in","count":4,"split":true,"lifetime_s":3600}""");
        var files = bundle.GetProperty("files").EnumerateArray().Select(
            file => JsonSerializer.Deserialize(file.GetString()!, EnrolmentJson.Default.ClaimBundle)!);
        Assert.Equal(4, files.SelectMany(file => file.Codes).Distinct().Count());
        var (_, saved) = await SendAsync(web, HttpMethod.Put, "plans/cong", """{"Lanes":[]}""");
        Assert.Equal("cong", Text(saved, "plan"));
        Assert.Equal(4, (await SendAsync(web, HttpMethod.Get, "plans")).Json.GetProperty("plans").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(web, HttpMethod.Get, "plans/none")).Status);
        await hub.EnrolAsync("cong-a");
        var (_, gate) = await SendAsync(web, HttpMethod.Get, "gates/cong-a/certificates");
        Assert.Equal(1, gate.GetProperty("certificates").GetArrayLength());
    }

    [Fact]
    public async Task The_api_describes_what_operators_do_and_not_what_gates_do()
    {
        await using var hub = await WebHost.StartAsync();
        using var api = JsonDocument.Parse(await hub.Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative)));
        var paths = api.RootElement.GetProperty("paths").EnumerateObject().ToDictionary(
            path => path.Name, path => path.Value);
        string[] described =
        [
            "/api/v1/enrolment-codes", "/api/v1/enrolment-codes/{id}", "/api/v1/enrolment-bundles",
                "/api/v1/gates/{id}/revoke",
            "/api/v1/gates/{id}/replace", "/api/v1/gates/{id}/decommission", "/api/v1/gates/{id}/certificates",
                "/api/v1/audit",
            "/api/v1/keys/rotate", "/api/v1/plans", "/api/v1/plans/{name}",
        ];
        Assert.All(described, path => Assert.Contains(path, paths.Keys));
        Assert.DoesNotContain(paths.Keys, path => path.StartsWith(GateDoor.Gate + "/", StringComparison.Ordinal));
        Assert.DoesNotContain(GateDoor.Enrolment + "/{id}", paths.Keys);
        Assert.Contains("lifetime_s", api.RootElement.GetProperty("components").GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        HttpClient web, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await web.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
