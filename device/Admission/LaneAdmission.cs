using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Rules;

namespace CheckIn.Gate.Admission;

/// <summary>
/// The decisions of one lane: <see cref="Decide"/>, then its event's row, then <see cref="Settle"/>, then what the turnstile
/// tells. Codes come one after the other; what the turnstile tells comes from any thread.
/// </summary>
internal sealed class LaneAdmission(GateRules gate, string name, Direction direction)
{
    /// <summary>Admissions of which it is not told yet whether somebody went; more are not waited for.</summary>
    private const int MostUnderWay = 64;
    private readonly Lock _lock = new();
    private readonly Queue<(long Seq, Movement Movement)> _underWay = new();
    private RuleEngine? _engine;
    private LaneRules? _rules;
    private SubjectKey? _entering;
    private SubjectKey _who;
    private long _at;

    /// <summary>A code understood, and what it proves now.</summary>
    internal ShownCode Read(ReadOnlySpan<byte> code, in ClockStamp now) => Subjects.Read(code, gate.Trust, gate.Signers, now);

    /// <summary>Whether this code may pass now.</summary>
    internal Decision Decide(ShownCode code, LaneMode mode, in ClockStamp now)
    {
        var (engine, rules) = RulesNow();
        var asked = gate.CaseOf(engine, code, mode, now, out _who);
        // Old, and used here when it was new: whoever shows it has a picture of somebody's code.
        if (code is { Proof: CredentialProof.TooOld, Pass: { } old, Step: { } then } && gate.Used.WasUsed(old.Id, then))
            asked = asked with { Proof = CredentialProof.Replayed };
        var verdict = rules.Decide(asked);
        // Asked last, when everything else speaks for him: a code that is refused is not used up.
        if (verdict is { Outcome: Outcome.Admitted, Reason: not Reasons.FreePassage }
            && code is { Pass: { } pass, Step: { } step }
            && !gate.Used.TryUse(pass.Id, step))
            verdict = rules.Decide(asked with { Proof = CredentialProof.Replayed });
        _at = now.At;
        if (verdict.Outcome == Outcome.Admitted && direction == Direction.In)
        {
            _entering = _who;
            gate.Enters(_who);
        }
        return new Decision(verdict.Outcome, verdict.Reason) { Category = verdict.Category, Noted = verdict.Noted };
    }

    /// <summary>What became of the last decision.</summary>
    /// <param name="outcome">Whether he is let through.</param>
    /// <param name="seq">Its event's number; null = it has none.</param>
    internal void Settle(Outcome outcome, long? seq)
    {
        if (outcome == Outcome.Admitted)
        {
            var movement = gate.Moved(_who, direction, _at, seq);
            if (seq is { } number)
                Remember(number, movement);
        }
        if (_entering is { } who)
            gate.EntersNoMore(who);
        _entering = null;
    }

    /// <summary>The turnstile has told what became of an admission.</summary>
    /// <param name="cause">Its event's number; null = it had none.</param>
    /// <param name="result">Whether somebody went.</param>
    internal void Passed(long? cause, PassageResult result)
    {
        lock (_lock)
        {
            for (var left = _underWay.Count; left > 0; left--)
            {
                var one = _underWay.Dequeue();
                if (one.Seq != cause)
                    _underWay.Enqueue(one);
                else if (result == PassageResult.TimedOut)
                    gate.TakeBack(one.Movement);
            }
        }
    }

    private void Remember(long seq, in Movement movement)
    {
        lock (_lock)
        {
            if (_underWay.Count == MostUnderWay)
                _underWay.Dequeue();
            _underWay.Enqueue((seq, movement));
        }
    }

    private (RuleEngine Engine, LaneRules Rules) RulesNow()
    {
        var engine = gate.Engine;
        if (!ReferenceEquals(engine, _engine))
            (_engine, _rules) = (engine, engine.Of(name, direction));
        return (engine, _rules!);
    }
}
