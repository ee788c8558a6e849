using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Metrics;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Tests.Web;

namespace CheckIn.Hub.Tests.Metrics;

public sealed partial class MetricsEndpointTests
{
    [Fact]
    public async Task The_fleet_and_what_was_stored_stand_in_figures_that_name_no_gate()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        hub.Born("gate-b");
        hub.Fleet.OnState("gate-c", new StateMessage(GateState.Stopped, 1, "boot-1", "1.0", 0, "epoch-1"));
        await hub.StoreAsync("gate-a", new TestJournal("epoch-1", 5), 1, 5);
        await hub.StoreAsync("gate-a", new TestJournal("epoch-1", 5), 4, 5);
        var text = await hub.Http.GetStringAsync("/metrics");
        var read = PrometheusText.Read(text);
        Assert.Equal((2, 1, 0), (Gates("ready"), Gates("stopped"), Gates("lost")));
        Assert.Equal((5, 2), (read["checkin_events_stored_total"], read["checkin_events_duplicate_total"]));
        Assert.Equal(2, read["checkin_ingest_commit_seconds_count"]);
        Assert.Equal((2, 1234 + 1234), (read["checkin_backlog_gates"], read["checkin_backlog_events"]));
        Assert.True(read.Of("checkin_database_bytes", ("file", "database")) > 0);
        Assert.Equal(1, read["checkin_store_ready"]);
        Assert.Equal(0, read["checkin_metrics_failed_total"]);
        Assert.DoesNotContain("gate-a", text, StringComparison.Ordinal);

        double Gates(string state) => read.Of("checkin_gates", ("state", state));
    }

    [Fact]
    public async Task Who_asks_for_OpenMetrics_gets_it()
    {
        await using var hub = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.ParseAdd("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        using var answer = await hub.Http.SendAsync(request);
        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType?.MediaType);
        PrometheusText.Read(await answer.Content.ReadAsStringAsync(), isOpenMetrics: true);
        using var plain = await hub.Http.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", plain.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing()
    {
        await using var hub = await WebHost.StartAsync();
        using var nobody = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = hub.Http.BaseAddress,
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/metrics")).StatusCode);
        nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ci_nothing");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/metrics")).StatusCode);
    }

    /// <summary>Base units, the prefix, what they are: also of those that measure only later.</summary>
    [Fact]
    public async Task Every_metric_has_a_name_in_base_units_and_says_what_it_is()
    {
        await using var hub = await WebHost.StartAsync();
        Assert.All(hub.Get<MeterBook>().Read(), static family =>
        {
            Assert.Matches("^(checkin|process)_[a-z0-9_]+$", family.Name);
            Assert.False(string.IsNullOrWhiteSpace(family.Help), family.Name);
            Assert.Equal(family.Kind == MetricKind.Counter, family.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.DoesNotMatch("_(ms|milliseconds|minutes|hours|days|kb|mb|percent)(_|$)", family.Name);
            Assert.All(family.Series, static series => Assert.DoesNotContain(series.Labels, static label =>
                label.Key is "gate" or "site" or "node" or "client" or "topic" or "person"));
        });
    }

    /// <summary>A panel that asks for a metric that was renamed shows "no data" and nobody notices.</summary>
    [Fact]
    public async Task Every_query_of_the_Grafana_dashboard_names_a_metric_that_there_is()
    {
        var backups = Directory.CreateTempSubdirectory("checkin-backups-").FullName;
        await using var hub = await WebHost.StartAsync("--Backup:Folder=" + backups);
        var names = hub.Get<MeterBook>().Read().SelectMany(NamesOf).ToHashSet();
        using var board = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Path.Combine(Executables.Repository!, "hub", "grafana", "checkin-hub.json")));
        var queries = new List<string>();
        Collect(board.RootElement, queries);
        Assert.True(queries.Count > 20);
        Assert.All(queries, query => Assert.All(Names().Matches(query), name => Assert.Contains(name.Value, names)));
        Assert.All(queries, static query => Assert.NotEmpty(Names().Matches(query)));
    }

    private static string[] NamesOf(MetricFamily family) => family.Kind == MetricKind.Histogram
        ? [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"] : [family.Name];

    private static void Collect(JsonElement element, List<string> queries)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, queries);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name == "expr")
                    queries.Add(member.Value.GetString()!);
                else
                    Collect(member.Value, queries);
            }
        }
    }

    [GeneratedRegex("(checkin|process)_[a-z0-9_]+")]
    private static partial Regex Names();
}
