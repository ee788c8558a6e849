using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Visits;
using CheckIn.Sealing;

namespace CheckIn.Hub.Tests.Visits;

/// <summary>Who is inside, as a running hub tells it: by API, page and command line.</summary>
public sealed class VisitsWebTests
{
    private static readonly string An = new('a', 32), Binh = new('b', 32);

    [Fact]
    public async Task A_hub_tells_who_is_inside_as_soon_as_gates_say_so()
    {
        await using var hub = await StartAsync();
        await UntilAsync(async () => (await PresenceAsync(hub)).Inside == 1);
        Assert.Equal((1, 2, 1), await PresenceAsync(hub));
        var muster = await hub.GetJsonAsync("api/v1/sites/cho-a/muster");
        Assert.Equal(An, muster.GetProperty("people")[0].GetProperty("tag").GetString());
        Assert.Equal("cong-2", muster.GetProperty("not_heard")[0].GetString());
        var complete = (await hub.GetJsonAsync("api/v1/sites/cho-a/visits?state=complete")).GetProperty("visits");
        Assert.Equal(600, complete[0].GetProperty("dwell_s").GetInt64());
        Assert.Contains("aaaaaaaa", await hub.Http.GetStringAsync("/sites/cho-a/muster?lang=en"), StringComparison.Ordinal);
        Assert.Contains("nhân viên", await hub.Http.GetStringAsync("/sites/cho-a/muster?lang=vi"), StringComparison.Ordinal);
        Assert.Contains("Đang ở trong", await hub.Http.GetStringAsync("/sites/cho-a?lang=vi"), StringComparison.Ordinal);
        var output = new StringWriter();
        Assert.Equal(0, await HubCommands.RunAsync(
            ["muster", "cho-a", "--hub", hub.Http.BaseAddress!.ToString(), "--lang", "en"], output, output));
        Assert.StartsWith("Inside cho-a: 1\n       1  staff\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("✗ Not heard now: cong-2.", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day=tomorrow")]
    [InlineData("state=asleep")]
    [InlineData("limit=0")]
    public async Task What_cannot_be_asked_is_refused_in_words(string query)
    {
        await using var hub = await StartAsync();
        using var answer = await hub.Http.GetAsync("api/v1/sites/cho-a/visits?" + query);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        using var unknown = await hub.Http.GetAsync("api/v1/sites/khong-co/muster");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<WebHost> StartAsync()
    {
        var hub = await WebHost.StartAsync();
        await hub.Get<SiteRegister>().SaveAsync(
            "cho-a", new Dictionary<string, string?> { ["name"] = "Chợ A", ["kind"] = "market" }, Actor.Local, default);
        var day = SealedFields.DayText(hub.Get<VisitBook>().Today(hub.Get<SiteRegister>().Tree.Sites["cho-a"]));
        await hub.Store.WriteAsync(static db => db.Execute(
            "INSERT INTO gate(name, site, standing) VALUES('cong-1', 'cho-a', 'active'), ('cong-2', 'cho-a', 'active')"),
                default);
        hub.Born("cong-1");
        var journal = new CrossingJournal("cong-1") { Day = day }.Decide(0, Direction.In, An, "staff")
            .Decide(1, Direction.In, Binh, null).Decide(11, Direction.Out, Binh, null);
        await hub.Store.StoreAsync("cong-1", EventBatch.Read(journal.Batch(1, journal.Length)), default);
        return hub;
    }

    private static async Task<(int Inside, int Entries, int Exits)> PresenceAsync(WebHost hub)
    {
        var day = await hub.GetJsonAsync("api/v1/sites/cho-a/presence");
        return (day.GetProperty("inside").GetInt32(), day.GetProperty("entries").GetInt32(), day.GetProperty("exits").GetInt32());
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(50, limit.Token);
    }
}
