using System.Globalization;
using System.Text.Json;
using CheckIn.Record;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Commands;

/// <summary>What a journal tells of a gate that does not run.</summary>
/// <param name="Path">The journal.</param>
/// <param name="LastSeq">Number of its last event, <paramref name="LastAt"/> by the gate's clock (Unix ms).</param>
/// <param name="Waiting">Events that the hub does not have.</param>
/// <param name="StoppedClean">Whether the gate said goodbye; null = nothing tells.</param>
/// <param name="Problem">Why nothing is known, in words.</param>
internal sealed record StoppedGate(
    string Path, long? LastSeq, long? LastAt, long? Waiting, bool? StoppedClean, string? Problem = null)
{
    /// <summary>How far back the last start or stop is looked for.</summary>
    private const int Back = 500;

    internal static StoppedGate Read(string path)
    {
        try
        {
            using var journal = RecordedJournal.Open(path);
            var epochs = journal.Epochs();
            var now = epochs[^1];
            RecordedEvent? last = null;
            bool? clean = null;
            foreach (var recorded in journal.Events(now, Math.Max(0, now.Last - Back)))
            {
                last = recorded;
                clean = StartOrStop(recorded) ?? clean;
            }
            return new(path, last?.Seq, last?.At, epochs.Sum(static epoch => epoch.Waiting), clean);
        }
        catch (Exception e) when (e is RecordException or ArgumentOutOfRangeException)
        {
            return new(path, null, null, null, null, e.Message);
        }
    }

    internal IEnumerable<string> Lines(Language language)
    {
        var (words, units) = (StatusWords.Of(language), new Units(language));
        yield return words.NotRunning;
        if (LastSeq is { } seq && LastAt is { } at)
        {
            yield return "  " + string.Format(
                CultureInfo.InvariantCulture, words.NotRunningSince, Path, units.Number(seq),
                units.Moment(DateTimeOffset.FromUnixTimeMilliseconds(at), TimeZoneInfo.Local), units.Number(Waiting ?? 0));
            if (StoppedClean is { } clean)
                yield return "  " + (clean ? words.StoppedClean : words.StoppedHard);
        }
        else
        {
            yield return "  " + string.Format(CultureInfo.InvariantCulture, words.NoJournal, Problem ?? Path);
        }
        yield return "  " + words.StartIt;
    }

    private static bool? StartOrStop(RecordedEvent recorded)
    {
        try
        {
            using var fact = JsonDocument.Parse(recorded.Fact);
            return fact.RootElement.TryGetProperty("body", out var body) && body.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String
                ? name.GetString() switch { "stopped" => true, "started" => false, _ => null } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
