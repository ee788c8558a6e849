using System.Globalization;
using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Rules;

// What is asked of a code that stands for somebody, in the order in which it is asked.
public sealed partial class LaneRules
{
    private static readonly string[] Days = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];
    private const string ClockEnglish = "the clock is not sure", ClockVietnamese = "đồng hồ không chắc";

    private Finding ProofProblem<TTrace>(in RuleCase asked, TTrace trace) where TTrace : struct, IRuleTrace
    {
        if (asked.IsAssisted || asked.Kind is not (CredentialKind.Pass or CredentialKind.HealthCertificate))
            return default;
        if (asked is { Proof: CredentialProof.Valid, IsElsewhere: false } && Timeless(asked) is { } unsure)
            return Told(trace, RuleNames.Proof, ClockEnglish, ClockVietnamese,
                unsure with { IsSoft = unsure.IsSoft && StepMayBeUnsure(asked) });
        var policy = asked.Kind == CredentialKind.Pass ? _engine.Options.Passes : _engine.Options.HealthCertificates;
        var found = asked.Proof switch
        {
            CredentialProof.Valid => new Finding(asked.IsElsewhere ? Reasons.Elsewhere : null),
            CredentialProof.NoKey => new Finding(Reasons.NoKey, policy == ProofPolicy.IfKeyKnown),
            CredentialProof.ListTooOld => new Finding(Reasons.ListTooOld, policy == ProofPolicy.IfKeyKnown),
            CredentialProof.None => new Finding(Reasons.NoKey, policy == ProofPolicy.IfKeyKnown),
            CredentialProof.BadSignature => new Finding(Reasons.BadSignature),
            CredentialProof.Expired => new Finding(Reasons.Expired),
            CredentialProof.NotYetValid => new Finding(Reasons.NotYetValid),
            CredentialProof.Revoked => new Finding(Reasons.Revoked),
            CredentialProof.TooOld => new Finding(Reasons.CodeTooOld),
            CredentialProof.FromFuture => new Finding(Reasons.CodeFromFuture),
            CredentialProof.Replayed => new Finding(Reasons.CodeReplayed),
            CredentialProof.ClockUnsure =>
                new Finding(Reasons.ClockUnsure, StepMayBeUnsure(asked) && Timeless(asked) is not { IsSoft: false }),
            _ => new Finding(Reasons.MalformedCredential),
        };
        return Told(trace, RuleNames.Proof, asked.Proof, found);
    }

    /// <summary>Of a code that does not rotate, always.</summary>
    private bool StepMayBeUnsure(in RuleCase asked) =>
        !(asked.IsRotating || asked.Proof == CredentialProof.ClockUnsure)
            || _engine.Options.RotatingWithoutClock == RulePolicy.Admit;

    private Finding CardProblem<TTrace>(in RuleCase asked, bool isListed, in Card card, TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        if (!isListed)
        {
            // A valid pass is the hub's word already.
            var isAsked = _terms.Unlisted == RulePolicy.Refuse
                && asked is not { Kind: CredentialKind.Pass, Proof: CredentialProof.Valid };
            return Told(trace, RuleNames.Card, "not listed", "không có trong danh sách",
                new Finding(isAsked ? Reasons.NotListed : null));
        }
        if (card.IsDenied)
            return Told(trace, RuleNames.Card, "denied", "bị cấm", new Finding(Reasons.Denied));
        if (card is { From: 0, Until: 0 })
            return Told(trace, RuleNames.Card, "listed", "có trong danh sách", default);
        if (Timeless(asked) is { } unsure)
            return Told(trace, RuleNames.Card, ClockEnglish, ClockVietnamese, unsure);
        var minute = Math.Max(0, asked.At / 60_000);
        var problem = minute < card.From ? Reasons.CardNotYetValid
            : card.Until != 0 && minute >= card.Until ? Reasons.CardExpired : null;
        return Told(trace, RuleNames.Card, "listed with dates", "có trong danh sách, có thời hạn", new Finding(problem));
    }

    private Finding CategoryProblem<TTrace>(int category, TTrace trace) where TTrace : struct, IRuleTrace =>
        Told(trace, RuleNames.Category, _engine.Categories[category],
            new Finding((_categories >> category & 1) == 1 ? null : Reasons.CategoryNotAdmitted));

    private Finding EventProblem<TTrace>(in RuleCase asked, TTrace trace) where TTrace : struct, IRuleTrace
    {
        if (_from == long.MinValue && _until == long.MaxValue)
            return default;
        if (Timeless(asked) is { } unsure)
            return Told(trace, RuleNames.Event, ClockEnglish, ClockVietnamese, unsure);
        var problem = asked.At < _from ? Reasons.EventNotBegun : asked.At >= _until ? Reasons.EventOver : null;
        return ToldAt(trace, RuleNames.Event, TTrace.IsOn ? $"{_terms.From} - {_terms.Until}" : "", asked, new Finding(problem));
    }

    private Finding HoursProblem<TTrace>(in RuleCase asked, int category, TTrace trace) where TTrace : struct, IRuleTrace
    {
        var own = _engine.Rules[category];
        if ((own.Hours ?? _hours) is not { } hours)
            return default;
        if (Timeless(asked) is { } unsure)
            return Told(trace, RuleNames.Hours, ClockEnglish, ClockVietnamese, unsure);
        var found = new Finding(hours.IsOpen(RuleEngine.Moment(asked.At)) ? null : Reasons.OutsideHours);
        return ToldAt(trace, RuleNames.Hours, own.Hours is null ? _terms.Hours : own.HoursText, asked, found);
    }

    private Finding PassbackProblem<TTrace>(in RuleCase asked, int category, TTrace trace) where TTrace : struct, IRuleTrace
    {
        if (_terms.Passback == Enforcement.Off || _direction == Direction.Out || _engine.Rules[category].ComesAndGoes)
            return default;
        return Told(
            trace, RuleNames.Passback, asked.Presence.IsInside ? "inside" : "not inside",
            asked.Presence.IsInside ? "đang ở trong" : "không ở trong",
            new Finding(asked.Presence.IsInside ? Reasons.Passback : null, _terms.Passback == Enforcement.Soft));
    }

    private Finding ReentryProblem<TTrace>(in RuleCase asked, int category, TTrace trace) where TTrace : struct, IRuleTrace
    {
        if ((_reentryMs == 0 && _terms.EntriesADay == 0) || _direction == Direction.Out || _engine.Rules[category].ComesAndGoes)
            return default;
        // An entry that lies ahead says nothing: the clock was wrong then, or is now.
        var since = asked.Presence.LastEntry is { } last && last <= asked.At ? asked.At - last : long.MaxValue;
        var problem = since < _reentryMs ? Reasons.TooSoon
            : _terms.EntriesADay > 0 && asked.Presence.Entries >= _terms.EntriesADay ? Reasons.EntriesUsedUp : null;
        if (!TTrace.IsOn)
            return new Finding(problem);
        var (english, vietnamese) = since == long.MaxValue ? ("none before", "chưa vào lần nào")
            : ($"the last {since / 1000} s ago", $"lần cuối {since / 1000} giây trước");
        return Told(
            trace, RuleNames.Reentry, $"{asked.Presence.Entries} entries today, {english}",
            $"{asked.Presence.Entries} lượt hôm nay, {vietnamese}", new Finding(problem));
    }

    private Finding OccupancyProblem<TTrace>(in RuleCase asked, TTrace trace) where TTrace : struct, IRuleTrace
    {
        var most = _engine.Options.MostInside;
        if (most == 0 || _direction == Direction.Out)
            return default;
        var how = asked.HubIsAway ? _engine.Options.WhenFullWithoutHub : _engine.Options.WhenFull;
        // Who is inside already makes nobody more.
        var isFull = how != Enforcement.Off && asked.Inside >= most && !asked.Presence.IsInside;
        var found = new Finding(isFull ? Reasons.Full : null, how == Enforcement.Soft);
        return TTrace.IsOn ? Told(
            trace, RuleNames.Occupancy, $"{asked.Inside} of {most}{(asked.HubIsAway ? ", the hub is away" : "")}",
            $"{asked.Inside} trên {most}{(asked.HubIsAway ? ", mất trung tâm" : "")}", found) : found;
    }

    private Finding LockdownProblem<TTrace>(in RuleCase asked, TTrace trace) where TTrace : struct, IRuleTrace =>
        asked.Mode != RuleMode.Lockdown || _direction == Direction.Out ? default
            : Told(trace, RuleNames.Mode, asked.Mode, new Finding(Reasons.Lockdown));

    /// <summary>What is found where the time matters and is not sure; null = it is judged by the clock.</summary>
    private Finding? Timeless(in RuleCase asked)
    {
        if ((asked.ClockErrorMs is { } error && error <= _clockErrorMs) || _engine.Options.WithoutClock == ClockPolicy.Trust)
            return null;
        return new Finding(Reasons.ClockUnsure, _engine.Options.WithoutClock == ClockPolicy.Admit);
    }

    private Finding Told<TTrace, TValue>(TTrace trace, string rule, TValue value, Finding found) where TTrace : struct, IRuleTrace
    {
        Tell(trace, rule, value, OutcomeOf(found), found.Reason);
        return found;
    }

    private Finding Told<TTrace>(TTrace trace, string rule, string english, string vietnamese, Finding found)
        where TTrace : struct, IRuleTrace
    {
        if (TTrace.IsOn)
            trace.Add(new RuleStep(rule, english, vietnamese, OutcomeOf(found), found.Reason));
        return found;
    }

    private RuleOutcome OutcomeOf(Finding found) => found.Reason is not { } reason ? RuleOutcome.Passed
        : found.IsSoft || (_direction == Direction.Out && !IsForged(reason)) ? RuleOutcome.Noted : RuleOutcome.Refused;

    /// <summary>What a rule about time says, and what time it is on the wall.</summary>
    private Finding ToldAt<TTrace>(TTrace trace, string rule, string says, in RuleCase asked, Finding found)
        where TTrace : struct, IRuleTrace
    {
        if (!TTrace.IsOn)
            return found;
        var at = TimeZoneInfo.ConvertTime(RuleEngine.Moment(asked.At), _engine.Calendar.Zone);
        var day = at.ToString("ddd", CultureInfo.InvariantCulture);
        var time = at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Told(trace, rule, $"{says}; {day} {time}", $"{says}; {Days[(int)at.DayOfWeek]} {time}", found);
    }
}
