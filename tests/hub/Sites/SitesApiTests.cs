using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Sites;

/// <summary>The API and the command line, with a hub that runs.</summary>
public sealed class SitesApiTests : IDisposable
{
    private const string Nodes = """
        code,parent,level,name,valid_until,successors
        46,,province,Thành phố Huế,,
        46-p01,46,commune,Phường Một,,
        46-x02,46,commune,Xã Hai,2025-06-30,46-p01
        """;
    private const string Sites = """
        code,name,kind,node,deployment,deadline,head_name,head_phone,group:ministry,hours
        truong-a,Trường Á,school,46-p01,installed,2026-01-01,Nguyễn Văn Mẫu,0900 000 001,giáo dục,24/7
        cho-a,Chợ Á,market,46-x02,none,2026-01-01,,,,
        quan-a,Quán Á,eatery,,poster_only,,,,,
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-sites-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Places_are_imported_listed_narrowed_changed_and_exported()
    {
        await using var hub = await ImportedAsync();
        Assert.Equal(["cho-a", "quan-a", "truong-a"], await CodesAsync(hub, "sites"));
        Assert.Equal(["cho-a", "quan-a"], await CodesAsync(hub, "sites?limit=2"));
        Assert.Equal(["truong-a"], await CodesAsync(hub, "sites?limit=2&after=quan-a"));
        Assert.Equal(["cho-a", "truong-a"], await CodesAsync(hub, "sites?node=46-p01"));
        Assert.Equal(["truong-a"], await CodesAsync(hub, "sites?group=ministry:gi%C3%A1o%20d%E1%BB%A5c"));
        Assert.Equal(["truong-a"], await CodesAsync(hub, "sites?q=truong%20a"));
        Assert.Equal(["quan-a"], await CodesAsync(hub, "sites?state=poster_only&kind=eatery"));
        Assert.Equal(["cho-a"], await CodesAsync(hub, "sites/overdue"));
        var site = await hub.GetJsonAsync("/api/v1/sites/truong-a");
        Assert.Equal(("installed", "declared", true, "Nguyễn Văn Mẫu"), (
            site.GetProperty("state").GetString(), site.GetProperty("state_why").GetString(),
            site.GetProperty("is_open").GetBoolean(), site.GetProperty("head_name").GetString()));
        Assert.Equal(["46-p01", "46"], site.GetProperty("path").EnumerateArray()
            .Select(node => node.GetProperty("code").GetString()));
        // What was told may be sent back as it is, with what shall be otherwise.
        var changed = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(site)!;
        changed["hours"] = JsonSerializer.SerializeToElement("Mo-Fr 07:00-17:00");
        changed["groups"] = JsonSerializer.SerializeToElement(new Dictionary<string, string?>
        {
            ["ministry"] = null,
            ["zone"] = "1",
        });
        using var put = await hub.Http.PutAsJsonAsync("/api/v1/sites/truong-a", changed);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var export = await hub.Http.GetByteArrayAsync("/api/v1/sites/export");
        using var again = await PostAsync(hub, "sites/import", export);
        var report = await again.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((3, 0, 0, 3), (report.GetProperty("rows").GetInt32(), report.GetProperty("added").GetInt32(),
            report.GetProperty("changed").GetInt32(), report.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task A_file_with_errors_is_refused_with_all_of_them_in_the_askers_language()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Http.DefaultRequestHeaders.Add("Accept-Language", "vi");
        using var refused = await PostAsync(hub, "sites/import",
            Encoding.UTF8.GetBytes("code,name,kind\nA,A,castle\n"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, problem.GetProperty("errors_total").GetInt32());
        Assert.Equal([(2, "code"), (2, "kind")], problem.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetString()!)));
        Assert.StartsWith("Chưa nhập gì cả: tệp có 2 chỗ sai.\n  dòng 2, cột code: 'A' không phải mã hợp lệ",
            problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await CodesAsync(hub, "sites"));
    }

    [Fact]
    public async Task Nodes_tell_how_far_their_places_are_equipped()
    {
        await using var hub = await ImportedAsync();
        var list = await hub.GetJsonAsync("/api/v1/nodes?parent=46");
        var node = Assert.Single(list.GetProperty("nodes").EnumerateArray());
        var figures = node.GetProperty("deployment");
        Assert.Equal(("46-p01", 2, 1, 50.0, 1),
            (node.GetProperty("code").GetString(), figures.GetProperty("sites").GetInt32(),
            figures.GetProperty("deployed").GetInt32(), figures.GetProperty("deployed_percent").GetDouble(),
            figures.GetProperty("overdue").GetInt32()));
        Assert.Equal(["46-x02"], node.GetProperty("before").EnumerateArray().Select(code => code.GetString()));
        Assert.Equal(1, list.GetProperty("nowhere").GetProperty("sites").GetInt32());
        Assert.Equal(3, list.GetProperty("all").GetProperty("sites").GetInt32());
        using var put = await hub.Http.PutAsJsonAsync("/api/v1/nodes/46-p01", new Dictionary<string, string?>
        {
            ["support_number"] = "1900 0001",
        });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("1900 0001", (await hub.GetJsonAsync("/api/v1/sites/cho-a")).GetProperty("support").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/api/v1/nodes/99")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Http.PutAsJsonAsync(
            "/api/v1/nodes/46", new Dictionary<string, string?> { ["parent"] = "46-p01" })).StatusCode);
        var csv = await hub.Http.GetByteArrayAsync("/api/v1/nodes/export");
        using var again = await PostAsync(hub, "nodes/import", csv);
        Assert.Equal(3, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task A_gate_in_service_makes_its_place_deployed_and_a_revoked_one_does_not()
    {
        await using var hub = await WebHost.StartAsync();
        await hub.Store.WriteAsync(db => db.Execute("""
            INSERT INTO gate(name, site, standing, standing_since) VALUES
                ('cong-1', 'cho-a', 'active', 1000), ('cong-2', 'cho-a', 'revoked', 1000), ('cong-3', 'quan-a', 'left', 1000)
            """), default);
        using var nodes = await PostAsync(hub, "nodes/import", Encoding.UTF8.GetBytes(Nodes));
        using var sites = await PostAsync(hub, "sites/import", Encoding.UTF8.GetBytes(Sites));
        var market = await hub.GetJsonAsync("/api/v1/sites/cho-a");
        Assert.Equal(1, market.GetProperty("gates").GetInt32());
        // Idle as soon as it is known that no event of it came.
        Assert.Contains(market.GetProperty("state").GetString(), new[] { "installed", "idle" });
        Assert.Equal(JsonValueKind.Null, market.GetProperty("days_left").ValueKind);
        Assert.Equal("poster_only", (await hub.GetJsonAsync("/api/v1/sites/quan-a")).GetProperty("state").GetString());
        Assert.Empty(await CodesAsync(hub, "sites/overdue"));
    }

    [Fact]
    public async Task Another_page_in_the_browser_reads_and_changes_nothing()
    {
        await using var hub = await ImportedAsync();
        foreach (var (method, path) in new[] { (HttpMethod.Get, "sites"), (HttpMethod.Get, "sites/export"),
            (HttpMethod.Put, "sites/x"),
            (HttpMethod.Post, "sites/import"), (HttpMethod.Delete, "sites/cho-a"), (HttpMethod.Post, "maintenance"),
            (HttpMethod.Get, "nodes") })
        {
            using var request = new HttpRequestMessage(method, "/api/v1/" + path);
            request.Headers.Add("Origin", "https://elsewhere.example");
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_census_of_a_province_is_imported_in_seconds()
    {
        await using var hub = await ImportedAsync();
        var text = new StringBuilder("code,name,kind,node,address,head_name,head_phone,manager_name,manager_phone,hours,"
            + "deployment,deadline,group:ministry\n");
        for (var i = 0; i < 18_365; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"diem-{i:00000},Địa điểm số {i},{(i % 2 == 0 ? "school" : "shop")},46-p01,\"Số {i}, Đường Một\",")
                .Append("Nguyễn Văn Mẫu,0900 000 001,Trần Thị Mẫu,0900 000 002,\"Mo-Fr 07:00-11:30,13:00-17:00; "
                    + "PH off\",none,2026-12-31,y tế\n");
        }
        var started = TimeProvider.System.GetTimestamp();
        using var answer = await PostAsync(hub, "sites/import", Encoding.UTF8.GetBytes(text.ToString()));
        var took = TimeProvider.System.GetElapsedTime(started);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(18_365, report.GetProperty("added").GetInt32());
        // One second on a quiet machine; the bound is for one that builds six things beside it.
        Assert.True(took < TimeSpan.FromSeconds(15), $"{took}");
        Assert.Equal(18_367, (await hub.GetJsonAsync("/api/v1/nodes/46")).GetProperty("deployment").GetProperty("sites")
            .GetInt32());
        Assert.Equal(["diem-18364"], await CodesAsync(hub, "sites?q=so%2018364"));
    }

    [Fact]
    public async Task Maintenance_is_announced_shown_and_ended()
    {
        await using var hub = await ImportedAsync();
        using var made = await hub.Http.PostAsJsonAsync("/api/v1/maintenance", new Dictionary<string, string>
        {
            ["subject_kind"] = "node",
            ["subject"] = "46",
            ["until"] = "2099-01-01T00:00:00Z",
            ["why"] = "x",
        });
        Assert.Equal(HttpStatusCode.BadRequest, made.StatusCode);
        var until = TimeProvider.System.GetUtcNow().AddHours(2)
            .ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        using var good = await hub.Http.PostAsJsonAsync("/api/v1/maintenance", new Dictionary<string, string>
        {
            ["subject_kind"] = "node",
            ["subject"] = "46",
            ["until"] = until,
            ["why"] = "cúp điện theo lịch",
        });
        Assert.Equal(HttpStatusCode.Created, good.StatusCode);
        Assert.True((await hub.GetJsonAsync("/api/v1/sites/cho-a")).GetProperty("in_maintenance").GetBoolean());
        var id = (await good.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.PostAsync($"/api/v1/maintenance/{id}/end", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await hub.Http.PostAsync($"/api/v1/maintenance/{id}/end", null)).StatusCode);
        Assert.Empty((await hub.GetJsonAsync("/api/v1/maintenance")).GetProperty("maintenance").EnumerateArray());
    }

    [Fact]
    public async Task The_command_line_imports_lists_and_ends_as_it_says()
    {
        await using var hub = await WebHost.StartAsync();
        var (nodes, sites, bad) = (Path.Combine(_folder, "n.csv"), Path.Combine(_folder, "s.csv"),
            Path.Combine(_folder, "b.csv"));
        await File.WriteAllTextAsync(nodes, Nodes);
        await File.WriteAllTextAsync(sites, Sites);
        await File.WriteAllTextAsync(bad, Sites + "\nx,X,castle,,,,,,,");
        Assert.Equal((0, "✓ 3 rows are imported: 3 added, 0 changed, 0 stay as they are.\n"),
            await RunAsync(hub, "nodes", "import", nodes));
        Assert.Equal((0,
            "✓ The file is good. 3 rows: 3 would be added, 0 changed, 0 stay as they are. Nothing was imported.\n"),
            await RunAsync(hub, "sites", "import", sites, "--dry-run"));
        var (exit, text) = await RunAsync(hub, "sites", "import", bad);
        Assert.Equal(1, exit);
        Assert.StartsWith(
            "✗ Nothing was imported: one thing in the file is wrong.\n  line 5, column kind: 'castle' is none of "
            + "office", text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(hub, "sites", "import", sites)).Exit);
        Assert.Equal((1, true), (await RunAsync(hub, "sites", "overdue")) is var (code, list)
            ? (code, list.StartsWith("! Overdue: 1\ncho-a ", StringComparison.Ordinal)) : default);
        Assert.Contains("Quán Á", (await RunAsync(hub, "sites", "list", "quan")).Text, StringComparison.Ordinal);
        Assert.Contains("50.0 %  Phường Một  1 overdue", (await RunAsync(hub, "nodes", "list")).Text,
            StringComparison.Ordinal);
        (exit, text) = await RunAsync(hub, "maintenance", "add", "site", "cho-a", "--until", "+2h", "--why",
            "sửa điện");
        Assert.Equal((0, true), (exit,
            text.StartsWith("✓ Maintenance 1 is announced: site cho-a", StringComparison.Ordinal)));
        Assert.Equal((0, "✓ Maintenance 1 is ended.\n"), await RunAsync(hub, "maintenance", "end", "1"));
        Assert.Equal(2,
            (await RunAsync(hub, "maintenance", "add", "site", "cho-a", "--until", "tomorrow", "--why", "x")).Exit);
        var output = Path.Combine(_folder, "out.csv");
        Assert.Equal(0, (await RunAsync(hub, "sites", "export", "--out", output)).Exit);
        Assert.Equal(1, (await RunAsync(hub, "sites", "export", "--out", output)).Exit);
        Assert.Equal((0, "✓ 3 rows are imported: 0 added, 0 changed, 3 stay as they are.\n"),
            await RunAsync(hub, "sites", "import", output));
        Assert.Equal((0, "✓ Site quan-a is removed.\n"), await RunAsync(hub, "sites", "remove", "quan-a"));
        Assert.Equal(1, (await RunAsync(hub, "sites", "import", Path.Combine(_folder, "none.csv"))).Exit);
    }

    private static async Task<WebHost> ImportedAsync()
    {
        var hub = await WebHost.StartAsync();
        using var nodes = await PostAsync(hub, "nodes/import", Encoding.UTF8.GetBytes(Nodes));
        using var sites = await PostAsync(hub, "sites/import", Encoding.UTF8.GetBytes(Sites));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (nodes.StatusCode, sites.StatusCode));
        return hub;
    }

    private static async Task<HttpResponseMessage> PostAsync(WebHost hub, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("text/csv");
        return await hub.Http.PostAsync("/api/v1/" + path, content);
    }

    private static async Task<string[]> CodesAsync(WebHost hub, string path) =>
        [.. (await hub.GetJsonAsync("/api/v1/" + path)).GetProperty("sites").EnumerateArray()
            .Select(site => site.GetProperty("code").GetString()!)];

    /// <summary>What is said, on either side.</summary>
    private static async Task<(int Exit, string Text)> RunAsync(WebHost hub, params string[] line)
    {
        using var output = new StringWriter();
        var exit = await HubCommands.RunAsync([.. line, "--lang", "en", "--hub", hub.Http.BaseAddress!.ToString()],
            output, output);
        return (exit, output.ToString());
    }
}
