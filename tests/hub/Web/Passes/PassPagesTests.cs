using System.Net;
using CheckIn.Hub.Events;
using CheckIn.Hub.Tests.Passes;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Web.Passes;

/// <summary>The pages of passes, as somebody sees and sends them.</summary>
public sealed class PassPagesTests
{
    [Fact]
    public async Task Cards_are_shown_once_with_what_is_printed_on_them_and_nothing_of_it_is_kept()
    {
        await using var hub = await PassHub.StartAsync();
        var issued = await SendAsync(hub, "/passes/issue?lang=vi",
            ("scope", "hub"), ("category", "staff"), ("until", LastDay), ("lines", "Nguyễn Văn Thử\r\nTrần <b> & Mẫu"),
            ("label", "ca đêm"));
        Assert.Equal(HttpStatusCode.OK, issued.Status);
        Assert.Equal(2, issued.Page.Split("<figure class=\"card\">").Length - 1);
        // As text, whatever a line holds.
        Assert.DoesNotContain("<b> &", issued.Page, StringComparison.Ordinal);
        Assert.Contains("Trần <b> & Mẫu", WebUtility.HtmlDecode(issued.Page), StringComparison.Ordinal);
        var list = await hub.Web.Http.GetStringAsync("/passes?lang=vi");
        Assert.DoesNotContain("CI1:", list, StringComparison.Ordinal);
        Assert.Equal(2, WebUtility.HtmlDecode(list).Split("ca đêm").Length - 1);
        Assert.DoesNotContain("Thử", WebUtility.HtmlDecode(list), StringComparison.Ordinal);
        // Neither the database nor its journal holds a name that was printed.
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(hub.Web.Get<IOptions<EventsOptions>>().Value.Path)!, "hub.db*"))
            Assert.True((await BytesAsync(file)).AsSpan().IndexOf("Thử"u8) < 0, file);
    }

    [Fact]
    public async Task A_roster_as_a_personnel_office_has_it_becomes_a_card_for_each_and_nothing_of_it_is_kept()
    {
        await using var hub = await PassHub.StartAsync();
        var (status, page) = await SendRosterAsync(
            hub, "\ufeffMã NV;Họ tên;Đơn vị\r\n7;Nguyễn Văn Thử;Tổ 1\r\n8;\"Trần Thị Mẫu; Lan\";\r\n");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, page.Split("<figure class=\"card\">").Length - 1);
        Assert.Contains("Nguyễn Văn Thử · Tổ 1", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("Trần Thị Mẫu; Lan", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(hub.Web.Get<IOptions<EventsOptions>>().Value.Path)!, "hub.db*"))
            Assert.True((await BytesAsync(file)).AsSpan().IndexOf("Thử"u8) < 0, file);
    }

    [Theory]
    [InlineData("Mã;Đơn vị\n7;Tổ 1\n", "no column is called name")]
    [InlineData("name\n", "1 to 200 people")]
    [InlineData("name,unit\n,Tổ 1\n", "line 2, column name: is empty")]
    [InlineData("name\n\"Thử\n", "closing quotation mark is missing")]
    [InlineData("name\na\u001b[2Jb\n", "At most 200 lines")]
    public async Task A_roster_that_is_wrong_is_said_by_line_and_nothing_is_issued(string roster, string why)
    {
        await using var hub = await PassHub.StartAsync();
        var (status, page) = await SendRosterAsync(hub, roster);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(why, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("No pass has been issued yet", await hub.Web.Http.GetStringAsync("/passes?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_issued()
    {
        await using var hub = await PassHub.StartAsync();
        var wrong = await SendAsync(hub, "/passes/issue?lang=en", ("scope", "hub"), ("category", "staff"), ("until", "soon"), ("count", "0"));
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Contains("id=\"until-problem\"", wrong.Page, StringComparison.Ordinal);
        Assert.Contains("id=\"count-problem\"", wrong.Page, StringComparison.Ordinal);
        var over = await SendAsync(hub, "/passes/issue?lang=en", ("scope", "hub"), ("category", "staff"), ("until", "2001-01-02"), ("count", "1"));
        Assert.Contains("A pass ends after it begins", over.Page, StringComparison.Ordinal);
        Assert.Contains("No pass has been issued yet", await hub.Web.Http.GetStringAsync("/passes?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pass_is_revoked_with_its_reason_and_shown_so()
    {
        await using var hub = await PassHub.StartAsync();
        var (id, _) = await hub.IssueOneAsync();
        var asked = await hub.Web.Http.GetStringAsync($"/passes/{id}/revoke?lang=en");
        Assert.Contains("cannot be made good again", asked, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(hub, $"/passes/{id}/revoke?lang=en", ("why", ""))).Status);
        await SendAsync(hub, $"/passes/{id}/revoke?lang=en", ("why", "card lost"));
        var list = await hub.Web.Http.GetStringAsync("/passes?lang=en");
        Assert.Contains("card lost", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"/passes/{id}/revoke", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Web.Http.GetAsync("/passes/00/revoke?lang=en")).StatusCode);
    }

    private static string LastDay => PassHub.In(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(HttpStatusCode Status, string Page)> SendAsync(
        PassHub hub, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var answer = await hub.Web.Http.PostAsync(path, form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Page)> SendRosterAsync(PassHub hub, string roster)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("hub"), "scope" },
            { new StringContent("staff"), "category" },
            { new StringContent(LastDay), "until" },
            { new StringContent(""), "lines" },
            { new StringContent(roster), "roster", "nhan-vien.csv" },
        };
        using var answer = await hub.Web.Http.PostAsync("/passes/issue?lang=en", form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<byte[]> BytesAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
