using System.Net;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

public sealed class AlertPagesTests
{
    [Theory]
    [InlineData("1h", "2026-11-20T04:34:00+07:00", "2026-11-20T05:34:00+07:00")]
    [InlineData("8h", "2026-11-20T20:00:00+07:00", "2026-11-21T04:00:00+07:00")]
    [InlineData("morning", "2026-11-20T04:34:00+07:00", "2026-11-21T06:00:00+07:00")]
    [InlineData("morning", "2026-11-20T23:59:00+07:00", "2026-11-21T06:00:00+07:00")]
    [InlineData("for ever", "2026-11-20T04:34:00+07:00", "2026-11-20T05:34:00+07:00")]
    public void A_snooze_is_over_when_its_button_says(string name, string now, string until) => Assert.Equal(
        DateTimeOffset.Parse(until, null), AlertPages.Until(name, DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("/gates/cong-a", "/gates/cong-a?done=snooze&lang=en")]
    [InlineData("/alerts?kind=offline", "/alerts?kind=offline&done=snooze&lang=en")]
    [InlineData("//elsewhere.example/", "/alerts?done=snooze&lang=en")]
    [InlineData("/\\elsewhere.example/", "/alerts?done=snooze&lang=en")]
    [InlineData("https://elsewhere.example/", "/alerts?done=snooze&lang=en")]
    [InlineData("/gates/\r\nSet-Cookie: a=b", "/alerts?done=snooze&lang=en")]
    [InlineData(null, "/alerts?done=snooze&lang=en")]
    public void After_an_act_one_is_where_one_was_and_never_at_somebody_elses_page(string? typed, string expected) =>
        Assert.Equal(expected, AlertPages.Back(typed, "snooze",
            new PageContext(Words.English, HubZone.Current, DateTimeOffset.UnixEpoch)));

    [Fact]
    public async Task An_act_on_an_alert_that_is_gone_says_so()
    {
        await using var hub = await WebHost.StartAsync();
        using var form = new FormUrlEncodedContent([new("back", "/alerts"), new("for", "1h")]);
        using var answer = await hub.Http.PostAsync("/alerts/12345/snooze?lang=en", form);
        Assert.Contains("no longer stands", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_of_a_webhook_is_shown_once_and_a_mistake_leaves_what_was_typed()
    {
        await using var hub = await WebHost.StartAsync();
        var (status, wrong) = await AddAsync(hub, "http://elsewhere.example/hook");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("value=\"http://elsewhere.example/hook\"", wrong, StringComparison.Ordinal);
        var (_, added) = await AddAsync(hub, "http://127.0.0.1:1/hook");
        var secret = hub.Get<Recipients>().Find("truc-ban")!.Secret!;
        Assert.Contains(secret, added, StringComparison.Ordinal);
        var page = await hub.Http.GetStringAsync("/alerts/recipients?lang=en");
        Assert.Contains("truc-ban", page, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, page, StringComparison.Ordinal);

        Assert.Contains("Remove recipient truc-ban",
            await hub.Http.GetStringAsync("/alerts/recipients/truc-ban/remove?lang=en"), StringComparison.Ordinal);
        using var nothing = new FormUrlEncodedContent([]);
        using var removed = await hub.Http.PostAsync("/alerts/recipients/truc-ban/remove?lang=en", nothing);
        Assert.Empty(hub.Get<Recipients>().All);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AddAsync(WebHost hub, string address)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("name", "truc-ban"), new("channel", "webhook"), new("address", address), new("language", "vi"),
            new("least", "warning"), new("level", "1"), new("quiet", "22:00-06:00"),
        ]);
        using var answer = await hub.Http.PostAsync("/alerts/recipients?lang=en", form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
