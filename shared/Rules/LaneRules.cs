using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Time;

namespace CheckIn.Rules;

/// <summary>
/// The rules of one lane. They are asked in a fixed order, and the first that refuses gives the reason: what the code is,
/// what it proves, who shows it, when, how often, how many are inside, and an order's lockdown last, so that whoever would
/// be refused anyway hears of what he can mend. On the way out only the code itself is judged; what is broken besides is
/// noted, for nobody is kept in. Deciding allocates nothing, but that hours look at the calendar anew when they change.
/// </summary>
public sealed partial class LaneRules
{
    private readonly RuleEngine _engine;
    private readonly LaneTerms _terms;
    private readonly Direction _direction;
    private readonly uint _kinds;
    private readonly ulong _categories;
    private readonly OpeningTimes? _hours;
    private readonly long _from, _until, _reentryMs, _clockErrorMs;

    internal LaneRules(RuleEngine engine, LaneTerms terms, Direction direction)
    {
        (_engine, _terms, _direction) = (engine, terms, direction);
        _kinds = RuleTexts.Kinds(terms.Kinds);
        foreach (var word in RuleTexts.Categories(terms.AdmittedCategories))
            _categories |= engine.Categories.Contains(word) ? 1UL << engine.IndexOf(word) : 0;
        if (string.IsNullOrWhiteSpace(terms.AdmittedCategories))
            _categories = ulong.MaxValue;
        _hours = engine.Times(terms.Hours);
        (_from, _until) = (MomentOf(terms.From) ?? long.MinValue, MomentOf(terms.Until) ?? long.MaxValue);
        _reentryMs = (long)terms.ReentryAfter.TotalMilliseconds;
        _clockErrorMs = (long)engine.Options.ClockErrorAtMost.TotalMilliseconds;
    }

    /// <summary>What these rules say of a case: the same of the same case, always.</summary>
    public Verdict Decide(in RuleCase asked) => Judge(asked, default(NoTrace));

    /// <summary>The same, and how it came about.</summary>
    /// <param name="asked">The case.</param>
    /// <param name="steps">Gets each step in order.</param>
    public Verdict Explain(in RuleCase asked, ICollection<RuleStep> steps)
    {
        var kept = new List<RuleStep>();
        var verdict = Judge(asked, new KeptTrace(kept));
        foreach (var step in kept)
            steps.Add(step);
        return verdict;
    }

    private Verdict Judge<TTrace>(in RuleCase shown, TTrace trace) where TTrace : struct, IRuleTrace
    {
        var asked = Dated(shown);
        if (asked.Mode == RuleMode.FreePassage)
        {
            Tell(trace, RuleNames.Mode, asked.Mode, RuleOutcome.Admitted, Reasons.FreePassage);
            return new Verdict(Outcome.Admitted, Reasons.FreePassage, CategoryWord(asked));
        }
        if (CodeProblem(asked, trace) is { } code)
            return new Verdict(Outcome.Refused, code);
        var isListed = _engine.Cards.TryFind(asked.Card, out var card);
        var category = CategoryNumber(asked, isListed, card);
        var word = _engine.Categories[category];
        var judging = new Judging(_direction);
        if (KindProblem(asked, category, trace) is { } kind)
            return new Verdict(Outcome.Refused, kind, word);
        if (!judging.Goes(ProofProblem(asked, trace))
            || !judging.Goes(CardProblem(asked, isListed, card, trace))
            || !judging.Goes(CategoryProblem(category, trace))
            || !judging.Goes(EventProblem(asked, trace))
            || !judging.Goes(HoursProblem(asked, category, trace))
            || !judging.Goes(PassbackProblem(asked, category, trace))
            || !judging.Goes(ReentryProblem(asked, category, trace))
            || !judging.Goes(OccupancyProblem(asked, trace))
            || !judging.Goes(LockdownProblem(asked, trace)))
            return new Verdict(Outcome.Refused, judging.Refusal!, word, judging.Noted);
        var reason = asked.IsAssisted ? Reasons.Assisted
            : asked.Kind == CredentialKind.Unknown ? Reasons.UnknownAdmitted : Reasons.KnownCredential;
        return new Verdict(Outcome.Admitted, reason, word, judging.Noted);
    }

    /// <summary>What it is at all.</summary>
    private string? CodeProblem<TTrace>(in RuleCase asked, TTrace trace) where TTrace : struct, IRuleTrace
    {
        var problem = asked switch
        {
            { IsTooLong: true } => Reasons.CodeTooLong,
            { Kind: CredentialKind.VenueCode } => Reasons.VenueCode,
            { Kind: CredentialKind.EnrolmentCode } => Reasons.EnrolmentCode,
            { Kind: CredentialKind.Unknown, IsAssisted: false } when _terms.UnknownCodes == RulePolicy.Refuse =>
                Reasons.UnknownCode,
            _ => null,
        };
        Tell(trace, RuleNames.Code, asked.Kind, problem is null ? RuleOutcome.Passed : RuleOutcome.Refused, problem);
        return problem;
    }

    /// <summary>Whether its kind may pass, and then whether it is whole.</summary>
    private string? KindProblem<TTrace>(in RuleCase asked, int category, TTrace trace) where TTrace : struct, IRuleTrace
    {
        if (asked.Kind == CredentialKind.Unknown || asked.IsAssisted)
            return null;
        var kinds = _engine.Rules[category].Kinds is var own and > 0 ? own : _kinds;
        var problem = (kinds >> (int)asked.Kind & 1) == 0 ? Reasons.KindNotAdmitted
            : asked.IsMalformed || asked.Proof == CredentialProof.Malformed ? Reasons.MalformedCredential : null;
        Tell(trace, RuleNames.Kind, asked.Kind, problem is null ? RuleOutcome.Passed : RuleOutcome.Refused, problem);
        return problem;
    }

    /// <summary>Whoever has a valid pass is of the category that it says; else the card says it, else he has none.</summary>
    private int CategoryNumber(in RuleCase asked, bool isListed, in Card card) =>
        asked is { Proof: CredentialProof.Valid, Category: >= 0 } && asked.Category < _engine.Categories.Count ? asked.Category
        : isListed ? _engine.CardCategories[card.Category] : 0;

    /// <summary>
    /// While the clock is not sure, a signed code that only its dates speak against is no other than one that they speak for:
    /// what either is worth then is found with its proof.
    /// </summary>
    private RuleCase Dated(in RuleCase shown) =>
        shown.Proof is CredentialProof.Expired or CredentialProof.NotYetValid && Timeless(shown) is not null
            ? shown with { Proof = CredentialProof.Valid } : shown;

    private string CategoryWord(in RuleCase asked) =>
        _engine.Categories[CategoryNumber(asked, _engine.Cards.TryFind(asked.Card, out var card), card)];

    private static void Tell<TTrace, TValue>(TTrace trace, string rule, TValue value, RuleOutcome outcome, string? reason)
        where TTrace : struct, IRuleTrace
    {
        if (!TTrace.IsOn)
            return;
        var text = FormattableString.Invariant($"{value}");
        trace.Add(new RuleStep(rule, text, text, outcome, reason));
    }

    private long? MomentOf(string wall) => RuleTexts.Wall(wall) is not { } time ? null
        : _engine.Calendar.At(DateOnly.FromDateTime(time), (int)time.TimeOfDay.TotalMinutes, isEnd: false)
            .ToUnixTimeMilliseconds();

    /// <summary>A rule's finding: broken, and how much that counts.</summary>
    private readonly record struct Finding(string? Reason, bool IsSoft = false);

    /// <summary>Findings so far. On the way out none refuses but a code that is none of its owner's.</summary>
    private struct Judging(Direction direction)
    {
        internal string? Refusal { get; private set; }

        internal string? Noted { get; private set; }

        /// <returns>Whether the next rule is to be asked.</returns>
        internal bool Goes(Finding found)
        {
            if (found.Reason is null)
                return true;
            if (found.IsSoft || (direction == Direction.Out && !IsForged(found.Reason)))
            {
                Noted ??= found.Reason;
                return true;
            }
            Refusal = found.Reason;
            return false;
        }
    }

    private static bool IsForged(string reason) => reason is Reasons.BadSignature or Reasons.NoKey or Reasons.ListTooOld
        or Reasons.CodeReplayed or Reasons.CodeTooOld or Reasons.CodeFromFuture;
}
