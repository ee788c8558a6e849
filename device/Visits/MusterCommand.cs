using System.Globalization;
using System.Text.Json;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service.Commands;
using CheckIn.Record;
using CheckIn.Rules;
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

          --json   one JSON object a line: {"tag", "category", "entered_at", "lane"}; at the end {"inside", "stayed_over"}
          --lang   Vietnamese or English; default by LANG

        People are told apart by tags of today, which begins at 03:00 by Rules:TimeZone. Until noon it is said besides how many
        who came before that may still be inside. Who came in by another gate of the site is in that one's journal; the tags are the
        site's, so the lists can be put together.
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
            var (now, zone) = (time.GetUtcNow(), RuleZone.Find(command.Bound<RulesOptions>("Rules").TimeZone)!);
            using var journal = RecordedJournal.Open(command.Bound<JournalOptions>("Journal").Path);
            var muster = Muster.Of(journal, SiteDay.Of(now, zone));
            if (!SiteDay.IsMorning(now, zone))
                muster = muster with { StayedOver = 0 };
            if (command.Json)
                PrintJson(output, muster);
            else
                Print(output, muster, command.Language, zone);
            return Told;
        }
        catch (Exception e) when (e is FormatException or RecordException or OptionsValidationException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotSay;
        }
    }

    private static void Print(TextWriter output, Muster muster, Language language, TimeZoneInfo zone)
    {
        var inside = muster.People;
        output.WriteLine(language.Of($"Inside by this gate: {inside.Count}", $"Đang ở trong, theo cổng này: {inside.Count}"));
        foreach (var category in inside.GroupBy(static person => person.Category ?? "")
            .OrderBy(static one => one.Key, StringComparer.Ordinal))
            output.WriteLine($"  {category.Count(),6}  {CategoryWords.Of(category.Key, language)}");
        foreach (var person in inside)
        {
            var (at, category) = (TimeZoneInfo.ConvertTime(person.EnteredAt, zone), CategoryWords.Of(person.Category, language));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {at:HH:mm}  {person.Tag}  {category}  {person.Lane}"));
        }
        if (muster.StayedOver > 0)
            output.WriteLine("! " + VisitWords.StayedOver(muster.StayedOver, language));
    }

    private static void PrintJson(TextWriter output, Muster muster)
    {
        foreach (var person in muster.People)
            output.WriteLine(JsonSerializer.Serialize(person, MusterJson.Default.PersonInside));
        output.WriteLine($$"""{"inside":{{muster.People.Count}},"stayed_over":{{muster.StayedOver}}}""");
    }
}
