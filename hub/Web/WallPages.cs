using System.Collections.Concurrent;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using CheckIn.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CheckIn.Hub.Web;

/// <summary>What the wall shows.</summary>
/// <param name="More">Gates that are offline and not among the lines.</param>
/// <param name="Alerts">Those that stand: what matters most first.</param>
/// <param name="Minutes">
/// Events stored in each of the last minutes; null = not known. They are counted for the whole hub: empty = who looks
/// does not see all of it.
/// </param>
public sealed record WallView(
    GateRoll Roll, IReadOnlyList<OfflineLine> Offline, int More, IReadOnlyList<Alert> Alerts,
    IReadOnlyList<(DateTimeOffset At, long? Count)> Minutes, SiteTree Tree)
{
    /// <summary>Modes that are ordered somewhere, the latest first.</summary>
    public IReadOnlyList<ModeLine> Modes { get; init; } = [];

    /// <summary>What it says first.</summary>
    public string Headline(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var text = FleetWords.Of(words);
        return Roll.Counts["lost"] switch
        {
            _ when Roll.Rows.Count == 0 => text.HeadNone,
            0 when Roll.Present == Roll.InService => FleetWords.Fill(text.HeadAllThere, words.Number(Roll.InService)),
            0 => text.HeadNoneOffline,
            1 => FleetWords.Fill(text.HeadOneOffline, words.Number(Roll.InService)),
            var lost => FleetWords.Fill(text.HeadOffline, words.Number(lost), words.Number(Roll.InService)),
        };
    }
}

/// <summary>The wall as it is kept: what it says first, and all that is below, in HTML.</summary>
/// <param name="IsEmpty">There is no gate yet.</param>
public sealed record KeptWall(string Headline, string Html, bool IsEmpty);

/// <summary>
/// The wall, kept: rendered once for each language, sight and roll of the gates, by one of those who ask, and served
/// from memory to everybody else. So it is as quick for a hundred who watch as for one. The frame around it, which
/// says who looks, is not in it.
/// </summary>
internal sealed class WallPages(
    GateRows gates, OfflineDesk offline, AlertDesk alerts, EventMinutes minutes, ModeDesk modes,
    IServiceProvider services, ILoggerFactory loggers)
{
    private const int MostLines = 12, MostKept = 200;
    private readonly ConcurrentDictionary<(string Language, string Sight), Rendered> _last = [];

    /// <summary>What is inside the frame.</summary>
    internal async Task<KeptWall> OfAsync(Words words, Sight sight, CancellationToken cancellation)
    {
        var roll = await gates.RecentAsync(sight, cancellation);
        // Whoever has just answered an alert sees that he has.
        var key = new Key(roll, alerts.Standing(), sight, modes.Changed);
        if (_last.Count >= MostKept)
            _last.Clear();
        var last = _last.AddOrUpdate(
            (words.Language, sight.Name), _ => new(key, Lazily(words, key)),
            (_, earlier) => earlier.Key == key ? earlier : new(key, Lazily(words, key)));
        return await last.Wall.Value.WaitAsync(cancellation);
    }

    private Lazy<Task<KeptWall>> Lazily(Words words, Key key) => new(() => RenderAsync(words, key));

    private async Task<KeptWall> RenderAsync(Words words, Key key)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var page = new PageContext(words, HubZone.Current, key.Roll.At) { Sight = key.Sight };
        var view = Look(key, page);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?>
            {
                ["Page"] = page,
                ["View"] = view,
            };
            return (await renderer.RenderComponentAsync<WallMain>(ParameterView.FromDictionary(parameters))).ToHtmlString();
        });
        return new(view.Headline(words), html, key.Roll.Rows.Count == 0);
    }

    private WallView Look(Key key, PageContext page)
    {
        var (tree, roll) = (key.Sight.Tree, key.Roll);
        var (lines, more) = OfflineLines.Of(roll, tree.Sites, MostLines);
        var judged = lines.Select(line => line with { Cause = Judge(line) });
        return new(roll, [.. judged], more, AlertSight.Of(key.Alerts, key.Sight),
            key.Sight.IsWhole ? minutes.Last() : [], tree)
        {
            Modes = [.. Ordered(key.Sight).Select(one => ModeLine.Of(one, key.Sight, page))],
        };
    }

    private IReadOnlyList<ModePicture> Ordered(Sight sight)
    {
        try
        {
            return modes.Standing(sight);
        }
        catch (DatabaseException)
        {
            // Who is offline is known all the same.
            return [];
        }
    }

    /// <summary>Why a line's gate, or the first of its gates, is not there.</summary>
    private Outage? Judge(OfflineLine line)
    {
        try
        {
            return offline.Of(line.Gate);
        }
        catch (DatabaseException)
        {
            // Who is offline matters more than why.
            return null;
        }
    }

    /// <param name="Modes">Another one when an order is another.</param>
    private sealed record Key(GateRoll Roll, IReadOnlyList<Alert> Alerts, Sight Sight, Task Modes);

    private sealed record Rendered(Key Key, Lazy<Task<KeptWall>> Wall);
}
