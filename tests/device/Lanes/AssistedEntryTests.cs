using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using CheckIn.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Lanes;

/// <summary>Somebody without a code at a lane with rules; relay and journal write down in which order they were asked.</summary>
public sealed class AssistedEntryTests : IDisposable
{
    private const string Number = "001099000001";
    private static readonly byte[] CardKey = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-assisted-").FullName;
    private readonly GateKeys _keys;
    private readonly List<string> _order = [];
    private readonly List<EventDraft> _drafts = [];
    private readonly FakeTime _time = new();
    private readonly GateAlarms _alarms = new();
    private readonly GateCounters _counters = new();
    private readonly EventRecorder _recorder;
    private readonly Portal _portal;
    private readonly GateClock _clock;
    private Way? _way;
    private TimeSpan _commitTakes;
    private TaskCompletionSource? _disk;
    private bool _journalFails;

    public AssistedEntryTests()
    {
        _keys = GateKeys.Open(new KeyOptions { Directory = _folder }, TimeProvider.System);
        _clock = new GateClock(_time, static () => null);
        _recorder = new EventRecorder(AppendAsync, _alarms, _counters, _clock, null, NullLogger.Instance);
        _portal = new Portal("vao", _recorder, _time, NullLogger.Instance);
    }

    public void Dispose()
    {
        _portal.Dispose();
        _recorder.Dispose();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_event_says_who_answers_for_him_and_has_its_row_before_the_relay_moves()
    {
        using var lane = Lane();
        var answer = await lane.AdmitAsync(new AssistedEntry("person:an"));
        Assert.Equal((Outcome.Admitted, Reasons.Assisted, 1L, true), Told(answer));
        Assert.Equal(["committed", "relay on"], _order);
        Assert.Equal(EventKinds.Decision, _drafts[0].Kind);
        var body = Body(0);
        Assert.Equal(("admitted", "assisted", "person:an", "visitor"), (Word(body, "outcome"), Word(body, "reason"),
            Word(body, "operator"), Word(body, "category")));
        foreach (var name in new[] { "credential", "shape", "length", "sealed_hash" })
            Assert.False(body.TryGetProperty(name, out _), name);
    }

    [Fact]
    public async Task By_the_number_of_his_paper_he_is_who_he_is_with_its_code_and_nothing_shows_it()
    {
        using var lane = Lane(new RulesOptions { Passback = Enforcement.Hard });
        await lane.AdmitAsync(Of(Number));
        _portal.Dispose();
        var answer = await lane.AnswerAsync(Card());
        Assert.Equal((Outcome.Refused, Reasons.Passback), (answer.Outcome, answer.Reason));
        Assert.Equal(Word(Body(0), "tag"), Word(Body(1), "tag"));
        Assert.NotNull(Word(Body(0), "sealed_hash"));
        Assert.All(_drafts, static draft => Assert.DoesNotContain(
            Number, Encoding.UTF8.GetString([.. draft.Body.Span, .. draft.Sealed.Span]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_denied_stays_denied_and_whoever_is_listed_is_of_his_category()
    {
        var rules = new GateRules(new RulesOptions());
        using var lane = Lane(rules);
        rules.Take(CardList.Of(CardKey, ["staff"],
        [
            (Subjects.Of(CardKey, "cccd:" + Number), new Card(0, true, 0, 0)),
            (Subjects.Of(CardKey, "cccd:001099000002"), new Card(0, false, 0, 0)),
        ]));
        var answer = await lane.AdmitAsync(Of(Number));
        Assert.Equal((Outcome.Refused, Reasons.Denied, 1L, false), Told(answer));
        Assert.Equal("person:an", Word(Body(0), "operator"));
        Assert.Equal(["committed"], _order);
        Assert.Equal(Outcome.Admitted, (await lane.AdmitAsync(Of("001099000002"))).Outcome);
        Assert.Equal("staff", Word(Body(1), "category"));
    }

    [Fact]
    public async Task What_the_rules_ask_besides_the_code_is_asked_of_him_too()
    {
        using (var full = Lane(new RulesOptions { MostInside = 1 }))
        {
            await full.AdmitAsync(Of(null));
            Assert.Equal(Reasons.Full, (await full.AdmitAsync(Of(null))).Reason);
        }
        using (var closed = Lane(new RulesOptions { Hours = "off", WithoutClock = ClockPolicy.Trust }))
            Assert.Equal(Reasons.OutsideHours, (await closed.AdmitAsync(Of(null))).Reason);
        using var listed = Lane(new RulesOptions { Unlisted = RulePolicy.Refuse });
        Assert.Equal(Reasons.NotListed, (await listed.AdmitAsync(Of(Number))).Reason);
    }

    [Fact]
    public async Task In_a_lockdown_nobody_is_let_in_by_anybodys_word()
    {
        using var lane = Lane();
        _way!.DecideBy(LaneMode.Lockdown, long.MaxValue);
        Assert.Equal(Reasons.Lockdown, (await lane.AdmitAsync(Of(null))).Reason);
        Assert.Equal(["committed"], _order);
    }

    [Fact]
    public async Task Nobody_is_admitted_while_the_turnstile_could_not_open()
    {
        using var line = new LostLine();
        using var lane = Lane(new GateRules(new RulesOptions()), line: line);
        Assert.Equal(Reasons.TurnstileFailed, (await lane.AdmitAsync(Of(null))).Reason);
    }

    [Theory]
    [InlineData(JournalFailurePolicy.RefuseEntry, Outcome.Refused, Reasons.JournalFailed)]
    [InlineData(JournalFailurePolicy.AdmitAndAlarm, Outcome.Admitted, Reasons.Assisted)]
    public async Task Without_a_journal_the_lanes_policy_holds(JournalFailurePolicy policy, Outcome outcome, string reason)
    {
        _journalFails = true;
        using var lane = Lane(new GateRules(new RulesOptions()), policy);
        var answer = await lane.AdmitAsync(Of(null));
        Assert.Equal((outcome, reason, null, outcome == Outcome.Admitted), Told(answer));
    }

    [Fact]
    public async Task It_does_not_open_when_the_disk_took_too_long_and_the_answer_says_so()
    {
        _commitTakes = TimeSpan.FromSeconds(3.1);
        using var lane = Lane();
        var answer = await lane.AdmitAsync(Of(null));
        Assert.Equal((Outcome.Admitted, false), (answer.Outcome, answer.Opens)); // what is recorded stands
        Assert.Equal(["committed"], _order);
    }

    [Fact]
    public async Task A_code_that_is_shown_meanwhile_waits_for_its_turn()
    {
        using var lane = Lane(new RulesOptions { MostInside = 1 });
        _disk = new TaskCompletionSource();
        var assisted = lane.AdmitAsync(Of(null)).AsTask();
        var shown = lane.AnswerAsync(Card()).AsTask();
        Assert.False(shown.IsCompleted);
        _disk.SetResult();
        Assert.Equal(Outcome.Admitted, (await assisted).Outcome);
        Assert.Equal(Reasons.Full, (await shown).Reason);
        Assert.Equal(["committed", "relay on", "committed"], _order);
    }

    [Fact]
    public async Task Two_without_a_number_are_two_people()
    {
        using var lane = Lane(new RulesOptions { Passback = Enforcement.Hard });
        await lane.AdmitAsync(Of(null));
        Assert.Equal(Outcome.Admitted, (await lane.AdmitAsync(Of(null))).Outcome);
        Assert.NotEqual(Word(Body(0), "tag"), Word(Body(1), "tag"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("an\n")]
    public void Nobody_answers_without_a_name(string name) =>
        Assert.Throws<ArgumentException>(() => new AssistedEntry(name));

    [Fact]
    public void An_operators_name_is_bounded() =>
        Assert.Throws<ArgumentException>(() => new AssistedEntry(new string('a', CommandMessage.LongestOperator + 1)));

    private static (Outcome, string, long?, bool) Told(Answer answer) =>
        (answer.Outcome, answer.Reason, answer.Seq, answer.Opens);

    private static AssistedEntry Of(string? number) =>
        new("person:an", number is null ? null : PrintedNumber.Read(number)!);

    private static byte[] Card() => Encoding.UTF8.GetBytes(
        $"{Number}|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Hà Nội|15042021");

    private JsonElement Body(int at) => JsonDocument.Parse(_drafts[at].Body).RootElement;

    private static string? Word(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value.GetString() : null;

    private Lane Lane(RulesOptions? rules = null) => Lane(new GateRules(rules ?? new RulesOptions()));

    private Lane Lane(GateRules rules, JournalFailurePolicy policy = JournalFailurePolicy.RefuseEntry, IRelayLine? line = null)
    {
        var options = new LaneOptions { Name = "vao", WhenJournalFails = policy };
        _way = _portal.Add(
            new EventStamp("vao", Direction.In, _clock), options.Turnstile,
            new Relay(line ?? new TimedRelayLine(new Pin(_order), _time), options.Turnstile, _time),
            new Indicator(null, null, null, options.Indicator, _time));
        return new Lane(
            options, new NoScanner(), _way, AppendAsync, _keys, _counters, _alarms, _clock, NullLogger.Instance, rules: rules);
    }

    private async ValueTask<long> AppendAsync(EventDraft draft)
    {
        await (_disk?.Task ?? Task.CompletedTask);
        _time.Advance(_commitTakes);
        if (_journalFails)
            throw new JournalException("There is no room.");
        _drafts.Add(draft);
        _order.Add("committed");
        return _drafts.Count;
    }

    private sealed class Pin(List<string> order) : IGpioOutput
    {
        int IGpioOutput.Pin => 17;

        public void Set(bool active)
        {
            if (active)
                order.Add("relay on");
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    /// <summary>A relay whose guard is gone.</summary>
    private sealed class LostLine : IRelayLine
    {
        public bool IsWorking => false;
        public bool IsActive => false;
        public bool Activate(in Opening opening, bool wayOut = false) =>
            throw new InvalidOperationException("Nobody asked whether it works.");
        public void Deactivate() { }
        public void Dispose() { }
    }

    private sealed class NoScanner : IScanner
    {
        public ScannerStatus Status => new(true, "none");

        public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public void Answered(Answer answer) { }
    }
}
