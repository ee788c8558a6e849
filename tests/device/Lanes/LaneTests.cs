using System.Runtime.CompilerServices;
using System.Text;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Lanes;

public sealed class LaneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-lane-").FullName;
    private readonly GateKeys _keys;
    private readonly List<string> _order = [];
    private readonly List<EventDraft> _drafts = [];
    private readonly GateCounters _counters = new();
    private readonly GateAlarms _alarms = new();
    private readonly FakeTime _time = new();
    private EventRecorder? _recorder;
    private Portal? _portal;
    private bool _journalFails;
    private JournalFullPolicy? _whenFull;
    private bool _alarmFails;
    private TimeSpan _commitTakes;

    public LaneTests() => _keys = GateKeys.Open(new KeyOptions { Directory = _folder }, TimeProvider.System);

    public void Dispose()
    {
        _portal?.Dispose();
        _recorder?.Dispose();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_event_is_committed_before_the_relay_moves()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var answer = await lane.AnswerAsync(Bytes(new SyntheticCodes(1).Cccd()));
        Assert.Equal((Outcome.Admitted, Reasons.KnownCredential, "cccd", 1L), (answer.Outcome, answer.Reason, answer.Credential, answer.Seq));
        Assert.Equal(["committed", "relay on"], _order);
    }

    [Theory]
    [InlineData(2.9, true)]
    [InlineData(3.1, false)]
    public async Task It_does_not_open_for_whoever_showed_a_code_too_long_ago(double seconds, bool opens)
    {
        _commitTakes = TimeSpan.FromSeconds(seconds);
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var answer = await lane.AnswerAsync(Bytes(new SyntheticCodes(1).Cccd()));
        Assert.Equal((Outcome.Admitted, 1L), (answer.Outcome, answer.Seq)); // what is recorded stands
        Assert.Equal(opens ? ["committed", "relay on"] : ["committed"], _order);
    }

    [Fact]
    public async Task Nobody_is_admitted_while_the_turnstile_could_not_open()
    {
        using var line = new LostLine();
        using var lane = Lane(JournalFailurePolicy.RefuseEntry, line: line);
        var answer = await lane.AnswerAsync(Bytes(new SyntheticCodes(1).Cccd()));
        Assert.Equal((Outcome.Refused, Reasons.TurnstileFailed, 1L), (answer.Outcome, answer.Reason, answer.Seq));
        Assert.Contains("\"turnstile_failed\"", BodyOf(_drafts[0]), StringComparison.Ordinal);
        Assert.Equal(Reasons.VenueCode, (await lane.AnswerAsync(Bytes(new SyntheticCodes(1).VenueCode()))).Reason);
    }

    [Fact]
    public async Task A_refusal_is_recorded_and_moves_no_relay()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        Assert.Equal(Reasons.VenueCode, (await lane.AnswerAsync(Bytes(new SyntheticCodes(1).VenueCode()))).Reason);
        Assert.Equal(["committed"], _order);
    }

    [Fact]
    public async Task Of_a_code_of_enrolment_a_gate_in_service_records_its_kind_and_nothing_that_tells_it_from_another()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        foreach (var code in new[] { EnrolmentCode.New("7K2M", "hub.example"), EnrolmentCode.New("QF4X", "other.example:9443") })
            Assert.Equal(Reasons.EnrolmentCode, (await lane.AnswerAsync(Bytes(code.ToQr()))).Reason);
        Assert.Equal(["committed", "committed"], _order);
        Assert.Contains("\"credential\":\"enrolment_code\"", BodyOf(_drafts[0]), StringComparison.Ordinal);
        Assert.Equal(BodyOf(_drafts[0]), BodyOf(_drafts[1]));
    }

    [Fact]
    public async Task Without_a_journal_nobody_is_let_in_by_default()
    {
        _journalFails = true;
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var answer = await lane.AnswerAsync(Bytes(new SyntheticCodes(1).Cccd()));
        Assert.Equal((Outcome.Refused, Reasons.JournalFailed, null), (answer.Outcome, answer.Reason, answer.Seq));
        Assert.Empty(_order);
        Assert.Equal(1, _counters.JournalFailures);
    }

    [Fact]
    public async Task By_the_other_policy_people_pass_and_an_alarm_follows_when_the_journal_works()
    {
        using var lane = Lane(JournalFailurePolicy.AdmitAndAlarm);
        var codes = new SyntheticCodes(1);
        _journalFails = true;
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        _journalFails = false;
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        var alarm = _drafts[^1];
        Assert.Equal(EventKinds.Alarm, alarm.Kind);
        Assert.Equal("{\"name\":\"decisions_unrecorded\",\"value\":2,\"cleared\":false}", Encoding.UTF8.GetString(alarm.Body.Span));
    }

    [Theory]
    [InlineData(JournalFailurePolicy.RefuseEntry, JournalFullPolicy.AdmitAndAlarm, Outcome.Admitted)]
    [InlineData(JournalFailurePolicy.AdmitAndAlarm, JournalFullPolicy.RefuseEntry, Outcome.Refused)]
    [InlineData(JournalFailurePolicy.AdmitAndAlarm, JournalFullPolicy.DropOldestDelivered, Outcome.Refused)]
    public async Task At_the_journals_own_bound_its_policy_decides_and_not_the_lanes(
        JournalFailurePolicy lanes, JournalFullPolicy journals, Outcome outcome)
    {
        (_journalFails, _whenFull) = (true, journals);
        using var lane = Lane(lanes);
        Assert.Equal(outcome, (await lane.AnswerAsync(Bytes(new SyntheticCodes(1).Cccd()))).Outcome);
    }

    [Fact]
    public async Task The_alarm_for_what_was_not_recorded_does_not_make_the_next_visitor_wait()
    {
        using var lane = Lane(JournalFailurePolicy.AdmitAndAlarm);
        var codes = new SyntheticCodes(1);
        _journalFails = true;
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        _journalFails = false;
        _order.Clear();
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        Assert.Equal(["committed", "relay on", "committed"], _order);
    }

    [Fact]
    public async Task An_alarm_that_could_not_be_recorded_is_tried_again_with_the_same_count()
    {
        using var lane = Lane(JournalFailurePolicy.AdmitAndAlarm);
        var codes = new SyntheticCodes(1);
        _journalFails = true;
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        _journalFails = false;
        _alarmFails = true;
        var answer = await lane.AnswerAsync(Bytes(codes.Cccd()));
        Assert.Equal((Outcome.Admitted, 1L), (answer.Outcome, answer.Seq)); // this one is recorded, whatever of the alarm
        _alarmFails = false;
        await lane.AnswerAsync(Bytes(codes.Cccd()));
        Assert.Contains("\"value\":1", Encoding.UTF8.GetString(_drafts[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_names_nobody()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var code = new SyntheticCodes(3).Cccd();
        await lane.AnswerAsync(Bytes(code));
        var text = Encoding.UTF8.GetString(_drafts[0].Body.Span) + Encoding.UTF8.GetString(_drafts[0].Sealed.Span);
        Assert.All(code.Split('|').Where(field => field.Length > 3), field => Assert.DoesNotContain(field, text, StringComparison.Ordinal));
        Assert.Contains("\"sealed_hash\"", text, StringComparison.Ordinal);
        Assert.Contains("\"tag_day\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_unknown_code_only_hash_length_and_shape_are_kept()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        await lane.AnswerAsync(Bytes("https://example.org/bi-mat"));
        var body = Encoding.UTF8.GetString(_drafts[0].Body.Span);
        Assert.DoesNotContain("bi-mat", body, StringComparison.Ordinal);
        Assert.Contains("\"shape\":\"url\",\"length\":26", body, StringComparison.Ordinal);
        Assert.True(_drafts[0].Sealed.IsEmpty);
    }

    /// <summary>The largest QR code holds 4,296 characters of such a code.</summary>
    [Fact]
    public async Task A_code_too_long_to_be_looked_at_is_told_by_its_beginning()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var answer = await lane.AnswerAsync(Bytes("HC1:" + new string('0', 4200)));
        Assert.Equal(Reasons.CodeTooLong, answer.Reason);
        var body = Encoding.UTF8.GetString(_drafts[0].Body.Span);
        Assert.Contains("\"shape\":\"hc1\",\"length\":4204", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_unknown_codes_is_recorded_singly_up_to_the_bound_and_then_counted_in_one_event()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        for (var i = 0; i < 100; i++)
        {
            var answer = await lane.AnswerAsync(Bytes($"flood {i}"));
            Assert.Equal((Outcome.Refused, Reasons.UnknownCode), (answer.Outcome, answer.Reason));
            Assert.Equal(i < 60 ? i + 1 : null, answer.Seq);
        }
        Assert.Equal((60, 40L), (_drafts.Count, _counters.UnknownCounted));
        Assert.Equal(["unknown_codes"], _alarms.Words);
        _time.Advance(TimeSpan.FromMinutes(1));
        await lane.AnswerAsync(Bytes("the next minute"));
        Assert.Equal("{\"name\":\"unknown_codes\",\"value\":40,\"cleared\":false}", BodyOf(_drafts[^1]));
        Assert.Equal(EventKinds.Decision, _drafts[^2].Kind);
        Assert.Empty(_alarms.Words);
    }

    [Fact]
    public async Task In_a_flood_whoever_is_admitted_still_gets_an_event_before_the_relay_moves()
    {
        using var lane = Lane(JournalFailurePolicy.RefuseEntry);
        var codes = new SyntheticCodes(1);
        for (var i = 0; i < 70; i++)
            await lane.AnswerAsync(Bytes(i % 2 == 0 ? codes.VenueCode() : $"flood {i}"));
        _order.Clear();
        Assert.NotNull((await lane.AnswerAsync(Bytes(codes.Cccd()))).Seq);
        Assert.Equal(["committed", "relay on"], _order);
    }

    [Fact]
    public async Task The_count_of_a_flood_outlives_a_journal_that_fails_and_is_written_when_the_lane_stops()
    {
        var scanner = new FloodScanner(100);
        using var lane = Lane(JournalFailurePolicy.RefuseEntry, scanner);
        using var stopping = new CancellationTokenSource();
        var running = lane.RunAsync(stopping.Token);
        await scanner.Shown;
        _alarmFails = true;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.All(_drafts, draft => Assert.Equal(EventKinds.Decision, draft.Kind));
        _alarmFails = false;
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Contains("\"value\":40", BodyOf(_drafts[^1]), StringComparison.Ordinal);
    }

    private static string BodyOf(EventDraft draft) => Encoding.UTF8.GetString(draft.Body.Span);

    private Lane Lane(JournalFailurePolicy policy, IScanner? scanner = null, IRelayLine? line = null)
    {
        var options = new LaneOptions { Name = "vao", WhenJournalFails = policy };
        var clock = new GateClock(_time);
        _portal = new Portal("vao", _recorder ??= NewRecorder(clock), _time, NullLogger.Instance);
        var way = _portal.Add(
            new EventStamp("vao", Direction.In, clock), options.Turnstile,
            new Relay(line ?? new TimedRelayLine(new Pin(_order), _time), options.Turnstile, _time),
            new Indicator(null, null, null, options.Indicator, TimeProvider.System));
        return new Lane(
            options, scanner ?? new NoScanner(), way, AppendAsync, _keys, _counters, _alarms, clock, NullLogger.Instance);
    }

    private EventRecorder NewRecorder(GateClock clock) =>
        new(AppendAsync, _alarms, _counters, clock, null, NullLogger.Instance);

    private async ValueTask<long> AppendAsync(EventDraft draft)
    {
        await Task.Yield();
        _time.Advance(_commitTakes);
        if (_journalFails || (_alarmFails && draft.Kind == EventKinds.Alarm))
            throw new JournalException("There is no room.") { WhenFull = _whenFull };
        _drafts.Add(draft);
        _order.Add("committed");
        return _drafts.Count;
    }

    private static byte[] Bytes(string code) => Encoding.UTF8.GetBytes(code);

    private sealed class Pin(List<string> order) : IGpioOutput
    {
        int IGpioOutput.Pin => 17;

        public void Set(bool active)
        {
            if (active)
                order.Add("relay on");
        }

        public void Dispose() { }
    }

    /// <summary>A relay whose guard is gone.</summary>
    private sealed class LostLine : IRelayLine
    {
        public bool IsWorking => false;
        public bool IsActive => false;
        public bool Activate(in Opening opening, bool wayOut = false) => throw new InvalidOperationException("Nobody asked whether it works.");
        public void Deactivate() { }
        public void Dispose() { }
    }

    private sealed class NoScanner : IScanner
    {
        public ScannerStatus Status => new(true, "none");

        public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public void Answered(Answer answer) { }
    }

    /// <summary>Shows codes that nobody knows, and then nothing until it is stopped.</summary>
    private sealed class FloodScanner(int codes) : IScanner
    {
        public ScannerStatus Status => new(true, "flood");

        private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Shown => _shown.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public async IAsyncEnumerable<ScannedCode> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var i = 0; i < codes; i++)
                yield return new ScannedCode(Bytes($"flood {i}"), 0);
            _shown.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }

        public void Answered(Answer answer) { }
    }
}
