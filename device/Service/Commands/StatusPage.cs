using System.Globalization;
using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Commands;

/// <summary>A running gate in plain words: values in, lines out. A line is left out where nothing is known.</summary>
internal sealed class StatusPage(Language language)
{
    private const string Well = "✓";
    private const string Look = "!";
    private const string Wrong = "✗";
    private const int JournalMuch = 80;
    private const int Day = 86_400;
    private const int OldList = 3 * Day;
    private readonly StatusWords _words = StatusWords.Of(language);
    private readonly Units _units = new(language);
    private readonly List<(string Name, string Mark, string Text)> _lines = [];

    /// <returns>The lines, and whether all is well.</returns>
    internal static (IReadOnlyList<string> Lines, bool IsWell) Of(StatusReport report, Language language) =>
        new StatusPage(language).Write(report);

    private (IReadOnlyList<string> Lines, bool IsWell) Write(StatusReport report)
    {
        var health = report.Health;
        AddLink(report, health);
        if (report.Identity is { } identity)
            AddIdentity(identity);
        if (report.HubSettings is { } settings)
            AddSettings(settings);
        AddJournal(report, health);
        AddClock(health.Clock);
        AddLists(health.Lists ?? []);
        if (health.Disk is { } disk)
        {
            Add(_words.Disk, Stands(health, BoardAlarms.DiskLow) ? Look : Well, Say(
                _words.DiskSays, _units.Size(disk.FreeBytes), _units.Size(disk.TotalBytes)));
        }
        AddBoard(health);
        if (health.Memory is { } memory)
        {
            Add(_words.Memory, " ", Say(
                _words.MemorySays, _units.Size(memory.ResidentBytes), _units.Size(memory.AnonymousBytes)));
        }
        if (health.Guard is { } guard)
            Add(_words.Guard, guard == "ready" ? Well : Wrong, guard == "ready" ? _words.GuardReady : _words.GuardLost);
        foreach (var lane in health.Lanes ?? [])
            AddLane(lane);
        foreach (var mode in report.Modes ?? [])
            Add(Say(_words.Lane, mode.Lane), " ", Say(_words.ModeSays, _words.Mode(mode.Mode), _units.Span((long)mode.LeftS)));
        if (report.Sensors.Count > 0)
        {
            Add(_words.Contacts, " ", string.Join(
                ", ", report.Sensors.Select(sensor => $"{sensor.Name} {(sensor.Active ? _words.On : _words.Off)}")));
        }
        Add(_words.Counts, " ", Say(
            _words.CountsSay, _units.Number(health.Reads), _units.Number(health.Admitted), _units.Number(health.Refused),
            _units.Number(health.Unreadable ?? 0)));
        if (report.Silent.Count > 0)
            Add(_words.Loops, Wrong, Say(_words.LoopsSilent, string.Join(", ", report.Silent)));
        if (health.Alarms is { Count: > 0 } alarms)
            Add(_words.Alarms, Look, string.Join(", ", alarms.Select(alarm => AlarmTexts.Of(alarm, language))));
        return Together(report);
    }

    private (IReadOnlyList<string> Lines, bool IsWell) Together(StatusReport report)
    {
        var troubled = _lines.Where(static line => line.Mark is Look or Wrong).Select(static line => line.Name).ToList();
        // "Cổng A2" is a name that says already what it is the name of.
        var name = report.Name.StartsWith(Say(_words.GateNamed, ""), StringComparison.OrdinalIgnoreCase)
            ? report.Name : Say(_words.GateNamed, report.Name);
        var width = _lines.Max(static line => line.Name.Length);
        var health = report.Health;
        List<string> lines =
        [
            troubled.Count == 0 ? Say(_words.Well, name) : Say(_words.NeedsLook, name, string.Join(", ", troubled)),
            "  " + Say(_words.Running, report.Gate, health.Version ?? "?", _units.Span(health.UptimeS),
                report.Process.ToString(CultureInfo.InvariantCulture), report.User),
            .. _lines.Select(line => $"  {line.Name.PadRight(width)}  {line.Mark} {line.Text}"),
        ];
        return (lines, troubled.Count == 0);
    }

    private void AddLink(StatusReport report, HealthMessage health)
    {
        var waiting = Say(_words.Waiting, _units.Number(health.Backlog));
        if (health.Link is { ConnectedS: { } connected } link)
        {
            var roundTrip = link.RoundTripMs is { } ms ? ", " + Say(_words.RoundTrip, _units.Milliseconds(ms)) : "";
            Add(_words.Hub, Well, $"{Say(_words.HubConnected, _units.Span(connected), report.Hub)}{roundTrip}; {waiting}");
            return;
        }
        var since = _units.Span(health.Link?.LostS ?? health.UptimeS);
        var text = health.Link?.Problem is { } problem
            ? Say(_words.HubLost, since, report.Hub, problem.TrimEnd('.')) : Say(_words.HubNever, since, report.Hub);
        Add(_words.Hub, Look, $"{text}; {waiting}");
    }

    private void AddIdentity(IdentityReport identity)
    {
        var (mark, text) = IdentityTexts.Of(identity, language);
        Add(_words.Identity, mark, text);
    }

    private void AddSettings(ReportedMessage said)
    {
        var wanted = (said.Wanted ?? said.Version).ToString(CultureInfo.InvariantCulture);
        switch (said.State)
        {
            case ReportedStates.Applied when said.Version == 0 && said.Errors is null:
                return; // The hub has never said anything.
            case ReportedStates.Applied:
                Add(_words.Settings, Well, Say(_words.SettingsApplied, wanted));
                break;
            case ReportedStates.Waiting:
                Add(_words.Settings, " ", Say(_words.SettingsWaiting, wanted));
                break;
            case ReportedStates.Trying:
                Add(_words.Settings, " ", Say(_words.SettingsTrying, wanted));
                break;
            default:
                Add(_words.Settings, Look, Say(
                    said.State == ReportedStates.Refused ? _words.SettingsRefused : _words.SettingsReverted, wanted,
                    said.Errors is [var first, ..] ? first.Problem.TrimEnd('.') : "?"));
                break;
        }
    }

    private void AddJournal(StatusReport report, HealthMessage health)
    {
        var text = Say(
            _words.JournalSays, report.Journal, _units.Size(health.JournalBytes), _units.Number(health.JournalPercent ?? 0));
        if (health.WrittenBytesDay is { } written)
            text += "; " + Say(health.UptimeS < Day ? _words.WrittenSince : _words.WrittenDay, _units.Size(written));
        var mark = Stands(health, "journal_failed") ? Wrong : health.JournalPercent >= JournalMuch ? Look : Well;
        Add(_words.Journal, mark, text);
    }

    private void AddClock(ClockReading? clock)
    {
        if (clock is null)
            return;
        if (clock.Quality is not { } quality)
        {
            Add(_words.Clock, Look, _words.ClockUnknown);
            return;
        }
        var text = Say(_words.ClockGood, _units.Milliseconds(quality.ErrorMs), _units.Span(quality.SyncedAgeS));
        if (quality.Source is { } source)
            text += ", " + (source == ClockSources.Hub ? _words.ByHub : _words.ByUnsureHub);
        Add(_words.Clock, Well, text);
    }

    private void AddLists(IReadOnlyList<ListHealth> lists)
    {
        if (lists.Count > 0)
            Add(_words.Lists, lists.Any(static list => list.AgeS > OldList) ? Look : Well, string.Join(
                ", ", lists.Select(list => Say(_words.ListSays, _words.List(list.Name), _units.Span(list.AgeS)))));
    }

    private void AddBoard(HealthMessage health)
    {
        if (health.Board is not { } board)
            return;
        var parts = new List<string>();
        if (board.TemperatureC is { } degrees)
            parts.Add(_units.Decimal(degrees) + " °C");
        if (board.UnderVoltage is { } weak)
            parts.Add(weak ? _words.SupplyWeak : _words.SupplyWell);
        if (board.Throttled is { } slowed)
            parts.Add(slowed ? _words.Slowed : _words.NotSlowed);
        if (board.CpuLimitMhz is { } limit)
            parts.Add(Say(_words.CpuLimit, limit.ToString(CultureInfo.InvariantCulture)));
        var isTrouble = board.UnderVoltage == true || board.Throttled == true || Stands(health, BoardAlarms.TooHot);
        Add(_words.Board, isTrouble ? Look : Well, string.Join("; ", parts));
    }

    private void AddLane(LaneHealth lane)
    {
        var name = Say(_words.Lane, lane.Lane);
        if (!lane.Ready)
        {
            Add(name, Wrong, Say(_words.NotReady, lane.Problem ?? lane.Device ?? "?"));
            return;
        }
        var parts = new List<string>();
        if (lane.Device is { Length: > 0 } device)
            parts.Add(device);
        if (lane.Format is { } format)
            parts.Add(format);
        if (lane.FramesPerSecond is { } frames)
            parts.Add(Say(_words.Frames, _units.Decimal(frames)));
        if (lane.Focus is { } focus)
            parts.Add(Say(_words.Focus, focus.ToString(CultureInfo.InvariantCulture)));
        var codes = lane.LastCodeS is { } ago
            ? $"{Say(_words.Codes, _units.Number(lane.Codes))}, {Say(_words.LastCode, _units.Span(ago))}" : _words.NoCode;
        Add(name, Well, $"{string.Join(", ", parts)}; {codes}");
    }

    private static bool Stands(HealthMessage health, string alarm) => health.Alarms?.Contains(alarm) == true;

    private void Add(string name, string mark, string text) => _lines.Add((name, mark, text));

    private static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}
