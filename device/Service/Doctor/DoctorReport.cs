using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>A finding as one JSON object; state is good, look, wrong or not_tried.</summary>
internal sealed record FindingLine(string Check, string? Lane, string State, string Finding, string? Advice);

/// <summary>The last one.</summary>
internal sealed record SummaryLine(string Check, int Checks, int Good, int Look, int Wrong, int NotTried);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FindingLine))]
[JsonSerializable(typeof(SummaryLine))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    internal static DoctorJson Readable => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>Findings as lines, each when it is found, and a sum of them.</summary>
internal sealed class DoctorReport(TextWriter output, DoctorWords words, bool json)
{
    private const int Narrow = 10;
    private readonly DoctorJson _json = DoctorJson.Readable;
    private readonly Dictionary<CheckState, int> _counts = [];

    /// <summary>Whether anything does not work.</summary>
    internal bool IsWrong => Count(CheckState.Wrong) > 0;

    internal async Task AddAsync(Finding finding)
    {
        _counts[finding.State] = Count(finding.State) + 1;
        await output.WriteLineAsync(json
            ? JsonSerializer.Serialize(
                new FindingLine(finding.Check, finding.Lane, Word(finding.State), finding.Found, finding.Advice),
                _json.FindingLine)
            : Line(finding));
        await output.FlushAsync();
    }

    internal async Task EndAsync()
    {
        var (good, look, wrong) = (Count(CheckState.Good), Count(CheckState.Look), Count(CheckState.Wrong));
        var skipped = Count(CheckState.Skipped);
        var all = good + look + wrong + skipped;
        await output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new SummaryLine("summary", all, good, look, wrong, skipped), _json.SummaryLine)
            : good == all ? Say(words.SummaryGood, all)
            : Say(words.Summary, all, good, look, wrong, Mark(Worst))
                + (skipped > 0 ? Say(words.SummarySkipped, skipped) : ""));
        await output.FlushAsync();
    }

    private string Line(Finding finding)
    {
        var title = words.Title(finding.Check);
        var name = finding.Lane is { } lane ? Say(words.Lane, lane, title) : title;
        var advice = finding.Advice is { } what ? $" → {what}" : "";
        return $"{Mark(finding.State)} {words.StateWord(finding.State).PadRight(Narrow)}{name}: {finding.Found}{advice}";
    }

    private CheckState Worst => IsWrong ? CheckState.Wrong : Count(CheckState.Look) > 0 ? CheckState.Look : CheckState.Good;

    private int Count(CheckState state) => _counts.GetValueOrDefault(state);

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Good => "✓",
        CheckState.Look => "!",
        CheckState.Wrong => "✗",
        _ => "·",
    };

    private static string Word(CheckState state) => state switch
    {
        CheckState.Good => "good",
        CheckState.Look => "look",
        CheckState.Wrong => "wrong",
        _ => "not_tried",
    };

    private static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}
