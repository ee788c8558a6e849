using System.Net;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class SettingsPagesTests
{
    private const string Hub = "/settings/hub";

    [Fact]
    public async Task A_change_is_looked_at_before_it_is_made_and_stands_in_the_history_after()
    {
        await using var hub = await WebHost.StartAsync();
        var preview = await SendAsync(hub, Hub + "/preview?lang=en",
            [new("path", "Lanes:*:Turnstile:Pulse"), new("lane", "vao"), new("value", "800 ms"), new("patch", "")]);
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Contains("800 ms", preview.Body, StringComparison.Ordinal);
        Assert.Null(Layer(hub).Current);

        const string patch = """{"Lanes":{"vao":{"Turnstile":{"Pulse":"00:00:00.8"}}}}""";
        Assert.Contains(patch, WebUtility.HtmlDecode(preview.Body), StringComparison.Ordinal);
        var untitled = await SendAsync(hub, Hub + "/change?lang=en", [new("patch", patch), new("how", "now"), new("expected", "0")]);
        Assert.Equal(HttpStatusCode.Conflict, untitled.Status);
        Assert.Contains("id=\"title-problem\"", untitled.Body, StringComparison.Ordinal);

        var done = await SendAsync(hub, Hub + "/change?lang=en",
            [new("patch", patch), new("title", "longer opening"), new("how", "now"), new("expected", "0")]);
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Contains("longer opening", done.Body, StringComparison.Ordinal);
        Assert.Equal(1, Layer(hub).Current!.Number);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_written_over()
    {
        await using var hub = await WebHost.StartAsync();
        const string patch = """{"Health":{"TooHot":70}}""";
        KeyValuePair<string, string>[] form =
            [new("patch", patch), new("title", "first"), new("how", "now"), new("expected", "0")];
        await SendAsync(hub, Hub + "/change?lang=en", form);
        form[0] = new("patch", """{"Health":{"TooHot":60}}""");
        var late = await SendAsync(hub, Hub + "/change?lang=en", form);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("role=\"alert\"", late.Body, StringComparison.Ordinal);
        Assert.Equal("first", Layer(hub).Current!.Title);
    }

    [Theory]
    [InlineData("""{"Health":{"TooHot":900}}""", "TooHot")]
    [InlineData("""{"Gate":{"Id":"x"}}""", "Gate:Id")]
    [InlineData("{", "patch-problem")]
    [InlineData("""{"<script>":1}""", "<script>")]
    public async Task What_cannot_be_is_said_and_what_was_typed_stays(string patch, string said)
    {
        await using var hub = await WebHost.StartAsync();
        var (status, body) = await SendAsync(hub, Hub + "/preview?lang=en", [new("patch", patch)]);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Contains(patch, body, StringComparison.Ordinal);
        Assert.Empty(hub.Get<DesiredDesk>().Layers(Sight(hub)));
    }

    [Theory]
    [InlineData("/settings/site:")]
    [InlineData("/settings/node:nowhere")]
    [InlineData("/settings/hub/back/7")]
    [InlineData("/settings/hub/rollouts/7")]
    [InlineData("/settings/hub/change?path=Gate:Id")]
    [InlineData("/modes/nothing/end")]
    [InlineData("/modes/order?scope=node:nowhere")]
    public async Task What_is_not_there_is_answered_so(string address)
    {
        await using var hub = await WebHost.StartAsync();
        using var answer = await hub.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static LayerPicture Layer(WebHost hub) => hub.Get<DesiredDesk>().Layer(FleetScope.All, Sight(hub))!;

    private static Sight Sight(WebHost hub) => hub.Get<SightBook>().Of(Caller.Local(null), Capability.EditSettings);

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        WebHost hub, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await hub.Http.PostAsync(path, form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
