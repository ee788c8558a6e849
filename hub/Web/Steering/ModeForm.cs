using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web.Steering;

/// <summary>A mode that somebody is about to order, as he typed it.</summary>
/// <param name="For">Minutes from now, or <see cref="UntilMoment"/>.</param>
/// <param name="Until">A moment of the hub's zone, as a browser's field writes it.</param>
public sealed record ModeForm(
    string Mode = "", string Lane = "", string For = "60", string Until = "", string Why = "")
{
    internal const string UntilMoment = "until";
    private const int LongestWhy = 200;

    /// <summary>What most orders are for, minutes.</summary>
    internal static IReadOnlyList<int> Usual { get; } = [15, 30, 60, 120, 240, 480, 1440];

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    internal static ModeForm Of(IFormCollection sent) => new(
        ChangeForm.Text(sent, "mode"), ChangeForm.Text(sent, "lane"), ChangeForm.Text(sent, "for"),
        ChangeForm.Text(sent, "until"), ChangeForm.Text(sent, "why"));

    /// <summary>What he asks for; null = something of it cannot be read, which the form that comes with it says.</summary>
    internal (ModeRequest? Request, ModeForm Form) Read(FleetScope scope, DateTimeOffset now, ModePageWords text)
    {
        var problems = new Dictionary<string, string>();
        if (!ModeWords.All.Contains(Mode))
            problems["mode"] = text.ModeMissing;
        if (EndOf(now) is not { } until)
        {
            problems["until"] = text.NotAMoment;
            until = default;
        }
        if (Why.Length is 0 or > LongestWhy)
            problems["why"] = text.WhyMissing;
        return problems.Count > 0 ? (null, this with { Problems = problems })
            : (new(scope, Mode, until, Why, Lane.Length > 0 ? Lane : null), this);
    }

    private DateTimeOffset? EndOf(DateTimeOffset now)
    {
        if (For != UntilMoment)
        {
            return int.TryParse(For, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && Usual.Contains(minutes) ? now + TimeSpan.FromMinutes(minutes) : null;
        }
        return DateTime.TryParseExact(Until, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, HubZone.Current.GetUtcOffset(local)) : null;
    }
}

/// <summary>An order on a page.</summary>
/// <param name="Word">What its mode is called.</param>
/// <param name="Gates">Gates it concerns; of one that is over not counted.</param>
public sealed record ModeView(
    string Id, ScopeView Scope, string Mode, string Word, string? Lane, DateTimeOffset Until, string Why, string By,
    DateTimeOffset At, int Gates, int InForce)
{
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }

    /// <summary>Who looks at it may end it.</summary>
    public bool MayEnd { get; init; }

    internal static ModeView Of(StandingOrder order, ScopeView scope, PageContext page, int gates = 0, int inForce = 0) =>
        new(order.Id, scope, order.Mode, ModePhrases.In(SitePages.LanguageOf(page), order.Mode), order.Lane, order.Until,
            order.Why, order.By, order.At, gates, inForce)
        {
            EndedAt = order.EndedAt,
            EndedBy = order.EndedBy,
        };
}
