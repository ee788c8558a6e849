using System.Text.RegularExpressions;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Venues;
using CheckIn.Hub.Visits;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Venues;

/// <summary>A hub with a market that has a poster and no gate.</summary>
internal sealed partial class VenueWorld : IAsyncDisposable
{
    internal const string Market = "cho-a";

    private VenueWorld(WebHost hub) => Hub = hub;

    internal WebHost Hub { get; }

    internal Site Site => Hub.Get<SiteRegister>().Tree.Sites[Market];

    internal Poster Poster => Hub.Get<PosterDesk>().Find(Market)!;

    /// <summary>Path of the page that the poster's code leads to.</summary>
    internal string Path => Hub.Get<PosterDesk>().CodeOf(Poster).AbsolutePath;

    internal static async Task<VenueWorld> StartAsync(params string[] settings)
    {
        var hub = await WebHost.StartAsync(["--Accounts:Address=https://hub.example", .. settings]);
        await hub.Get<SiteRegister>().SaveAsync(Market, new Dictionary<string, string?>
        {
            ["name"] = "Chợ A",
            ["kind"] = "market",
            ["support_number"] = "18001001",
        }, Actor.Local, default);
        var world = new VenueWorld(hub);
        await world.MakePosterAsync();
        return world;
    }

    internal Task<Poster> MakePosterAsync() => Hub.Get<PosterDesk>().MakeAsync(
        Market, new Actor("person:an"), Hub.Get<SightBook>().Of(Caller.Local(null), Capability.PrintPosters));

    /// <summary>A phone that opens the page, and the id of its form.</summary>
    internal async Task<(WebVisitor Phone, string Form)> OpenAsync(WebVisitor? phone = null, string lang = "en")
    {
        phone ??= new WebVisitor(Hub.Http.BaseAddress!);
        var (status, _, page) = await phone.OpenAsync(Path + "?lang=" + lang);
        Assert.True(status == System.Net.HttpStatusCode.OK, page);
        return (phone, FormId().Match(page).Groups[1].Value);
    }

    /// <summary>Presses a button.</summary>
    internal async Task<(WebVisitor Phone, string Page)> PressAsync(string way, WebVisitor? known = null, string pass = "")
    {
        var (phone, form) = await OpenAsync(known);
        var (_, _, page) = await phone.SendAsync(Path + "?lang=en", ("form", form), ("way", way), ("pass", pass));
        return (phone, page);
    }

    internal Task<SentForm> RecordAsync(string form, Contract.Direction direction, string phone) =>
        Hub.Get<VenueRecorder>().RecordAsync(Site, Poster, form, direction, VenueVisitor.OfPhone(phone), default);

    /// <summary>The poster's journal, held against itself by the hub's own verifier.</summary>
    internal JournalAccount Verify()
    {
        using var record = new HubRecord(Hub.Get<IOptions<EventsOptions>>().Value.Path);
        return JournalAccount.Of(record, record.Journals().Single(static one => one.Gate == "poster-" + Market));
    }

    /// <summary>Once visits have followed.</summary>
    internal async Task<SitePresence> PresenceAsync(Func<SitePresence, bool> holds)
    {
        var book = Hub.Get<VisitBook>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var presence = book.Presence(Site, book.Today(Site));
            if (holds(presence))
                return presence;
            await Task.Delay(50, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    internal static string KeyOf(string path) => path[VenueCode.Path.Length..];

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex FormId();
}
