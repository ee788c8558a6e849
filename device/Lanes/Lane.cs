using CheckIn.Contract;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Rules;
using CheckIn.Time;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// One scanner, one turnstile, one indicator. A code becomes a credential, the credential a decision, the decision a
/// committed event, and only then does anything move: the relay's edge always has an earlier row on the disk. The hub is
/// nowhere on this way. Whoever showed a code three seconds ago may have gone: it does not open that late. While the
/// journal cannot be written the lane follows its policy and says so. Codes that name nobody are refused without an event
/// of their own once there are too many in a minute (<see cref="UnknownCodes"/>). Somebody without a code, for whom an operator
/// answers, goes the same way; he and codes take turns.
/// </summary>
internal sealed class Lane : IDisposable
{
    private const long LatestOpeningNs = 3_000_000_000;
    private static readonly TimeSpan AnswerTakesAtMost = TimeSpan.FromMinutes(1);
    private readonly LaneOptions _options;
    private readonly IScanner _scanner;
    private readonly Way _way;
    private readonly Func<EventDraft, ValueTask<long>> _append;
    private readonly GateKeys _keys;
    private readonly GateCounters _counters;
    private readonly GateClock _clock;
    private readonly Liveness? _liveness;
    private readonly ILogger _logger;
    private readonly EventStamp _stamp;
    private readonly UnknownCodes _unknown;
    private readonly LaneAdmission _admission;
    private readonly LaneScreen? _screen;
    private readonly SemaphoreSlim _turn = new(1);
    private long _unrecorded;

    internal Lane(
        LaneOptions options, IScanner scanner, Way way, Func<EventDraft, ValueTask<long>> append, GateKeys keys,
        GateCounters counters, GateAlarms alarms, GateClock clock, ILogger logger, Liveness? liveness = null,
        GateRules? rules = null, LaneScreen? screen = null)
    {
        (_options, _scanner, _way, _liveness, _screen) = (options, scanner, way, liveness, screen);
        (_append, _keys, _counters, _clock, _logger) = (append, keys, counters, clock, logger);
        _stamp = new EventStamp(options.Name, options.Direction, clock);
        _unknown = new UnknownCodes(options, _stamp, append, counters, alarms, clock, logger);
        _admission = (rules ?? new GateRules(new RulesOptions())).Of(options);
        way.Ended = _admission.Passed;
    }

    internal async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watching = _unknown.WatchAsync(ending.Token);
        try
        {
            using var beat = _liveness?.Watch("lane " + _options.Name, AnswerTakesAtMost);
            beat?.Rest();
            await foreach (var code in _scanner.ReadAsync(stopping))
            {
                beat?.Beat();
                _scanner.Answered(await AnswerAsync(code.Bytes));
                beat?.Rest();
            }
        }
        finally
        {
            await ending.CancelAsync();
            await watching;
        }
    }

    /// <summary>Decides on one code, records it and moves what is to be moved.</summary>
    internal async ValueTask<Answer> AnswerAsync(ReadOnlyMemory<byte> code)
    {
        var now = _clock.Stamp();
        await _turn.WaitAsync();
        try
        {
            return await AnswerAsync(code, _admission.Read(code.Span, now), now);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same for somebody without a code; the event says who answers for him.</summary>
    internal async ValueTask<Answer> AdmitAsync(AssistedEntry entry)
    {
        var now = _clock.Stamp();
        await _turn.WaitAsync();
        try
        {
            return await AnswerAsync(default, Subjects.Of(entry), now);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        (_scanner as IDisposable)?.Dispose();
        _turn.Dispose();
    }

    private async ValueTask<Answer> AnswerAsync(ReadOnlyMemory<byte> code, ShownCode shown, ClockStamp now)
    {
        var readAt = now.MonotonicNs;
        var decision = _admission.Decide(shown, _way.ModeAt(readAt), now);
        // Nobody is admitted by a turnstile of which it is known that it would not open.
        if (decision.Outcome == Outcome.Admitted && !_way.IsWorking)
            decision = decision with { Outcome = Outcome.Refused, Reason = Reasons.TurnstileFailed };
        var (seq, outcome, reason) = await RecordAsync(code, shown, decision); // durable first
        _admission.Settle(outcome, seq);
        _screen?.Answered(outcome, reason, shown.Credential);
        // Who passes is told later, by the portal; the next code is not kept waiting.
        var opens = outcome == Outcome.Admitted && Open(seq, decision.LongerOpening, readAt);
        if (outcome != Outcome.Admitted)
            _way.Refuse();
        if (seq is not null)
            await RecordUnrecordedAsync();
        await _unknown.ReportAsync();
        return new Answer(outcome, reason, DecisionEvent.NameOf(shown.Credential.Kind), seq) { Opens = opens };
    }

    /// <summary>
    /// Opens for whoever was just admitted. The relay refuses what was recorded half a second ago; a code that was read long
    /// ago is refused here, because the disk, or whoever stopped this process, may have held it up before.
    /// </summary>
    /// <returns>Whether it opens.</returns>
    private bool Open(long? seq, bool longer, long readAtNs)
    {
        var recordedAt = _clock.MonotonicNs();
        if (recordedAt - readAtNs <= LatestOpeningNs)
            return _way.Admit(seq, recordedAt, longer);
        _way.TooLate(seq);
        return false;
    }

    private async ValueTask<(long? Seq, Outcome Outcome, string Reason)> RecordAsync(
        ReadOnlyMemory<byte> code, ShownCode shown, Decision decision)
    {
        if (!_unknown.OwnEvent(decision))
            return (null, decision.Outcome, decision.Reason);
        try
        {
            var seq = await _append(DecisionEvent.Draft(_stamp, code.Span, shown, decision, _keys));
            _counters.CountDecision(decision.Outcome);
            return (seq, decision.Outcome, decision.Reason);
        }
        catch (JournalException e)
        {
            _counters.CountJournalFailure();
            var policy = PolicyFor(e);
            Log.JournalFailed(_logger, _options.Name, policy, e.Message);
            if (policy == JournalFailurePolicy.RefuseEntry)
                return (null, Outcome.Refused, Reasons.JournalFailed);
            _unrecorded++;
            return (null, decision.Outcome, decision.Reason);
        }
    }

    /// <summary>A journal at its own bound says itself what is to be done; for every other trouble the lane does.</summary>
    private JournalFailurePolicy PolicyFor(JournalException e) => e.WhenFull switch
    {
        null => _options.WhenJournalFails,
        JournalFullPolicy.AdmitAndAlarm => JournalFailurePolicy.AdmitAndAlarm,
        _ => JournalFailurePolicy.RefuseEntry,
    };

    /// <summary>
    /// The journal works again: what happened without it becomes an alarm with the count. Nobody waits at the turnstile
    /// for that, and if it fails the count stays for the next time.
    /// </summary>
    private async ValueTask RecordUnrecordedAsync()
    {
        if (_unrecorded == 0)
            return;
        try
        {
            await _append(_stamp.Alarm("decisions_unrecorded", _unrecorded));
            _unrecorded = 0;
        }
        catch (JournalException e)
        {
            _counters.CountJournalFailure();
            Log.AlarmUnrecorded(_logger, _options.Name, "decisions_unrecorded", _unrecorded, e.Message);
        }
    }
}
