using System.Globalization;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Steering;
using CheckIn.Passes;
using CheckIn.Settings;

namespace CheckIn.Hub.Web.Passes;

/// <summary>Cards that somebody is about to issue, as he typed it.</summary>
/// <param name="From">First day, in the hub's zone; empty = today.</param>
/// <param name="Until">Last day, which is in it.</param>
/// <param name="Count">How many, where nothing is printed on them.</param>
/// <param name="Lines">What is printed below the code, a card a line; nothing of it is kept.</param>
/// <param name="Label">What the hub calls all of them; no name.</param>
public sealed record PassForm(
    string Category = PassCategories.Visitor, string From = "", string Until = "", string Count = "1", string Lines = "",
    string Label = "")
{
    /// <summary>Cards issued on one page.</summary>
    internal const int MostCards = 200;

    /// <summary>Where a roster is put.</summary>
    internal const string RosterField = "roster";

    /// <summary>Characters printed on a card.</summary>
    internal const int LongestLine = 60;

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>What is printed, a card each; empty = nothing.</summary>
    internal IReadOnlyList<string> Printed => Lines.Split(
        '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>With the people of a roster behind what was typed, or with what is wrong with it.</summary>
    internal async Task<PassForm> WithRosterAsync(IFormFile? roster, Language language, CancellationToken cancellation)
    {
        if (roster is null or { Length: 0 })
            return this;
        try
        {
            await using var stream = roster.OpenReadStream();
            var people = await StaffRoster.ReadAsync(stream, cancellation);
            return this with { Lines = string.Join('\n', Printed.Concat(people)) };
        }
        catch (SitesException e)
        {
            return this with { Problems = new Dictionary<string, string> { [RosterField] = e.In(language) } };
        }
    }

    internal static PassForm Of(IFormCollection sent) => new(
        ChangeForm.Text(sent, "category"), ChangeForm.Text(sent, "from"), ChangeForm.Text(sent, "until"),
        ChangeForm.Text(sent, "count"), ChangeForm.Text(sent, "lines"), ChangeForm.Text(sent, "label"));

    /// <summary>What he asks for; null = something of it cannot be read, which the form that comes with it says.</summary>
    internal (PassOrder? Order, PassForm Form) Read(FleetScope scope, PassPageWords text)
    {
        var (problems, printed) = (new Dictionary<string, string>(Problems), Printed);
        var from = From.Length == 0 ? null : DayIn(From);
        if (From.Length > 0 && from is null)
            problems["from"] = text.NotADay;
        if (DayIn(Until) is not { } until)
        {
            problems["until"] = text.NotADay;
            until = default;
        }
        if (printed.Count > MostCards || printed.Any(static line => line.Length > LongestLine || line.Any(char.IsControl)))
            problems["lines"] = FleetWords.Fill(text.LinesWrong, MostCards, LongestLine);
        var count = printed.Count > 0 ? printed.Count
            : int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (count is < 1 or > MostCards && !problems.ContainsKey("lines"))
            problems["count"] = FleetWords.Fill(text.CountWrong, MostCards);
        if (problems.Count > 0)
            return (null, this with { Problems = problems });
        return (new PassOrder(
            Category, from is { } first ? HubZone.StartOf(first) : null, HubZone.StartOf(until.AddDays(1)), scope, default,
            Label.Length == 0 ? null : Label, count), this);
    }

    /// <summary>A day as a browser sends it, or as somebody types it; null = it is none.</summary>
    internal static DateOnly? DayIn(string text) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 2000 and < 9000 ? day : null;
}

/// <summary>A card to be printed.</summary>
/// <param name="Qr">SVG of its code.</param>
/// <param name="Printed">What stands below it; null = nothing.</param>
public sealed record PrintedCard(string Qr, string? Printed);
