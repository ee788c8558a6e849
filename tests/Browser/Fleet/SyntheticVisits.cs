using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visits;
using CheckIn.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// Who came to one of the synthetic sites and went, by its entrance and its exit: staff since the morning, visitors who come
/// and go, a deliverer twice, one who came again without having been seen to leave, and a night shift of which one has left.
/// Nobody of them exists.
/// </summary>
internal static class SyntheticVisits
{
    private const int Inside = 13;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Minutes ago, which way, who and as what; null = the gate did not say.</summary>
    private static readonly (int Ago, Direction Way, int Who, string? Category)[] Today =
    [
        .. Enumerable.Range(0, 9).Select(static i => (228 - (i * 3), Direction.In, i, (string?)"staff")),
        (190, Direction.Out, 50, "staff"), (151, Direction.In, 10, "visitor"), (149, Direction.In, 11, "visitor"),
        (140, Direction.In, 30, "deliverer"), (133, Direction.Out, 30, "deliverer"), (120, Direction.Out, 10, "visitor"),
        (117, Direction.In, 12, "visitor"), (95, Direction.In, 13, null), (88, Direction.Out, 4, "staff"),
        (71, Direction.In, 14, "visitor"), (64, Direction.In, 14, "visitor"), (52, Direction.Out, 11, "visitor"),
        (47, Direction.In, 15, "visitor"), (31, Direction.In, 4, "staff"), (12, Direction.In, 30, "deliverer"),
        (5, Direction.Out, 15, "visitor"), (3, Direction.In, 16, "visitor"), (1, Direction.Out, 12, "visitor"),
    ];

    internal static async Task HappenAsync(IServiceProvider services, SyntheticGate entrance, SyntheticGate exit)
    {
        var (visits, sites) = (services.GetRequiredService<VisitBook>(), services.GetRequiredService<SiteRegister>());
        var site = sites.Tree.Sites[SyntheticPlaces.Site];
        var day = visits.Today(site);
        EventDraft[] night = [.. Enumerable.Range(50, 3).Select(i => Draft(600 - i, Direction.In, i, "staff", day.AddDays(-1)))];
        await entrance.DeliverAsync([.. night, .. Of(Direction.In, day)]);
        await exit.DeliverAsync([.. Of(Direction.Out, day)]);
        using var limit = new CancellationTokenSource(Patience);
        while (visits.Presence(site, day).Inside != Inside)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{visits.Presence(site, day).Inside} are inside, not {Inside}.");
            await Task.Delay(50);
        }
    }

    /// <summary>
    /// Somebody comes in at a gate that has recorded nothing yet, with the tag that it makes of what the hub delivers.
    /// </summary>
    internal static async Task ComeAsync(FleetHub hub, SyntheticGate gate, string subject)
    {
        var (place, keys) = (gate.Place.Site, hub.Get<KeyRing>().Deliver(gate.Place.Site));
        var day = hub.Get<VisitBook>().Today(hub.Get<SiteRegister>().Tree.Sites[place]);
        var from = DateOnly.Parse(keys.TagDay, CultureInfo.InvariantCulture);
        var key = TagRatchet.Advance(Convert.FromBase64String(keys.TagKey), day.DayNumber - from.DayNumber);
        await gate.DeliverAsync([Draft(1, Direction.In, TagRatchet.TagOf(key, subject), "visitor", day)]);
    }

    private static IEnumerable<EventDraft> Of(Direction way, DateOnly day) => Today.Where(one => one.Way == way)
        .OrderByDescending(static one => one.Ago).Select(one => Draft(one.Ago, one.Way, one.Who, one.Category, day));

    private static EventDraft Draft(int ago, Direction way, int who, string? category, DateOnly day)
    {
        // A tag is of one day: whoever stays over it is somebody else then.
        var tag = Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SealedFields.DayText(day)} {who}"))))[..32];
        return Draft(ago, way, tag, category, day);
    }

    private static EventDraft Draft(int ago, Direction way, string tag, string? category, DateOnly day)
    {
        var (text, at) = (SealedFields.DayText(day), TimeProvider.System.GetUtcNow().AddMinutes(-ago));
        var its = category is null ? "" : $"\"category\":\"{category}\",";
        return new EventDraft(
            EventKinds.Decision, way == Direction.In ? "vao" : "ra", way, "", (10_000 - ago) * 60_000_000_000L,
            at.ToUnixTimeMilliseconds(), new ClockQuality(12, 40), Encoding.UTF8.GetBytes($$"""
                {"outcome":"admitted","reason":"known_credential","credential":"cccd",{{its}}"tag":"{{tag}}","tag_day":"{{text}}"}
                """));
    }
}
