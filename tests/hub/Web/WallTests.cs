using System.Net;
using CheckIn.Contract;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Web;

public sealed class WallTests
{
    [Theory]
    [InlineData("vi", "1 trên 2 cổng mất kết nối", "Cả 2 cổng đều kết nối")]
    [InlineData("en", "1 of 2 gates is offline", "All 2 gates are connected")]
    public async Task The_headline_answers_the_first_question(string language, string lost, string there)
    {
        await using var hub = await WebHost.StartAsync("--Fleet:Grace=00:00:00");
        hub.Born("gate-a");
        hub.Born("gate-b");
        Assert.Contains($"<h1>{there}</h1>", await PageAsync(hub, "/?lang=" + language), StringComparison.Ordinal);
        hub.Fleet.OnState("gate-b", new StateMessage(GateState.Lost, 1, "boot-1", "1.0", 1234, "epoch-1"));
        hub.Fleet.TickAll();
        var page = await PageAsync(hub, "/?lang=" + language);
        Assert.Contains($"<h1>{lost}</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"<title>{lost} · CheckIn</title>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/gates/gate-b?lang={language}\"", page, StringComparison.Ordinal);
        Assert.Contains(language == "vi" ? "1.234" : "1,234", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_searched_without_marks_filtered_and_paged_by_its_address()
    {
        await using var hub = await WebHost.StartAsync();
        for (var i = 0; i < 130; i++)
            hub.Born($"gate-{i:000}");
        await hub.Store.WriteAsync(static db => db.Execute("""
            INSERT INTO gate(name, label, site) VALUES('gate-077', 'Cổng Đồng Khởi', 'phuong-1')
            ON CONFLICT(name) DO UPDATE SET label = excluded.label, site = excluded.site
            """), default);
        var found = await PageAsync(hub, "/gates?lang=vi&q=dong+khoi");
        Assert.Contains("Cổng Đồng Khởi", found, StringComparison.Ordinal);
        Assert.Contains("1 trên 130 cổng", found, StringComparison.Ordinal);
        Assert.DoesNotContain("gate-078", found, StringComparison.Ordinal);
        var first = await PageAsync(hub, "/gates?lang=en&sort=events");
        var next = first.Split("rel=\"next\" href=\"")[1].Split('"')[0];
        var second = await PageAsync(hub, next);
        Assert.Equal(100, first.Split("data-key=").Length - 1);
        Assert.Equal(30, second.Split("data-key=").Length - 1);
        Assert.Contains("Nothing matches", await PageAsync(hub, "/gates?lang=en&state=lost"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?lang=vi", "Trung tâm không đọc được dữ liệu", "các cổng vẫn quyết định")]
    [InlineData("/gates?lang=en", "cannot read its own data", "gates go on deciding")]
    public async Task A_page_without_data_says_what_failed_and_what_still_works(string path, string failed, string works)
    {
        await using var hub = await WebHost.StartAsync();
        await hub.Store.WriteAsync(static db => db.Execute("ALTER TABLE journal RENAME TO away"), default);
        using var answer = await hub.Http.GetAsync(path);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.All(new[] { "<nav", "role=\"alert\"", failed, works, "journal" },
            word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watcher_who_is_told_of_a_change_finds_it_on_the_page()
    {
        await using var hub = await WebHost.StartAsync("--Fleet:Grace=00:00:00");
        hub.Born("gate-a");
        await using var stream = await hub.Http.GetStreamAsync("/live");
        using var lines = new StreamReader(stream);
        await NextAsync(lines);
        for (var i = 2; i < 5; i++)
        {
            hub.Fleet.OnState("gate-a", new StateMessage(GateState.Ready, i, "boot-1", $"1.{i}", i, "epoch-1"));
            hub.Born($"gate-{i}");
            await NextAsync(lines);
            // What was told meanwhile may be of the change before.
            while (!(await PageAsync(hub, "/gates?lang=en")).Contains($"gate-{i}", StringComparison.Ordinal))
                await NextAsync(lines);
        }
        await hub.StopAsync();
        await lines.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_chart_counts_what_was_stored_and_says_what_it_does_not_know()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync("gate-a", new TestJournal("epoch-1", 5).Batch(1, 5));
        hub.Time.Pass(TimeSpan.FromMinutes(10));
        using var minutes = new CheckIn.Hub.Events.EventMinutes(hub.Store, hub.Counters, hub.Time);
        hub.Time.Pass(TimeSpan.FromMinutes(3));
        await hub.SendAsync("gate-b", new TestJournal("epoch-2", 7).Batch(1, 7));
        hub.Time.Pass(TimeSpan.FromMinutes(2));
        var last = minutes.Last();
        Assert.Equal(59, last.Count);
        Assert.Equal([5, 7], last.Select(static minute => minute.Count).Where(static count => count > 0).OfType<long>());
        Assert.Contains(last, static minute => minute.Count is null);
        Assert.Equal(0, last[^1].Count);
    }

    private static async Task<string> PageAsync(WebHost hub, string path) =>
        WebUtility.HtmlDecode(await hub.Http.GetStringAsync(path));

    private static async Task NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) != "event: changed") { }
    }
}
