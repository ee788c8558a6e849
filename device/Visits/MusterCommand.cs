using System.Globalization;
using System.Text.Json;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Record;
using CheckIn.Rules;
using CheckIn.Sealing;
using CheckIn.Settings;
using CheckIn.Time;
using CheckIn.Visits;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Visits;

/// <summary>
/// <c>checkin-gate muster</c>: who is inside by this gate's own journal, while the gate runs or not, and without the hub. It is
/// put together as the hub does it, from what was written before anything opened.
/// </summary>
internal static class MusterCommand
{
    internal const string Word = "muster";

    private const int Told = 0;
    private const int CannotSay = 2;

    private const string Help = """
        checkin-gate muster: who is inside, by this gate's own journal; it only reads, and asks nobody.

        Usage: checkin-gate muster [--json] [--lang vi|en] [--SECTION:SETTING VALUE]...

          --json   one JSON object a line: {"tag", "category", "entered_at", "lane"}; and how many at the end
          --lang   Vietnamese or English; default by LANG

        People are told apart by tags of today, which begins at 03:00 by Rules:TimeZone. Who came in by another gate of the site is
        in that one's journal; the tags are the site's, so the lists can be put together.
        """;

    internal static int Run(string[] args, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return Told;
        }
        try
        {
            var command = CommandArguments.Parse(Word, args, ["--json"], ["--lang"]);
            var zone = RuleZone.Find(Bound<RulesOptions>(command.Configuration, "Rules").TimeZone)!;
            using var journal = RecordedJournal.Open(Bound<JournalOptions>(command.Configuration, "Journal").Path);
            var inside = Muster.Of(journal, SealedFields.DayText(SiteDay.Of(time.GetUtcNow(), zone)));
            if (command.Has("--json"))
                PrintJson(output, inside);
            else
                Print(output, inside, command, zone);
            return Told;
        }
        catch (Exception e) when (e is FormatException or RecordException or OptionsValidationException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotSay;
        }
    }

    private static void Print(TextWriter output, IReadOnlyList<PersonInside> inside, CommandArguments command, TimeZoneInfo zone)
    {
        var language = command.Language;
        output.WriteLine(language.Of($"Inside by this gate: {inside.Count}", $"Đang ở trong, theo cổng này: {inside.Count}"));
        foreach (var category in inside.GroupBy(static person => person.Category ?? "").OrderBy(static one => one.Key, StringComparer.Ordinal))
            output.WriteLine($"  {category.Count(),6}  {CategoryWords.Of(category.Key, language)}");
        foreach (var person in inside)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {TimeZoneInfo.ConvertTime(person.EnteredAt, zone):HH:mm}  {person.Tag}  {CategoryWords.Of(person.Category, language)}  {person.Lane}"));
    }

    private static void PrintJson(TextWriter output, IReadOnlyList<PersonInside> inside)
    {
        foreach (var person in inside)
            output.WriteLine(JsonSerializer.Serialize(person, MusterJson.Default.PersonInside));
        output.WriteLine($$"""{"inside":{{inside.Count}}}""");
    }

    private static T Bound<T>(IConfiguration configuration, string section) where T : class
    {
        using var provider = new ServiceCollection().AddSettings<T>(configuration, section).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}
