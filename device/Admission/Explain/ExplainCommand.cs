using System.Globalization;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Rules;
using CheckIn.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Admission.Explain;

/// <summary>
/// <c>checkin-gate explain</c>: what this gate's rules say of a code, step by step, by the engine that decides. It reads the
/// settings as the gate does and asks nobody; nothing is recorded, and of the code only kind and category are printed.
/// </summary>
internal static class ExplainCommand
{
    internal const string Word = "explain";

    private const int Admits = 0;
    private const int Refuses = 1;
    private const int CannotSay = 2;
    private const int MostBytes = 64 * 1024;

    private const string Help = """
        checkin-gate explain: how a decision about a code comes about.

        Usage: checkin-gate explain CODE | --file FILE | -
                   [--lane NAME] [--at TIME] [--clock-unsure] [--lang vi|en] [--SECTION:SETTING VALUE]...

          CODE            the code's text; others on this machine may see it while this runs, so rather
          --file FILE     reads it from a file, and - from standard input
          --lane          one lane; default every lane
          --at            2026-11-02T08:00 on the wall of the rules' time zone, or with an offset; default now
          --clock-unsure  as if the gate did not know how wrong its clock is
          --lang          Vietnamese or English; default by LANG

        The gate's settings and lists are read as the gate reads them, the hub's included. Nothing is recorded and no turnstile
        moves. Who is inside only the running gate knows: it is judged as for somebody who has not come today.
        Ends with 0 when the code is admitted (in every lane asked), 1 when it is refused, 2 when that cannot be said.
        """;

    internal static int Run(string[] args, Stream input, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (args is [] or ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return args is [] ? CannotSay : Admits;
        }
        try
        {
            var isCode = args[0] == "-" || !args[0].StartsWith("--", StringComparison.Ordinal);
            var command = CommandArguments.Parse(
                Word, isCode ? args[1..] : args, ["--clock-unsure"], ["--file", "--at", "--lane", "--lang"]);
            return Explain(command, Read(isCode ? args[0] : null, command.Value("--file"), input), output, time);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotSay;
        }
        catch (OptionsValidationException e)
        {
            errors.WriteLine("✗ The settings are wrong; nothing can be said by them. " + string.Join(" ", e.Failures));
            return CannotSay;
        }
    }

    private static int Explain(CommandArguments command, byte[] code, TextWriter output, TimeProvider time)
    {
        var rules = command.Bound<RulesOptions>("Rules");
        var lanes = command.Bound<LanesOptions>("").Lanes
            .Where(lane => command.Lane is null || lane.Name == command.Lane).ToList();
        if (lanes.Count == 0)
            throw new FormatException(command.Lane is null
                ? "The settings have no lane, so nobody decides. Nothing was done."
                : $"There is no lane {command.Lane}. Nothing was done.");
        var lists = new GateLists(
            new ListFiles(command.Bound<JournalOptions>("Journal").Path), time, NullLogger<GateLists>.Instance);
        var (engine, zone) = (RuleEngine.Of(rules, lists.Cards, lists.Place), RuleZone.Find(rules.TimeZone)!);
        var moment = TimeZoneInfo.ConvertTime(command.Value("--at") is { } at ? Moment(at, zone) : time.GetUtcNow(), zone);
        var quality = command.Has("--clock-unsure") ? (ClockQuality?)null : new ClockQuality(0, 0);
        var now = new ClockStamp(0, moment.ToUnixTimeMilliseconds(), quality);
        var shown = Subjects.Read(code, lists.Passes, lists.Signers, now);
        var asked = engine.CaseOf(shown, LaneMode.Normal, now);
        var isAdmitted = true;
        foreach (var lane in lanes)
        {
            var steps = new List<RuleStep>();
            var verdict = engine.Of(lane.Name, lane.Direction).Explain(asked, steps);
            isAdmitted &= verdict.Outcome == Outcome.Admitted;
            ExplainPage.Print(output, command.Language, lane, moment, shown.Credential, steps, verdict);
        }
        output.WriteLine(ExplainPage.Closing(command.Language));
        return isAdmitted ? Admits : Refuses;
    }

    private static byte[] Read(string? argument, string? file, Stream input)
    {
        if ((argument is null) == (file is null))
            throw new FormatException("One code is wanted: as text, by --file, or - for standard input. Nothing was done.");
        if (argument is not null and not "-")
            return System.Text.Encoding.UTF8.GetBytes(argument);
        using var source = file is null ? input : File.OpenRead(file);
        var bytes = new byte[MostBytes];
        var length = source.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
        // A line's end is the editor's, and no part of the code.
        return bytes.AsSpan(0, length).TrimEnd("\r\n"u8).ToArray();
    }

    private static DateTimeOffset Moment(string text, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var wall))
            return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment : throw new FormatException(
                $"--at is '{text}', which is no time such as 2026-11-02T08:00. Nothing was done.");
    }
}
