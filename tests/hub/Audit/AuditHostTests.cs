using System.Net;
using System.Text;
using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Audit;

/// <summary>The audit as people meet it: page, API, file, command line, alert.</summary>
public sealed class AuditHostTests
{
    [Fact]
    public async Task The_page_shows_who_did_what_and_is_narrowed_by_its_address()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(
            host, new(new Actor("person:an", "10.0.0.7"), AuditActions.SiteSaved, "cho-a", Place: "cho-a"),
            new(new Actor("person:binh"), AuditActions.Revoked, "cong-1", "not_stored", "<script>x</script>"));
        var page = WebUtility.HtmlDecode(await host.Http.GetStringAsync("audit?lang=vi"));
        Assert.Contains("person:an", page, StringComparison.Ordinal);
        Assert.Contains("10.0.0.7", page, StringComparison.Ordinal);
        Assert.Contains("lưu địa điểm", page, StringComparison.Ordinal);
        Assert.Contains("không lưu được", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", await host.Http.GetStringAsync("audit?lang=en"), StringComparison.Ordinal);
        var one = await host.Http.GetStringAsync("audit?lang=en&actor=person:an&action=site_saved&subject=cho-a");
        Assert.Contains("cho-a", one, StringComparison.Ordinal);
        Assert.DoesNotContain("cong-1", one, StringComparison.Ordinal);
        Assert.DoesNotContain("cho-a", await host.Http.GetStringAsync("audit?lang=en&day=2001-01-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_one_another_without_repeating_a_row()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(host, [.. Enumerable.Range(1, 130).Select(
            n => new AuditEntry(Actor.Local, AuditActions.SiteSaved, $"site-{n}"))]);
        const string asked = "api/v1/audit?action=site_saved&limit=50";
        var (found, path) = (new List<long>(), asked);
        while (path.Length > 0)
        {
            var page = await host.GetJsonAsync(path);
            found.AddRange(page.GetProperty("audit").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
            path = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next
                ? $"{asked}&before={next}" : "";
        }
        Assert.Equal((130, 130), (found.Count, found.Distinct().Count()));
        Assert.Equal(found.OrderDescending(), found);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.GetAsync("api/v1/audit?after=1&before=2")).StatusCode);
        Assert.Contains("rel=\"next\"", await host.Http.GetStringAsync("audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_for_spreadsheets_holds_no_formula()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(host, new AuditEntry(
            new Actor("person:an"), AuditActions.SiteSaved, "=1+1", Detail: "@SUM(A1)\t-2", Place: "+x"));
        var csv = await host.Http.GetByteArrayAsync("api/v1/audit?format=csv");
        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        var row = Encoding.UTF8.GetString(csv).Split('\n').Single(line => line.Contains("person:an", StringComparison.Ordinal));
        foreach (var cell in new[] { "=1+1", "+x", "@SUM" })
            Assert.Contains("'" + cell, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sees_a_part_of_the_hub_sees_its_rows_only()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(
            host, new(Actor.Local, AuditActions.SiteSaved, "a", Place: "a"), new(Actor.Local, AuditActions.SiteSaved, "b", Place: "b"),
            new(Actor.Local, AuditActions.KeysRotated, null));
        var page = host.Store.Read(db => AuditBook.Page(db, new AuditQuestion { Limit = 1 }, place => place == "a"));
        Assert.Equal(("a", null), (page.Rows.Single().Subject, page.Next));
        var elsewhere = new Caller(CallerKind.Token, new Actor("token:x"), [new Grant(Role.Auditor, "01")]);
        Assert.Empty(host.Get<AuditDesk>().Page(elsewhere, new AuditQuestion()).Rows);
    }

    [Fact]
    public async Task A_row_changed_by_hand_is_shown_on_the_page_in_the_api_as_an_alert_and_by_the_command()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(host, [.. Enumerable.Range(1, 9).Select(
            n => new AuditEntry(new Actor("person:an"), AuditActions.SiteSaved, $"site-{n}"))]);
        var keeper = host.Get<AuditKeeper>();
        await keeper.TurnAsync(default);
        Assert.Null(keeper.Fault);
        Assert.Equal(0, (await VerifyAsync(host)).Exit);
        AuditFile.Tamper(PathOf(host), "UPDATE audit SET actor = 'person:binh' WHERE subject = 'site-4'");
        var row = host.Store.Read(db => AuditBook.Page(db, new AuditQuestion { Subject = "site-4" })).Rows.Single().Id;
        await keeper.TurnAsync(default);
        Assert.Contains($"row {row} is not what was written", await host.Http.GetStringAsync("audit?lang=en"), StringComparison.Ordinal);
        Assert.Contains($"dòng {row} không đúng như đã ghi",
            WebUtility.HtmlDecode(await host.Http.GetStringAsync("audit?lang=vi")), StringComparison.Ordinal);
        Assert.Contains($"row {row} ", (await host.GetJsonAsync("api/v1/audit")).GetProperty("broken").GetString(), StringComparison.Ordinal);
        await host.Get<AlertDesk>().BeatAsync(default);
        var alert = (await host.GetJsonAsync("api/v1/alerts")).GetProperty("alerts").EnumerateArray()
            .Single(one => one.GetProperty("kind").GetString() == AlertKinds.AuditBroken);
        Assert.Contains($"at row {row}", alert.GetProperty("text").GetString(), StringComparison.Ordinal);
        var (exit, text) = await VerifyAsync(host);
        Assert.Equal(1, exit);
        Assert.StartsWith($"✗ row {row} is not what was written", text, StringComparison.Ordinal);
        Assert.Equal(1, (await VerifyAsync(host, "--json")).Exit);
    }

    [Fact]
    public async Task A_copy_of_the_file_is_verified_elsewhere_by_the_public_key()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(host, new AuditEntry(Actor.Local, AuditActions.SiteSaved, "a"));
        await host.Get<AuditKeeper>().TurnAsync(default);
        var folder = Directory.CreateTempSubdirectory("checkin-audit-").FullName;
        try
        {
            var copy = Path.Combine(folder, "copy.db");
            using (var reader = Database.OpenReader(PathOf(host)))
                reader.CopyTo(copy, default);
            var key = Path.Combine(Path.GetDirectoryName(PathOf(host))!, "keys", SealKeys.PublicFile);
            var (exit, text) = await RunAsync("--Events:Path=" + Path.Combine(folder, "none.db"), "--database", copy, "--key", key);
            Assert.Equal((0, true), (exit, text.StartsWith("✓ the audit is what was written:", StringComparison.Ordinal)));
            (exit, text) = await RunAsync("--Events:Path=" + Path.Combine(folder, "none.db"), "--database", copy);
            Assert.Equal((0, true), (exit, text.StartsWith("! The seals' signatures were not checked", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_hub_that_stops_has_sealed_all_that_was_done()
    {
        await using var host = await WebHost.StartAsync();
        await AddAsync(host, new AuditEntry(Actor.Local, AuditActions.SiteSaved, "a"));
        await host.StopAsync();
        Assert.Equal(0, host.Get<AuditSealer>().Unsealed());
    }

    [Fact]
    public async Task Rows_of_before_the_chain_are_linked_when_the_database_is_brought_up_to_date()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-audit-").FullName;
        var path = Path.Combine(folder, "hub.db");
        try
        {
            using (var old = Database.OpenWriter(path))
            {
                EventSchema.Migrate(old, path, upTo: EventSchema.FirstWithAuditChain - 1);
                for (var n = 1; n <= 1200; n++)
                    old.Execute($"INSERT INTO audit(at, actor, action, subject, outcome) VALUES({n}, 'local', 'x', 's{n}', 'done')");
                EventSchema.Migrate(old, path);
                Assert.Throws<DatabaseException>(() => old.Execute("UPDATE audit SET actor = 'y'"));
                old.InTransaction(() => AuditLog.Add(old, DateTimeOffset.UnixEpoch, new AuditEntry(Actor.Hub, "x", null)));
            }
            var (exit, text) = await RunAsync("--Events:Path=" + path);
            Assert.Equal((0, true), (exit, text.Contains("1201 rows", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Killed_between_an_act_and_its_seal_the_hub_leaves_a_good_chain()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-audit-").FullName;
        var path = Path.Combine(folder, "hub.db");
        try
        {
            for (var run = 1; run <= 2; run++)
            {
                var port = ProgramProcess.FreePort();
                await using (var program = ProgramProcess.Start(
                    Executables.Hub, new Dictionary<string, string>
                    {
                        ["Web:Listen"] = $"127.0.0.1:{port}",
                        ["Broker:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
                        ["Events:Path"] = path,
                    }, folder))
                {
                    using var api = new HubApi(port);
                    for (var i = 0; i < 300 && !program.HasExited && !await api.IsHealthyAsync(); i++)
                        await Task.Delay(100);
                    using var http = new HttpClient(new OperatorHandler());
                    for (var n = 0; n < 20; n++)
                    {
                        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
                        var answer = await http.PutAsync(new Uri($"http://127.0.0.1:{port}/api/v1/plans/plan-{n}"), body);
                        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {program.Tail}");
                    }
                    await program.KillAsync();
                }
                var (exit, text) = await RunAsync("--Events:Path=" + path);
                Assert.True(exit == 0, text);
                using var record = new AuditRecord(path);
                Assert.InRange(record.LastRow, 20 * run, (20 * run) + 10);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_action_is_said_in_both_languages()
    {
        var all = typeof(AuditActions).GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(all.Except(AuditPhrases.Actions));
    }

    private static Task AddAsync(WebHost host, params AuditEntry[] entries) => host.Store.WriteAsync(
        db =>
        {
            foreach (var entry in entries)
                AuditLog.Add(db, DateTimeOffset.UnixEpoch.AddDays(20_700), entry);
        }, default);

    private static string PathOf(WebHost host) => host.Get<IOptions<EventsOptions>>().Value.Path;

    private static Task<(int Exit, string Text)> VerifyAsync(WebHost host, params string[] more) =>
        RunAsync(["--Events:Path=" + PathOf(host), .. more]);

    private static async Task<(int Exit, string Text)> RunAsync(params string[] more)
    {
        using var output = new StringWriter();
        var exit = await HubCommands.RunAsync(["audit", "verify", "--lang", "en", .. more], output, output);
        return (exit, output.ToString());
    }
}
