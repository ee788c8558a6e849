using System.Globalization;
using System.Text.Json.Serialization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;
using CheckIn.Sealing;

namespace CheckIn.Hub.Visits;

/// <summary>Who is at a site, who was, and for how long, for scripts and the command line.</summary>
internal static class VisitsApi
{
    private const int MostInside = 10_000;

    internal static void MapVisitsApi(this WebApplication app)
    {
        var api = SitesApi.Group(app);
        api.Get("/sites/{code}/presence", Access.To(Capability.SeeFleet), Presence).Produces<PresenceAnswer>().WithSummary(
            "A day of a site in figures: who is inside now, by category, entries, exits, how long visits last. day=2026-11-21, "
            + "default today; a day begins at three in the morning by the site's clock.");
        api.Get("/sites/{code}/muster", Access.To(Capability.SeePresence), Muster).Produces<MusterAnswer>().WithSummary(
            "Who is inside now, the longest first, at most 10,000: by tag and category, and since when; and gates of the site "
            + "that the hub does not hear, whose crossings are missing. Until noon stayed_over says how many who came before the day "
            + "began may still be inside besides, at most.");
        api.Get("/sites/{code}/visits", Access.To(Capability.SeePresence), List).Produces<VisitList>().WithSummary(
            "Visits of a day by tag, from after= on; limit 1 to 1000, default 100. day= as above; state= inside, complete, "
            + "left_open, closed, entered_before or exit_only.");
    }

    private static IResult Presence(
        string code, VisitBook visits, SightBook sights, HttpContext http, string? day = null)
    {
        var site = Find(code, sights, http, Capability.SeeFleet);
        return Results.Json(
            PresenceAnswer.Of(visits.Presence(site, DayOf(day) ?? visits.Today(site))), VisitsJson.Default.PresenceAnswer);
    }

    private static IResult Muster(string code, VisitBook visits, MusterGates gates, SightBook sights, HttpContext http)
    {
        var site = Find(code, sights, http, Capability.SeePresence);
        var (presence, inside) = (visits.Presence(site, visits.Today(site)), visits.Muster(site, MostInside));
        return Results.Json(
            new MusterAnswer(
                code, presence.Inside, presence.ByCategory, presence.StayedOver, gates.NotHeard(code),
                [.. inside.Select(VisitAnswer.Of)]),
            VisitsJson.Default.MusterAnswer);
    }

    private static IResult List(
        string code, VisitBook visits, SightBook sights, HttpContext http, string? day = null, string? state = null,
        string? after = null, string? limit = null)
    {
        var (site, most) = (Find(code, sights, http, Capability.SeePresence), SiteRequests.Limit(limit));
        if (state is not null && !VisitStates.All.Contains(state))
            throw SiteRequests.Malformed($"has a state that is none of {string.Join(", ", VisitStates.All)}",
                $"có state không thuộc {string.Join(", ", VisitStates.All)}");
        var rows = visits.Visits(site, DayOf(day) ?? visits.Today(site), state, PlaceOf(after), most);
        return Results.Json(
            new VisitList([.. rows.Select(VisitAnswer.Of)],
                rows.Count < most ? null : string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Tag}.{rows[^1].Ordinal}")),
            VisitsJson.Default.VisitList);
    }

    private static Site Find(string code, SightBook sights, HttpContext http, Capability capability) =>
        sights.Of(http, capability).Tree.Sites.GetValueOrDefault(code) ?? throw SiteRegister.NoSuchSite(code);

    private static DateOnly? DayOf(string? text) => text is null ? null
        : DateOnly.TryParseExact(
            text, SealedFields.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw SiteRequests.Malformed(
            "has a day that is none, such as 2026-11-21", "có day không phải là ngày, ví dụ 2026-11-21");

    private static (string Tag, int Ordinal)? PlaceOf(string? after)
    {
        if (after is null)
            return null;
        var dot = after.LastIndexOf('.');
        return dot > 0 && int.TryParse(after.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? (after[..dot], ordinal) : (after, -1);
    }
}

/// <summary>A day of a site in figures.</summary>
/// <param name="ByCategory">Who is inside, by category; "" = the gate did not say.</param>
/// <param name="LeftOpen">Visits without an exit, after which the same person came in again.</param>
/// <param name="Closed">Visits that were open when the day ended, and were closed with it.</param>
/// <param name="EnteredBefore">Exits of whoever was not seen before that day: he had come before it began, or unseen.</param>
/// <param name="ExitOnly">Further exits without an entry.</param>
/// <param name="StayedOver">Until noon of today: who came before the day began and may still be inside, at most.</param>
/// <param name="MedianDwellS">Of complete visits; null = there are none.</param>
internal sealed record PresenceAnswer(
    string Site, string Day, int Inside, IReadOnlyDictionary<string, int> ByCategory, int Entries, int Exits, int Complete,
    int LeftOpen, int Closed, int EnteredBefore, int ExitOnly, int StayedOver, long? MedianDwellS)
{
    internal static PresenceAnswer Of(SitePresence day) => new(
        day.Site, SealedFields.DayText(day.Day), day.Inside, day.ByCategory, day.Entries, day.Exits,
        day.Of(VisitStates.Complete), day.Of(VisitStates.LeftOpen), day.Of(VisitStates.Closed),
        day.Of(VisitStates.EnteredBefore), day.Of(VisitStates.ExitOnly), day.StayedOver, (long?)day.MedianDwell?.TotalSeconds);
}

/// <summary>A visit.</summary>
/// <param name="State">inside, complete, left_open, closed, entered_before or exit_only.</param>
/// <param name="EnteredAt">As corrected, where that is known; null = he was only seen to leave.</param>
internal sealed record VisitAnswer(
    string Tag, string? Category, string State, DateTimeOffset? EnteredAt, string? EntryGate, DateTimeOffset? LeftAt,
    string? ExitGate, long? DwellS)
{
    internal static VisitAnswer Of(VisitRow row) => new(
        row.Tag, row.Category, row.State, row.EnteredAt, row.EntryGate, row.LeftAt, row.ExitGate, (long?)row.Dwell?.TotalSeconds);
}

/// <param name="Next">For after=; null = there are no more.</param>
internal sealed record VisitList(IReadOnlyList<VisitAnswer> Visits, string? Next);

/// <summary>Who is inside now.</summary>
/// <param name="StayedOver">Until noon: who came before the day began and may still be inside besides, at most.</param>
/// <param name="NotHeard">Gates of the site that the hub does not hear now: who passed there is not in the list.</param>
internal sealed record MusterAnswer(
    string Site, int Inside, IReadOnlyDictionary<string, int> ByCategory, int StayedOver, IReadOnlyList<string> NotHeard,
    IReadOnlyList<VisitAnswer> People);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PresenceAnswer))]
[JsonSerializable(typeof(MusterAnswer))]
[JsonSerializable(typeof(VisitList))]
internal sealed partial class VisitsJson : JsonSerializerContext;
