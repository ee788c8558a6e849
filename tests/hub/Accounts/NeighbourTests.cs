using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>
/// With two nodes in the hub, whoever is given one of them never gets a byte that names anything of the other, and
/// nothing that he does changes anything there.
/// </summary>
public sealed partial class NeighbourTests
{
    /// <summary>Ways to ask of which the route itself says nothing.</summary>
    private static readonly string[] More =
    [
        "/?lang=en", "/gates?sort=-since", "/gates?state=lost", "/gates?q=place", "/sites?sort=deadline", "/sites?q=place",
        "/sites?deployment=overdue", "/sites?node=tinh", "/nodes/tinh", "/offline?node=tinh", "/alerts?lang=en",
        "/api/v1/offline?format=csv", "/api/v1/offline?node=tinh", "/api/v1/alerts?state=past", "/api/v1/nodes?all=true",
        "/api/v1/nodes?parent=tinh", "/api/v1/nodes/tinh", "/api/v1/sites?node=tinh", "/api/v1/sites?overdue=true",
        "/api/v1/maintenance?past=true", "/api/v1/maintenance?subject_kind=gate", "/api/v1/events?limit=1", "/api/v1/audit?after=0",
        "/api/v1/sites/overdue?node=tinh", "/api/v1/sites/export?q=place", "/api/v1/notices?state=dead",
        "/search?q=truong", "/api/v1/settings/differing?scope=node:" + TwoNodes.Own,
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task No_answer_names_anything_of_the_neighbour(int seed)
    {
        await using var world = await TwoNodes.StartAsync(seed);
        using var his = world.Ask("administrator@" + TwoNodes.Own);
        foreach (var route in RouteTable.All.Where(static route => route is { Method: "GET", IsStream: false }))
        {
            if (route.Access.Kind is AccessKind.Somewhere or AccessKind.SignedIn)
                AssertHis(route.Name, await RouteTableTests.AskAsync(world, his, route), !route.Pattern.Contains('{', StringComparison.Ordinal));
        }
        foreach (var address in More)
        {
            using var answer = await his.GetAsync(address);
            AssertHis(address, (answer.StatusCode, await answer.Content.ReadAsStringAsync()), isFound: true);
        }
    }

    [Fact]
    public async Task The_same_questions_find_the_neighbour_when_the_whole_hub_asks()
    {
        await using var world = await TwoNodes.StartAsync(14);
        using var whole = world.Ask("administrator@");
        string[] silent =
        [
            "/enrol/{id}", "/api/v1/plans", "/api/v1/levels", "/alerts/recipients/{name}/remove", "/enrol", "/notices",
            "/gates/{id}", "/sites/{code}", "/nodes/{code}", "/certificates", "/timeline", "/enrolment-codes",
            "/updates/", "/people", "/settings/catalog", "/settings/schema",
        ];
        var idle = new List<string>(); // what is asked there tries nothing
        foreach (var route in RouteTable.All.Where(static route => route is { Method: "GET", IsStream: false, Address: null }))
        {
            if (route.Access.Kind != AccessKind.Somewhere || silent.Any(route.Pattern.Contains))
                continue;
            var (_, body) = await RouteTableTests.AskAsync(world, whole, route);
            if (!body.Contains(TwoNodes.Canary, StringComparison.OrdinalIgnoreCase))
                idle.Add(route.Name);
        }
        Assert.Empty(idle);
    }

    [Fact]
    public async Task What_is_the_neighbours_is_answered_as_what_is_not_there()
    {
        (string Address, string What)[] questions =
        [
            ("/gates/{0}", "gate"),
            ("/gates/{0}/revoke", "gate"),
            ("/api/v1/gates/{0}/timeline", "gate"),
            ("/api/v1/gates/{0}/certificates", "gate"),
            ("/sites/{0}", "site"),
            ("/sites/{0}/edit", "site"),
            ("/api/v1/sites/{0}", "site"),
            ("/nodes/{0}", "node"),
            ("/api/v1/nodes/{0}", "node"),
            ("/api/v1/nodes?parent={0}", "node"),
            ("/api/v1/sites?node={0}", "node"),
            ("/api/v1/offline?node={0}", "node"),
            ("/api/v1/offline?site={0}", "site"),
            ("/api/v1/offline?gate={0}", "gate"),
            ("/api/v1/events?gate={0}", "gate"),
            ("/api/v1/maintenance?subject={0}", "site"),
            ("/api/v1/enrolment-codes/{0}", "claim"),
            ("/enrol/{0}", "claim"),
            ("/gates?node={0}", "node"),
            ("/sites?node={0}", "node"),
            ("/offline?node={0}", "node"),
        ];
        await using var world = await TwoNodes.StartAsync(15);
        using var his = world.Ask("administrator@" + TwoNodes.Own);
        foreach (var (address, what) in questions)
        {
            var (known, unknown) = what switch
            {
                "gate" => (TwoNodes.Lost(TwoNodes.Neighbour), "khong-co-gi-01"),
                "site" => (TwoNodes.Site(TwoNodes.Neighbour), "khong-co-gi"),
                "claim" => (world.Claim(TwoNodes.Neighbour), "ZZZZZZ"),
                _ => (TwoNodes.Neighbour, "khong-co"),
            };
            var (before, answer, after) = ("", "", "-");
            // What is his own may change meanwhile, such as how long ago something was: then it is asked again.
            for (var attempt = 0; attempt < 10 && before != after; attempt++)
            {
                before = await AnswerAsync(address, unknown);
                answer = await AnswerAsync(address, known);
                after = await AnswerAsync(address, unknown);
            }
            Assert.True(before == after, $"{address}: {Difference(before, after)}");
            Assert.True(before == answer, $"{address}: {Difference(before, answer)}");
        }

        async Task<string> AnswerAsync(string address, string id)
        {
            using var answer = await his.GetAsync(address.Replace("{0}", id, StringComparison.Ordinal));
            var body = await answer.Content.ReadAsStringAsync();
            foreach (var form in new[] { id, id.ToLowerInvariant() })
                body = body.Replace(form, "X", StringComparison.Ordinal);
            return $"{(int)answer.StatusCode} {WithoutMoments(body)}";
        }
    }

    [Fact]
    public async Task Nothing_that_he_asks_for_changes_anything_of_the_neighbour()
    {
        await using var world = await TwoNodes.StartAsync(16);
        var before = StateOf(world);
        using var his = world.Ask("administrator@" + TwoNodes.Own);
        foreach (var (method, address, body) in Attacks(world))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            var type = address.EndsWith("/import", StringComparison.Ordinal) ? "text/csv"
                : address.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "application/x-www-form-urlencoded";
            request.Content = new StringContent(body, Encoding.UTF8, type);
            using var answer = await his.SendAsync(request);
            Assert.True((int)answer.StatusCode is >= 300 and < 500, $"{method} {address}: {(int)answer.StatusCode}");
            Assert.Equal(before, StateOf(world));
        }
    }

    private static IEnumerable<(string Method, string Address, string Body)> Attacks(TwoNodes world)
    {
        const string node = TwoNodes.Neighbour, own = TwoNodes.Own;
        var (site, gate, claim, alert) = (TwoNodes.Site(node), TwoNodes.There(node), world.Claim(node), world.Alert(node));
        var work = world.Hub.Get<SiteRegister>().Tree.Maintenance.First(one => one.SubjectId == site).Id;
        var duty = TwoNodes.Canary + "-duty";
        foreach (var act in new[] { "acknowledge", "snooze", "wake" })
        {
            yield return ("POST", $"/api/v1/alerts/{alert}/{act}", """{"for_s":60}""");
            yield return ("POST", $"/alerts/{alert}/{act}", "for=1h");
        }
        yield return ("PUT", $"/api/v1/sites/{site}", """{"name":"x"}""");
        yield return ("PUT", $"/api/v1/sites/{site}", $$"""{"name":"x","kind":"school","node":"{{own}}"}""");
        yield return ("PUT", $"/api/v1/sites/{TwoNodes.Site(own)}", $$"""{"node":"{{node}}"}""");
        yield return ("PUT", $"/api/v1/sites/{TwoNodes.Site(own)}", """{"node":"tinh"}""");
        yield return ("PUT", $"/api/v1/sites/{TwoNodes.Site(own)}", """{"node":null}""");
        yield return ("PUT", "/api/v1/sites/neu", $$"""{"name":"x","kind":"school","node":"{{node}}"}""");
        yield return ("DELETE", $"/api/v1/sites/{site}", "");
        yield return ("POST", "/api/v1/sites/import", $"code,name,kind,node\n{site},x,school,{own}\n");
        yield return ("POST", "/api/v1/sites/import", $"code,node\n{TwoNodes.Site(own)},{node}\n");
        yield return ("PUT", $"/api/v1/nodes/{node}", """{"name":"x"}""");
        yield return ("PUT", "/api/v1/nodes/tinh", """{"name":"x"}""");
        yield return ("PUT", $"/api/v1/nodes/{own}", $$"""{"parent":"{{node}}"}""");
        yield return ("PUT", "/api/v1/nodes/moi", $$"""{"name":"x","level":"commune","parent":"tinh"}""");
        yield return ("PUT", $"/api/v1/nodes/{own}", $$"""{"valid_until":"2030-01-01","successors":"{{node}}"}""");
        yield return ("POST", "/api/v1/nodes/import", $"code,name\n{node},x\n");
        yield return ("POST", "/api/v1/maintenance", $$"""{"subject_kind":"node","subject":"{{node}}","until":"2027-01-01T00:00:00Z","why":"x"}""");
        yield return ("POST", "/api/v1/maintenance", """{"subject_kind":"node","subject":"tinh","until":"2027-01-01T00:00:00Z","why":"x"}""");
        yield return ("POST", "/api/v1/maintenance", $$"""{"subject_kind":"gate","subject":"{{gate}}","until":"2027-01-01T00:00:00Z","why":"x"}""");
        yield return ("POST", $"/api/v1/maintenance/{work}/end", "");
        yield return ("POST", $"/sites/{TwoNodes.Site(own)}/maintenance/{work}/end", "");
        yield return ("POST", "/api/v1/recipients", $$"""{"name":"{{duty}}","address":"http://127.0.0.1:9/x","node":"{{own}}"}""");
        yield return ("POST", "/api/v1/recipients", $$"""{"name":"x","address":"http://127.0.0.1:9/x","node":"{{node}}"}""");
        yield return ("POST", "/api/v1/recipients", """{"name":"x","address":"http://127.0.0.1:9/x"}""");
        yield return ("DELETE", $"/api/v1/recipients/{duty}", "");
        yield return ("POST", $"/api/v1/recipients/{duty}/test", "");
        yield return ("POST", $"/alerts/recipients/{duty}/remove", "");
        yield return ("DELETE", $"/api/v1/enrolment-codes/{claim}", "");
        yield return ("POST", $"/enrol/{claim}/withdraw", "");
        yield return ("POST", "/api/v1/enrolment-codes", $$"""{"site":"{{site}}","plan":"in"}""");
        // The name of a gate that the neighbour has, and of one whose code waits there.
        yield return ("POST", "/api/v1/enrolment-codes", $$"""{"site":"{{TwoNodes.Site(own)}}","plan":"in","gate":"{{gate}}"}""");
        yield return ("POST", "/api/v1/enrolment-codes", $$"""{"site":"{{TwoNodes.Site(own)}}","plan":"in","gate":"{{site}}-09"}""");
        yield return ("POST", "/api/v1/enrolment-bundles", $$"""{"site":"{{site}}","plan":"in","count":2}""");
        foreach (var act in new[] { "replace", "revoke", "decommission" })
        {
            yield return ("POST", $"/api/v1/gates/{gate}/{act}", """{"why":"x"}""");
            yield return ("POST", $"/gates/{gate}/{act}", "why=x");
        }
        yield return ("POST", $"/api/v1/gates/{gate}/replace", $$"""{"site":"{{TwoNodes.Site(own)}}"}""");
        yield return ("POST", $"/api/v1/gates/{TwoNodes.There(own)}/replace", $$"""{"site":"{{site}}"}""");
        foreach (var scope in new[] { "hub", "site:" + site, "node:" + node })
            yield return ("POST", "/api/v1/passes", $$"""{"category":"staff","scope":"{{scope}}","expires_at":"{{RouteTable.Soon}}"}""");
        foreach (var scope in new[] { "site:" + site, "node:" + node })
            yield return ("POST", "/api/v1/invitations", $$"""{"scope":"{{scope}}","until":"{{RouteTable.Soon}}"}""");
        yield return ("POST", $"/api/v1/invitations/{world.Invitation(node)}/revoke", "");
        yield return ("POST", $"/invitations/{world.Invitation(node)}/revoke", "");
        yield return ("POST", "/api/v1/passes/revoke", $$"""{"ids":["{{world.Pass(node)}}"],"why":"x"}""");
        yield return ("POST", "/api/v1/passes/keys/rotate", "{}");
        yield return ("PUT", "/api/v1/lists/trust", "{}");
        foreach (var place in new[] { "", $",\"site\":\"{site}\"" })
        {
            yield return ("POST", "/api/v1/cards", $$"""{"numbers":["001099000001"],"denied":true{{place}}}""");
            yield return ("POST", "/api/v1/cards/remove", $$"""{"numbers":["001099000001"]{{place}}}""");
        }
        yield return ("POST", $"/api/v1/cards/import?site={site}", "number\n001099000001\n");
        yield return ("DELETE", $"/api/v1/cards?site={site}", "");
        yield return ("DELETE", "/api/v1/cards?all=true", "");
        yield return ("PUT", "/api/v1/plans/x", "{}");
        yield return ("POST", "/api/v1/keys/rotate", "{}");
    }

    /// <summary>Everything that the hub keeps, but for rows about the own node.</summary>
    private static string StateOf(TwoNodes world)
    {
        (string Table, string Columns, string Where)[] tables =
        [
            ("node", "*", "1"), ("site", "*", "1"), ("site_group", "*", "1"), ("maintenance", "*", "1"), ("recipient", "*", "1"),
            ("claim", "*", "1"), ("audit", "*", "outcome = 'done'"), ("plan", "*", "1"), ("alert", "*", "1"), ("pass", "*", "1"),
            ("card_list", "*", "1"), ("card", "*", "1"),
            ("list", "name, version", "name = 'trust'"), // The others the hub makes itself.
            ("gate", "name, label, site, plan, standing, provision", "1"),
        ];
        return world.Hub.Store.Read(db => string.Join('\n', tables.Select(table =>
        {
            using var columns = db.Prepare("SELECT count(*) FROM pragma_table_info(?)");
            columns.Bind(1, table.Table).Step();
            var count = table.Columns == "*" ? (int)columns.Int64(0) : table.Columns.Split(',').Length;
            using var rows = db.Prepare($"SELECT {table.Columns} FROM {table.Table} WHERE {table.Where}");
            var text = new StringBuilder(table.Table).Append(':');
            while (rows.Step())
            {
                for (var column = 0; column < count; column++)
                    text.Append(rows.Text(column)).Append('|');
                text.Append('\n');
            }
            return text.ToString();
        })));
    }

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(static pair => pair.First == pair.Second).Count();
        return $"…{one[Math.Max(0, at - 60)..Math.Min(one.Length, at + 120)]}… and …{other[Math.Max(0, at - 60)..Math.Min(other.Length, at + 120)]}…";
    }

    private static void AssertHis(string asked, (HttpStatusCode Status, string Body) answer, bool isFound)
    {
        Assert.True(!isFound || answer.Status == HttpStatusCode.OK, $"{asked}: {(int)answer.Status} {answer.Body}");
        foreach (var canary in new[] { TwoNodes.Canary, TwoNodes.CanaryNumber, "0777 000 111" })
        {
            var at = answer.Body.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"{asked}: …{(at < 0 ? "" : answer.Body[Math.Max(0, at - 200)..Math.Min(answer.Body.Length, at + 60)])}");
        }
    }

    /// <summary>A page says when it was made, and a report until when it reaches.</summary>
    private static string WithoutMoments(string body) => Moment().Replace(body, "T");

    [GeneratedRegex("""\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|\d\d:\d\d(:\d\d)?|(?<=expected_s":)\d+|(?<="trace_id":")[^"]+|\d+,\d(?= %)|(?<=value=")[\w-]{60,}""")]
    private static partial Regex Moment();
}
