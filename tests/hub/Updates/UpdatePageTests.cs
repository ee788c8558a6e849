using System.Net;
using CheckIn.Fixtures;
using CheckIn.Updates;

namespace CheckIn.Hub.Tests.Updates;

public sealed class UpdatePageTests
{
    [Theory]
    [InlineData("en", "Nothing was rolled out yet.", "stopped: too many failed", "it ended by itself on trial", "Stop rollout 1?")]
    [InlineData("vi", "Chưa triển khai gì.", "đã dừng: quá nhiều cổng không đạt", "tự dừng khi chạy thử", "Dừng đợt triển khai 1?")]
    public async Task Pages_show_versions_packages_and_how_far_a_rollout_is(
        string lang, string empty, string stopped, string why, string question)
    {
        await using var hub = await UpdateHub.StartAsync();
        Assert.Contains(empty, await PageAsync(hub, "/updates", lang), StringComparison.Ordinal);
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7, "1.2.0-thu"));
        await hub.EnrolAsync("truong-a", "a-1");
        await hub.EnrolAsync("truong-b", "b-1");
        var id = await hub.StartRolloutAsync(new { release = 7, stages = "1,100%" });
        var gate = Assert.Single(hub.Asked(id));
        await hub.ReportAsync(gate, 7, UpdateStates.RolledBack, UpdateReasons.Ended);
        var all = await PageAsync(hub, "/updates", lang);
        foreach (var part in new[] { "1.2.0-thu", stopped, $"/updates/{id}?lang={lang}", $"/updates/start/7?lang={lang}" })
            Assert.Contains(part, all, StringComparison.Ordinal);
        var one = await PageAsync(hub, $"/updates/{id}", lang);
        foreach (var part in new[] { why, $"/gates/{gate}", $"/updates/{id}/stop", $"/updates/{id}/resume" })
            Assert.Contains(part, one, StringComparison.Ordinal);
        Assert.Contains(question, await PageAsync(hub, $"/updates/{id}/stop", lang), StringComparison.Ordinal);
        await PageAsync(hub, $"/updates/{id}/resume", lang);
        await PageAsync(hub, "/updates/start/7", lang);
    }

    [Fact]
    public async Task A_rollout_is_begun_stopped_and_resumed_by_forms()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(hub, "/updates/start/7", ("stages", "0"), ("stand", "5"), ("stop_at", "5")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(hub, "/updates/start/7", ("stages", "1"), ("stand", "x"), ("stop_at", "5")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(
            hub, "/updates/start/7", ("stages", "1"), ("stand", "5"), ("stop_at", "5"), ("node", ""), ("site", "truong-a")));
        Assert.Equal(["a-1"], hub.Asked(1));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(hub, "/updates/1/stop"));
        Assert.Empty(hub.Asked(1));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(hub, "/updates/1/resume"));
        Assert.Equal(["a-1"], hub.Asked(1));
        foreach (var unknown in new[] { "/updates/9", "/updates/9/stop", "/updates/start/9" })
            Assert.Equal(HttpStatusCode.NotFound, (await hub.Web.GetAsync(new Uri(unknown, UriKind.Relative))).StatusCode);
    }

    private static async Task<string> PageAsync(UpdateHub hub, string path, string lang) =>
        WebUtility.HtmlDecode(await hub.Web.GetStringAsync(new Uri($"{path}?lang={lang}", UriKind.Relative)));

    private static async Task<HttpStatusCode> PostAsync(UpdateHub hub, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await hub.Web.PostAsync(new Uri(path, UriKind.Relative), content);
        return answer.StatusCode;
    }
}
