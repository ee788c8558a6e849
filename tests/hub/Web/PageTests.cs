using System.Net;
using System.Text.Json;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", null, "vi")]
    [InlineData("/?lang=en", null, "en")]
    [InlineData("/?lang=vi", "en", "vi")]
    [InlineData("/", "en-GB,en;q=0.9", "en")]
    [InlineData("/", "en;q=0.1, vi;q=0.9", "vi")]
    [InlineData("/", "de, fr", "vi")]
    [InlineData("/", ";;q", "vi")]
    public async Task The_page_speaks_the_language_asked_for_and_vietnamese_first(
        string path, string? accepts, string language)
    {
        await using var hub = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepts is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", accepts);
        using var answer = await hub.Http.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        var words = language == "en" ? Words.English : Words.Vietnamese;
        Assert.Contains(words.EmptyNext, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, null, 0, "±12\u00A0ms")]
    [InlineData(1_296_000, null, 0, "±21\u00A0phút")]
    [InlineData(45, "hub", 0, "±45\u00A0ms, theo trung tâm")]
    [InlineData(45, "local", -3000, "±45\u00A0ms, theo trung tâm, trung tâm chưa đồng bộ, -3\u00A0s")]
    [InlineData(null, null, 1_000_000_000_000, "chưa đồng bộ, +11.574\u00A0ngày")]
    public async Task The_page_says_how_far_a_gates_clock_can_be_trusted(
        int? error, string? source, long ahead, string words)
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        Contract.ClockQuality? quality = error is { } ms ? new(ms, 3, source) : null;
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + ahead + Math.Sign(ahead) * 400;
        hub.Fleet.OnHealth("gate-a", new(1, 0, 0, 0, 0, 0, 0, 0, 0, new("boot-1", 1, at, quality)));
        var page = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/gates?lang=vi"));
        Assert.Contains($">{words}</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarms_that_stand_at_a_gate_are_shown_in_words_until_its_health_tells_of_none()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        hub.Fleet.OnHealth("gate-a", new(1, 0, 0, 0, 0, 0, 0, 0, 0)
        { Alarms = ["journal_failed", "unknown_codes", "new_alarm", "<script>"], JournalPercent = 81 });
        var page = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/gates?lang=vi"));
        Assert.Contains("suy giảm", page, StringComparison.Ordinal);
        Assert.Contains(">không ghi được nhật ký, ", page, StringComparison.Ordinal);
        Assert.Contains(", nhiều mã lạ, new_alarm</td>", page, StringComparison.Ordinal);
        using var gates = JsonDocument.Parse(await hub.Http.GetStringAsync("/api/v1/gates"));
        var gate = gates.RootElement.GetProperty("gates")[0];
        Assert.Equal(
            ["journal_failed", "unknown_codes", "new_alarm"],
            gate.GetProperty("alarms").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(81, gate.GetProperty("journal_percent").GetInt32());
        hub.Fleet.OnHealth("gate-a", new(1, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.DoesNotContain("journal_failed", await hub.Http.GetStringAsync("/api/v1/gates"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "sẵn sàng", "1.234")]
    [InlineData("en", "ready", "1,234")]
    public async Task Without_script_the_page_has_every_gate_with_word_shape_and_figures(
        string language, string word, string backlog)
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        await hub.StoreAsync("gate-a", new TestJournal("epoch-1", 5), 1, 5);
        var page = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/gates?lang=" + language));
        Assert.All(
            new[] { "gate-a", word, "class=\"state ready\"", backlog, "<time datetime=\"2" },
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/assets/checkin.css", "text/css")]
    [InlineData("/assets/checkin.js", "text/javascript")]
    public async Task What_the_page_loads_comes_from_the_program_and_is_not_sent_twice(string path, string type)
    {
        await using var hub = await WebHost.StartAsync();
        using var first = await hub.Http.GetAsync(path);
        Assert.Equal(type, first.Content.Headers.ContentType?.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await hub.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task The_policy_allows_the_program_s_own_files_only()
    {
        await using var hub = await WebHost.StartAsync();
        using var answer = await hub.Http.GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_is_told_at_once_and_of_every_change_and_lets_the_hub_stop()
    {
        await using var hub = await WebHost.StartAsync();
        await using var stream = await hub.Http.GetStreamAsync("/api/v1/gates/stream");
        using var lines = new StreamReader(stream);
        await NextAsync(lines);
        hub.Born("gate-a");
        await NextAsync(lines);
        await hub.StopAsync();
        await lines.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        static async Task NextAsync(StreamReader lines)
        {
            while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) != "event: changed") { }
        }
    }
}
