using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Tests.Journal;
using CheckIn.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Admission;

/// <summary>A gate that was started anew knows from its journal who is inside.</summary>
public sealed class RecallTests : IDisposable
{
    private readonly TestJournal _files = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-recall-").FullName;
    private readonly GateKeys _keys;
    private readonly GateClock _clock;
    private readonly RulesOptions _options = new() { Passback = Enforcement.Hard };

    public RecallTests()
    {
        _keys = GateKeys.Open(new KeyOptions { Directory = _folder }, _files.Time);
        _clock = new GateClock(_files.Time, static () => new ClockQuality(1, 1));
    }

    public void Dispose()
    {
        _keys.Dispose();
        _files.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Who_entered_and_did_not_leave_is_inside_and_who_did_not_go_is_not()
    {
        await using var journal = _files.Open();
        await BookAsync(journal, "cccd:1", Direction.In);
        await BookAsync(journal, "cccd:2", Direction.In);
        await BookAsync(journal, "cccd:2", Direction.Out);
        var seq = await BookAsync(journal, "cccd:3", Direction.In);
        await journal.AppendAsync(new EventStamp("vao", Direction.In, _clock).Passage(seq, PassageWords.TimedOut));
        await BookAsync(journal, "cccd:4", Direction.In, Outcome.Refused);
        var rules = Recalled(journal);
        Assert.Equal(1, rules.Inside(_clock.Stamp().At));
        Assert.Equal(Reasons.Passback, Reason(rules, "cccd:1"));
        Assert.All(new[] { "cccd:2", "cccd:3", "cccd:4", "cccd:5" }, who => Assert.Equal(Reasons.KnownCredential, Reason(rules, who)));
    }

    [Fact]
    public async Task What_was_tagged_under_another_days_key_names_nobody_and_keeps_nobody_out()
    {
        await using var journal = _files.Open();
        await BookAsync(journal, "cccd:1", Direction.In, day: "2026-11-20");
        var rules = Recalled(journal);
        Assert.Equal((0, Reasons.KnownCredential), (rules.Inside(_clock.Stamp().At), Reason(rules, "cccd:1")));
    }

    [Fact]
    public async Task Without_rules_about_people_the_journal_is_not_read()
    {
        await using var journal = _files.Open();
        await BookAsync(journal, "cccd:1", Direction.In);
        _options.Passback = Enforcement.Off;
        Assert.Equal(0, Recalled(journal).Inside(_clock.Stamp().At));
    }

    private GateRules Recalled(GateJournal journal)
    {
        var rules = new GateRules(_options, _keys);
        rules.RecallFrom(journal, _keys, _clock, NullLogger.Instance);
        return rules;
    }

    private string Reason(GateRules rules, string who)
    {
        var lane = rules.Of(new LaneOptions { Name = "vao" });
        var decision = lane.Decide(Shown(who), LaneMode.Normal, _clock.Stamp());
        lane.Settle(Outcome.Refused, null);
        return decision.Reason;
    }

    private ValueTask<long> BookAsync(
        GateJournal journal, string who, Direction direction, Outcome outcome = Outcome.Admitted, string? day = null)
    {
        var draft = DecisionEvent.Draft(
            new EventStamp("vao", direction, _clock), default, Shown(who), new Decision(outcome, Reasons.KnownCredential), _keys);
        return journal.AppendAsync(day is null ? draft : draft with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(draft.Body.Span)
                .Replace("2026-11-21", day, StringComparison.Ordinal)),
        });
    }

    private static ShownCode Shown(string who) =>
        new(new Credential(CredentialKind.Cccd, who, null, new Dictionary<string, string>(), 100), who);
}
