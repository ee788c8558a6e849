using System.Text.Json;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Programs;

namespace CheckIn.Hardware.Scenarios;

/// <summary>
/// Contacts that people and doors move: the sensor of a turnstile, a door, the button inside, the inputs of the whole
/// gate. Each is followed to its event at the hub, and to the relays where it moves them.
/// </summary>
internal sealed class Contacts(Site site)
{
    private const string Gate = "cong-cua";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(4);
    private readonly Opening _entry = new(site, Gate, "vao", Wiring.Entry, 0, Wiring.EntryPulse);

    internal async Task RunAsync()
    {
        Wiring.Rest(site.Chip);
        await using var gate = site.StartGate(Gate, Wiring.TwoSerialLanes().WithContacts());
        if (!await gate.IsUpAsync(scanners: 2))
            Report.Tell(gate.Tail);
        await TimedOutAsync();
        await TurnedAndHeldOpenAsync();
        await ForcedAsync();
        await ButtonAsync();
        await BounceAsync();
        foreach (var (line, alarm) in new[] { (Wiring.Tamper, "tamper"), (Wiring.Mains, "mains_lost") })
            await AlarmAsync(line, alarm, TimeSpan.FromSeconds(1));
        await EmergencyAsync();
    }

    private async Task TurnedAndHeldOpenAsync()
    {
        var known = await CountAsync("passage", "turned");
        var on = await _entry.BeginsAsync(() => SerialGadget.Scan(site.NextCode()));
        site.Chip.Close(Wiring.EntryDoor);
        await TouchAsync(Wiring.EntryPassage);
        var told = await ToldAsync("passage", "turned", known);
        var cause = told?.GetProperty("body").TryGetProperty("cause", out var seq) == true ? seq.GetRawText() : "none";
        site.Report.Saw(
            on && told is not null && cause != "none",
            $"passage sensor: turned, told to the hub with its decision, event {cause}");
        var forced = await CountAsync("alarm", "door_forced");
        site.Report.Saw(forced == 0, "door: opening it after an admission is no alarm");
        var held = await ToldAsync("alarm", "door_held_open", 0);
        site.Chip.Open(Wiring.EntryDoor);
        var cleared = await ToldAsync("alarm", "door_held_open", 1);
        site.Report.Saw(
            held is not null && cleared is not null,
            $"door: held open after {Wiring.HeldOpenAfter.TotalSeconds} s ({Word(held)}), "
            + $"closed again ({Word(cleared)})");
    }

    private async Task TimedOutAsync()
    {
        await _entry.WarmUpAsync(() => SerialGadget.Scan(site.NextCode()));
        var told = await ToldAsync("passage", "timed_out", 0);
        site.Report.Saw(
            told is not null,
            $"passage sensor: nobody passed within {Wiring.PassageTimeout.TotalSeconds} s, "
            + $"told as timed out ({Word(told)})");
    }

    private async Task ForcedAsync()
    {
        await TouchAsync(Wiring.EntryPassage);
        var passage = await ToldAsync("passage", "forced", 0);
        var alarm = await ToldAsync("alarm", "passage_forced", 0);
        site.Report.Saw(
            passage is not null && alarm is not null,
            $"passage sensor: without an admission it is forced ({Word(passage)}), and an alarm");
        await AlarmAsync(Wiring.EntryDoor, "door_forced", TimeSpan.FromSeconds(1));
    }

    private async Task ButtonAsync()
    {
        var since = Site.Now;
        await TouchAsync(Wiring.EntryButton);
        var told = await ToldAsync("operation", "request_to_exit", 0);
        await Site.UntilAsync(Patience, () => site.Edges.Of(Wiring.Entry, 0, since).Count >= 2);
        var edges = site.Edges.Of(Wiring.Entry, 0, since);
        var ahead = told is { } fact && edges.Count > 0
            ? (edges[0].Ns - fact.GetProperty("mono_ns").GetInt64()) / 1e6 : -1;
        var opened = edges.Count > 0 ? "high" : "never high";
        site.Report.Measured(
            edges.Count >= 2 && ahead > 0,
            $"exit button: relay {Wiring.Entry} {opened}, recorded {ahead:F1} ms before that ({Word(told)})");
    }

    /// <summary>Shorter than the tamper contact's debouncing.</summary>
    private async Task BounceAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            site.Chip.Close(Wiring.Tamper);
            site.Chip.Open(Wiring.Tamper);
        }
        await Task.Delay(Wiring.TamperDebounce * 3);
        site.Report.Saw(
            await CountAsync("alarm", "tamper") == 0,
            $"debounce: ten touches of the contact, far below {Wiring.TamperDebounce.TotalMilliseconds} ms: none");
    }

    private async Task AlarmAsync(int line, string alarm, TimeSpan lasting)
    {
        site.Chip.Close(line);
        var raised = await ToldAsync("alarm", alarm, 0);
        await Task.Delay(lasting);
        site.Chip.Open(line);
        var cleared = await ToldAsync("alarm", alarm, 1);
        site.Report.Saw(
            raised is not null && cleared is not null,
            $"contact on line {line}: {alarm} raised ({Word(raised)}) and cleared ({Word(cleared)})");
    }

    private async Task EmergencyAsync()
    {
        var at = Site.Now;
        site.Chip.Close(Wiring.Emergency);
        await Site.UntilAsync(Patience, AreOpen);
        var entry = OnAfter(Wiring.Entry, 0, at);
        var exit = OnAfter(Wiring.Exit, 1, at);
        await Task.Delay(Hold);
        var held = AreOpen()
            && site.Edges.Of(Wiring.Entry, 0, at).Count == 1 && site.Edges.Of(Wiring.Exit, 1, at).Count == 1;
        site.Chip.Open(Wiring.Emergency);
        var closed = await Site.UntilAsync(
            Patience, () => site.Chip.Level(Wiring.Entry) == 0 && site.Chip.Level(Wiring.Exit) == 1);
        FormattableString opened = $"relays {Wiring.Entry} and {Wiring.Exit} open after {entry:F0} and {exit:F0} ms";
        site.Report.Saw(
            held && closed,
            $"emergency: {FormattableString.Invariant(opened)}, {(held ? "" : "not ")}held for {Hold.TotalSeconds} s, "
            + $"{(closed ? "" : "not ")}closed after it");
        var raised = await ToldAsync("alarm", "emergency", 0);
        var cleared = await ToldAsync("alarm", "emergency", 1);
        site.Report.Saw(
            raised is not null && cleared is not null,
            $"emergency: told to the hub as raised ({Word(raised)}) and cleared ({Word(cleared)})");
    }

    private bool AreOpen() => site.Chip.Level(Wiring.Entry) == 1 && site.Chip.Level(Wiring.Exit) == 0;

    private double OnAfter(int line, int idle, long at) =>
        site.Edges.Of(line, idle, at) is [var on, ..] ? (on.Ns - at) / 1e6 : -1;

    private async Task TouchAsync(int line)
    {
        site.Chip.Close(line);
        await Task.Delay(150);
        site.Chip.Open(line);
        await Task.Delay(100);
    }

    private async Task<int> CountAsync(string kind, string word) => (await FoundAsync(kind, word)).Count;

    /// <summary>Waits for one more such event than were known; null when none comes.</summary>
    private async Task<JsonElement?> ToldAsync(string kind, string word, int known)
    {
        List<JsonElement> found = [];
        await Site.UntilAsync(Patience, async () => (found = await FoundAsync(kind, word)).Count > known);
        return found.Count > known ? found[known] : null;
    }

    private async Task<List<JsonElement>> FoundAsync(string kind, string word) => [.. (await site.EventsOfAsync(Gate))
        .Where(fact => fact.GetProperty("kind").GetString() == kind
            && fact.GetProperty("body").EnumerateObject().Any(
                member => member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == word))];

    private static string Word(JsonElement? fact) =>
        fact is { } told ? $"event {told.GetProperty("seq").GetRawText()}" : "not told";
}
