using System.Globalization;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Passes;
using CheckIn.Hub.Web.Steering;
using CheckIn.Passes;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>An invitation that somebody is about to make, as he typed it.</summary>
/// <param name="From">First day, in the hub's zone; empty = today.</param>
/// <param name="Until">Last day, which is in it.</param>
/// <param name="People">How many may use the link.</param>
public sealed record InvitationForm(
    string Category = PassCategories.Visitor, string From = "", string Until = "", string People = "1", string Label = "")
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    internal static InvitationForm Of(IFormCollection sent) => new(
        ChangeForm.Text(sent, "category"), ChangeForm.Text(sent, "from"), ChangeForm.Text(sent, "until"),
        ChangeForm.Text(sent, "people"), ChangeForm.Text(sent, "label"));

    /// <summary>What he asks for; null = something of it cannot be read, which the form that comes with it says.</summary>
    internal (InvitationOrder? Order, InvitationForm Form) Read(FleetScope scope, PageContext page)
    {
        var (problems, days, text) = (
            new Dictionary<string, string>(), PassPageWords.Of(page.Words), InvitationWords.Of(page.Words));
        var from = From.Length == 0 ? null : PassForm.DayIn(From);
        if (From.Length > 0 && from is null)
            problems["from"] = days.NotADay;
        if (PassForm.DayIn(Until) is not { } until)
        {
            problems["until"] = days.NotADay;
            until = default;
        }
        if (!int.TryParse(People, NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            || people is < 1 or > InvitationRules.MostPeople)
            problems["people"] = FleetWords.Fill(text.PeopleWrong, InvitationRules.MostPeople);
        if (problems.Count > 0)
            return (null, this with { Problems = problems });
        var begin = from is { } first ? HubZone.StartOf(first) : DateTimeOffset.FromUnixTimeSeconds(page.Now.ToUnixTimeSeconds());
        return (new InvitationOrder(
            scope, Category, begin, HubZone.StartOf(until.AddDays(1)), people, Label.Length == 0 ? null : Label), this);
    }
}
