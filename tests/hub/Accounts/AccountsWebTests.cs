using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>
/// People and tokens as an operator types it and programs ask, and who asks by cookie or token, with a hub that runs.
/// </summary>
public sealed class AccountsWebTests
{
    [Fact]
    public async Task The_first_start_says_on_the_console_how_to_become_the_administrator()
    {
        await using var hub = await WebHost.StartAsync();
        var first = hub.Get<FirstLink>();
        await using var console = new StringWriter { NewLine = "\n" };
        first.Output = console;
        await first.StartedAsync(default);
        Assert.Matches($"\n  {hub.Http.BaseAddress}setup/[0-9a-f]{{64}}\n$", console.ToString());
        var token = console.ToString().Trim()[^64..];
        var (exit, text, _) = await RunAsync(hub, "people", "setup");
        Assert.Equal(0, exit);
        Assert.StartsWith(
            "✓ Whoever opens this becomes the administrator; it is good once, until ", text, StringComparison.Ordinal);
        Assert.Null(hub.Get<OneTimeLinks>().Look(token));
        await BecomeAsync(hub, text.Trim()[^64..]);
        console.GetStringBuilder().Clear();
        await first.StartedAsync(default);
        Assert.Equal("", console.ToString());
        (exit, _, var errors) = await RunAsync(hub, "people", "setup", "--lang", "vi");
        Assert.Equal(1, exit);
        Assert.StartsWith("✗ Trung tâm đã có người dùng", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_invited_given_roles_and_removed_from_the_command_line()
    {
        await using var hub = await WebHost.StartAsync();
        Assert.Equal(
            "! Chưa có người dùng nào. Hãy tạo quản trị viên: checkin-hub people setup\n",
            (await RunAsync(hub, "people", "list", "--lang", "vi")).Text);
        var (exit, text, _) = await RunAsync(
            hub, "people", "invite", "a.tran", "--role", "guard", "--shown", "Trần Thị A");
        Assert.Equal(0, exit);
        Assert.Contains("a.tran is invited.", text, StringComparison.Ordinal);
        Assert.Contains(hub.Http.BaseAddress + "setup/", text, StringComparison.Ordinal);
        Assert.Equal("✓ a.tran nay là kiểm toán viên.\n", (await RunAsync(
            hub, "people", "give", "a.tran", "--role", "auditor", "--lang", "vi")).Text);
        Assert.Equal("✓ a.tran is no longer guard.\n", (await RunAsync(
            hub, "people", "take", "a.tran", "--role", "guard")).Text);
        Assert.Equal(
            "  a.tran                   auditor; invited, not come yet; Trần Thị A\n",
            (await RunAsync(hub, "people", "list")).Text);
        (exit, text, _) = await RunAsync(hub, "people", "reset", "a.tran", "--json");
        using var link = JsonDocument.Parse(text);
        Assert.Equal((0, "a.tran"), (exit, link.RootElement.GetProperty("person").GetString()));
        (exit, _, var errors) = await RunAsync(hub, "people", "invite", "b.le", "--role", "king");
        Assert.Equal(1, exit);
        Assert.StartsWith("✗ 'king' is no role.", errors, StringComparison.Ordinal);
        Assert.Equal(
            "✓ a.tran is signed out everywhere.\n", (await RunAsync(hub, "people", "end-sessions", "a.tran")).Text);
        Assert.Equal("✓ a.tran is removed.\n", (await RunAsync(hub, "people", "remove", "a.tran")).Text);
        (exit, _, errors) = await RunAsync(hub, "people", "remove", "a.tran", "--lang", "vi");
        Assert.Equal((1, "✗ Không có người dùng a.tran. Chưa làm gì cả.\n"), (exit, errors));
    }

    [Fact]
    public async Task A_token_asks_for_its_role_and_no_further_until_it_is_withdrawn()
    {
        await using var hub = await WebHost.StartAsync();
        var (exit, text, _) = await RunAsync(hub, "token", "create", "report", "--role", "viewer", "--json");
        Assert.Equal(0, exit);
        using var made = JsonDocument.Parse(text);
        using var client = Client(hub, made.RootElement.GetProperty("text").GetString());
        var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session");
        Assert.Equal(
            ("token", "report", "see_fleet"),
            (session.GetProperty("kind").GetString(), session.GetProperty("name").GetString(),
                session.GetProperty("may")[0].GetProperty("capability").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/gates")).StatusCode);
        var refused = await client.GetAsync("/api/v1/people");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        using var wrong = Client(hub, "ci_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync("/api/v1/gates")).StatusCode);
        await hub.Get<RefusalLedger>().FlushAsync(all: true, default);
        Assert.Contains(hub.Store.Read(static db => AuditLog.Read(db, 0, 100)), static row => row is
        {
            Actor: "token:report", Action: "act_refused", Subject: "GET /api/v1/people"
        });
        Assert.StartsWith("  ✓ report                   viewer; until ", (await RunAsync(hub, "token", "list")).Text,
            StringComparison.Ordinal);
        Assert.Equal("✓ Đã thu hồi mã truy cập report.\n", (await RunAsync(
            hub, "token", "withdraw", "report", "--lang", "vi")).Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/gates")).StatusCode);
        Assert.Equal("There are no tokens.\n", (await RunAsync(hub, "token", "list")).Text);
    }

    [Fact]
    public async Task A_session_asks_for_its_person_and_its_streams_end_with_it()
    {
        await using var hub = await WebHost.StartAsync();
        var desk = hub.Get<AccountDesk>();
        var (person, link) = await desk.InviteAsync(
            Caller.Local(null), new Invitation("viewer", null, [new Grant(Role.Viewer)]), default);
        var signIn = await hub.Get<AccountSetup>().SetUpAsync(
            link.Token, new SetupForm(null, null, AccountsHub.Password), new Origin("127.0.0.1"), default);
        using var client = Client(hub, null, signIn.Id);
        var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session");
        Assert.Equal("person viewer", $"{session.GetProperty("kind")} {session.GetProperty("name")}");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people")).StatusCode);
        using var stream = await client.GetAsync("/api/v1/gates/stream", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await stream.Content.ReadAsStreamAsync();
        Assert.NotEqual(0, await body.ReadAsync(new byte[1]));
        await desk.EndSessionsAsync(Caller.Local(null), "viewer", default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var end = await Xunit.Record.ExceptionAsync(async () =>
        {
            while (await body.ReadAsync(new byte[1000], patience.Token) > 0) { }
        });
        Assert.False(end is OperationCanceledException, "It was not cut.");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/session")).StatusCode);
        Assert.NotEqual(0, person.Id);
    }

    [Fact]
    public async Task What_is_hard_to_undo_asks_a_session_for_a_proof_that_is_not_old()
    {
        await using var hub = await WebHost.StartAsync("--Accounts:FreshProof=00:01:00");
        var sessions = hub.Get<SessionBook>();
        await hub.Get<AccountDesk>().InviteAsync(
            Caller.Local(null), new Invitation("admin", null, [new Grant(Role.Administrator)]), default);
        var (session, id) = sessions.Begin(
            hub.Get<PeopleBook>().Find("admin")!.Id, SessionStage.Full, new Origin("127.0.0.1"));
        using var client = Client(hub, null, id);
        await AsPageAsync(client, id);
        Assert.Equal(HttpStatusCode.Created, (await InviteAsync(client, "one")).StatusCode);
        session.Proven -= (long)(TimeSpan.FromMinutes(2).TotalSeconds * TimeProvider.System.TimestampFrequency);
        var asked = await InviteAsync(client, "two");
        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.Equal(Doorkeeper.ProofWanted,
            (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people")).StatusCode);
        sessions.Prove(session);
        Assert.Equal(HttpStatusCode.Created, (await InviteAsync(client, "two")).StatusCode);
    }

    [Fact]
    public async Task A_browser_of_this_machine_is_opened_as_the_operator()
    {
        await using var hub = await WebHost.StartAsync();
        var (exit, text, _) = await RunAsync(hub, "open");
        Assert.Equal(0, exit);
        Assert.Contains(hub.Http.BaseAddress + "open/", text, StringComparison.Ordinal);
        var signIn = await hub.Get<SignInDesk>().OpenAsync(text.Trim()[^64..], new Origin("127.0.0.1"), default);
        using var client = Client(hub, null, signIn.Id);
        var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session");
        Assert.Equal("local", session.GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people")).StatusCode);
    }

    private static async Task BecomeAsync(WebHost hub, string token) => await hub.Get<AccountSetup>().SetUpAsync(
        token, new SetupForm("admin", null, AccountsHub.Password), new Origin("127.0.0.1"), default);

    /// <summary>From now on as a script of the hub's own page asks: with what stands in that page.</summary>
    private static async Task AsPageAsync(HttpClient client, string id)
    {
        var page = await client.GetAsync("/account/prove");
        var proof = Regex.Match(
            await page.Content.ReadAsStringAsync(), $"name=\"{FormProofs.Field}\"[^>]*value=\"([^\"]+)\"");
        var cookies = page.Headers.GetValues("Set-Cookie").Select(static cookie => cookie.Split(';')[0]);
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Prepend($"{SessionCookie.Plain}={id}")));
        client.DefaultRequestHeaders.Add(FormProofs.Header, proof.Groups[1].Value);
    }

    private static Task<HttpResponseMessage> InviteAsync(HttpClient client, string name) =>
        client.PostAsJsonAsync("/api/v1/people", new { name, roles = new[] { new { role = "viewer" } } });

    private static HttpClient Client(WebHost hub, string? token, string? session = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            BaseAddress = hub.Http.BaseAddress,
            Timeout = TimeSpan.FromSeconds(20),
        };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (session is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", $"{SessionCookie.Plain}={session}");
            client.DefaultRequestHeaders.Add("Origin", hub.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        }
        return client;
    }

    private static async Task<(int Exit, string Text, string Errors)> RunAsync(WebHost hub, params string[] line)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        string[] language = line.Contains("--lang") ? [] : ["--lang", "en"];
        var exit = await HubCommands.RunAsync(
            [.. line, .. language, "--hub", hub.Http.BaseAddress!.ToString()], output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
