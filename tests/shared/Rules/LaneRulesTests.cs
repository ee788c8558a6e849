using System.Reflection;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

/// <summary>2026-11-02 is a Monday.</summary>
public sealed class LaneRulesTests
{
    private const string Monday = "2026-11-02 08:00";

    [Theory]
    [InlineData(CredentialProof.Valid, null)]
    [InlineData(CredentialProof.None, Reasons.NoKey)]
    [InlineData(CredentialProof.NoKey, Reasons.NoKey)]
    [InlineData(CredentialProof.ListTooOld, Reasons.ListTooOld)]
    [InlineData(CredentialProof.BadSignature, Reasons.BadSignature)]
    [InlineData(CredentialProof.Expired, Reasons.Expired)]
    [InlineData(CredentialProof.NotYetValid, Reasons.NotYetValid)]
    [InlineData(CredentialProof.Revoked, Reasons.Revoked)]
    [InlineData(CredentialProof.TooOld, Reasons.CodeTooOld)]
    [InlineData(CredentialProof.FromFuture, Reasons.CodeFromFuture)]
    [InlineData(CredentialProof.Replayed, Reasons.CodeReplayed)]
    [InlineData(CredentialProof.ClockUnsure, Reasons.ClockUnsure)]
    [InlineData(CredentialProof.Malformed, Reasons.MalformedCredential)]
    public void Each_proof_that_is_none_is_refused_with_its_own_reason(CredentialProof proof, string? reason)
    {
        var verdict = new Rulebook(new RulesOptions()).Ask("a", Monday, new RuleCase { Kind = CredentialKind.Pass, Proof = proof });
        Assert.Equal((reason is null ? Outcome.Admitted : Outcome.Refused, reason ?? Reasons.KnownCredential), (verdict.Outcome, verdict.Reason));
    }

    [Fact]
    public void Rules_say_which_proof_is_wanted()
    {
        var book = new Rulebook(new RulesOptions
        {
            Kinds = "HealthCertificate, Pass",
            HealthCertificates = ProofPolicy.IfKeyKnown,
            RotatingWithoutClock = RulePolicy.Admit,
        });
        Verdict Of(CredentialKind kind, CredentialProof proof) => book.Ask("a", Monday, new RuleCase { Kind = kind, Proof = proof });
        Assert.Equal((Outcome.Admitted, Reasons.NoKey), Told(Of(CredentialKind.HealthCertificate, CredentialProof.NoKey)));
        Assert.Equal((Outcome.Refused, null), Told(Of(CredentialKind.HealthCertificate, CredentialProof.BadSignature)));
        Assert.Equal((Outcome.Refused, null), Told(Of(CredentialKind.Pass, CredentialProof.NoKey)));
        Assert.Equal((Outcome.Admitted, Reasons.ClockUnsure), Told(Of(CredentialKind.Pass, CredentialProof.ClockUnsure)));
    }

    [Fact]
    public void Kinds_are_those_of_the_category_then_of_the_lane_then_of_all()
    {
        var options = new RulesOptions { Kinds = "Cccd" };
        options.Categories.Add(new CategoryOptions { Category = "staff", Kinds = "Pass" });
        options.Lanes.Add(new LaneRulesOptions { Lane = "vao", Kinds = "CanCuoc" });
        options.Lanes.Add(new LaneRulesOptions { Direction = Direction.In, Hours = "off" });
        var cards = CardList.Of(Rulebook.Key, ["staff"], [(Rulebook.Of("boss"), default)]);
        var book = new Rulebook(options, cards);
        Assert.Equal(Reasons.KindNotAdmitted, book.Ask("a", Monday).Reason);
        Assert.Equal(Reasons.OutsideHours, book.Ask("a", Monday, new RuleCase { Kind = CredentialKind.CanCuoc }).Reason);
        Assert.Equal(Reasons.KindNotAdmitted, book.Ask("boss", Monday, new RuleCase { Kind = CredentialKind.CanCuoc }).Reason);
        Assert.Equal(Outcome.Admitted, book.Ask("a", Monday, isOut: true).Outcome);
    }

    [Fact]
    public void Unknown_codes_are_admitted_by_rule_and_posters_and_codes_of_enrolment_never()
    {
        var book = new Rulebook(new RulesOptions { UnknownCodes = RulePolicy.Admit, Kinds = "Cccd" });
        Assert.Equal(Reasons.UnknownAdmitted, book.Decide(new RuleCase()).Reason);
        Assert.Equal(Reasons.VenueCode, book.Decide(new RuleCase { Kind = CredentialKind.VenueCode }).Reason);
        Assert.Equal(Reasons.EnrolmentCode, book.Decide(new RuleCase { Kind = CredentialKind.EnrolmentCode }).Reason);
        Assert.Equal(Reasons.CodeTooLong, book.Decide(new RuleCase { IsTooLong = true }).Reason);
    }

    [Fact]
    public void A_listed_card_says_its_category_its_validity_and_that_it_is_denied()
    {
        var (from, until) = ((uint)(Rulebook.Ms("2026-11-02 07:00") / 60_000), (uint)(Rulebook.Ms("2026-11-02 09:00") / 60_000));
        var book = new Rulebook(
            new RulesOptions { Unlisted = RulePolicy.Refuse, AdmittedCategories = "staff, guest" },
            CardList.Of(Rulebook.Key, ["staff", "guest", "other"],
            [
                (Rulebook.Of("staff"), new Card(0, false, 0, 0)), (Rulebook.Of("guest"), new Card(1, false, from, until)),
                (Rulebook.Of("other"), new Card(2, false, 0, 0)), (Rulebook.Of("denied"), new Card(0, true, 0, 0)),
            ]));
        Assert.Equal(new Verdict(Outcome.Admitted, Reasons.KnownCredential, "staff"), book.Ask("staff", Monday));
        Assert.Equal(new Verdict(Outcome.Admitted, Reasons.KnownCredential, "guest"), book.Ask("guest", Monday));
        Assert.Equal(Reasons.CardNotYetValid, book.Ask("guest", "2026-11-02 06:59").Reason);
        Assert.Equal(Reasons.CardExpired, book.Ask("guest", "2026-11-02 09:00").Reason);
        Assert.Equal(Reasons.CategoryNotAdmitted, book.Ask("other", Monday).Reason);
        Assert.Equal(Reasons.Denied, book.Ask("denied", Monday).Reason);
        Assert.Equal(Reasons.NotListed, book.Ask("nobody", Monday).Reason);
    }

    [Fact]
    public void A_valid_pass_needs_no_list_and_its_category_is_believed_only_with_its_proof()
    {
        var options = new RulesOptions { Unlisted = RulePolicy.Refuse, Passes = ProofPolicy.IfKeyKnown };
        var book = new Rulebook(options);
        var pass = new RuleCase { Kind = CredentialKind.Pass, Proof = CredentialProof.Valid, Category = book.Engine.CategoryOf("staff"u8) };
        Assert.Equal(new Verdict(Outcome.Admitted, Reasons.KnownCredential, "staff"), book.Ask("p", Monday, pass));
        var forged = book.Ask("p", Monday, pass with { Proof = CredentialProof.NoKey });
        Assert.Equal((Outcome.Refused, Reasons.NotListed, "visitor"), (forged.Outcome, forged.Reason, forged.Category));
        Assert.Equal(RuleCase.NoCategory, book.Engine.CategoryOf("stranger"u8));
    }

    [Fact]
    public void Who_is_inside_may_not_enter_again_before_he_has_left_and_the_day_forgets_him()
    {
        var book = new Rulebook(new RulesOptions { Passback = Enforcement.Hard });
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-02 08:00").Outcome);
        Assert.Equal(Reasons.Passback, book.Enter("a", "2026-11-02 08:01").Reason);
        book.Leave("a", "2026-11-02 12:00");
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-02 13:00").Outcome);
        Assert.Equal(Reasons.Passback, book.Enter("a", "2026-11-03 02:59").Reason);
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-03 03:00").Outcome);
        Assert.Equal(Reasons.Passback, book.Enter("a", "2026-11-03 03:01").Reason);
    }

    [Fact]
    public void Soft_anti_passback_admits_and_notes()
    {
        var book = new Rulebook(new RulesOptions { Passback = Enforcement.Soft });
        book.Enter("a", "2026-11-02 08:00");
        Assert.Equal((Outcome.Admitted, Reasons.Passback), Told(book.Enter("a", "2026-11-02 08:01")));
    }

    [Fact]
    public void Entries_are_apart_in_time_and_as_many_a_day_as_may_be()
    {
        var book = new Rulebook(new RulesOptions { ReentryAfter = TimeSpan.FromMinutes(10), EntriesADay = 2 });
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-02 08:00").Outcome);
        Assert.Equal(Reasons.TooSoon, book.Enter("a", "2026-11-02 08:09").Reason);
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-02 08:10").Outcome);
        Assert.Equal(Reasons.EntriesUsedUp, book.Enter("a", "2026-11-02 20:00").Reason);
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-03 03:00").Outcome);
        // A clock that was years ahead and is right now keeps nobody out.
        book.Book.Entered(Rulebook.Of("b"), Rulebook.Ms("2031-01-01 08:00"), book.Engine.DayOf(Rulebook.Ms("2031-01-01 08:00")));
        Assert.Equal(Outcome.Admitted, book.Enter("b", "2026-11-03 08:00").Outcome);
    }

    [Fact]
    public void Deliverers_come_and_go_as_quickly_as_they_like()
    {
        var options = new RulesOptions { Passback = Enforcement.Hard, EntriesADay = 1, ReentryAfter = TimeSpan.FromHours(1) };
        var cards = CardList.Of(Rulebook.Key, ["deliverer"], [(Rulebook.Of("d"), default)]);
        foreach (var listed in new[] { false, true })
        {
            if (listed)
                options.Categories.Add(new CategoryOptions { Category = "deliverer", ComesAndGoes = false });
            var book = new Rulebook(options, cards);
            Assert.Equal(Outcome.Admitted, book.Enter("d", "2026-11-02 08:00").Outcome);
            Assert.Equal(listed ? Outcome.Refused : Outcome.Admitted, book.Enter("d", "2026-11-02 08:01").Outcome);
        }
    }

    [Theory]
    [InlineData(false, Outcome.Refused)]
    [InlineData(true, Outcome.Admitted)]
    public void The_cap_holds_and_is_only_noted_while_the_hub_is_away(bool away, Outcome outcome)
    {
        var book = new Rulebook(new RulesOptions { MostInside = 2 });
        book.Enter("a", "2026-11-02 08:00");
        book.Enter("b", "2026-11-02 08:00");
        var full = book.Enter("c", "2026-11-02 08:01", new RuleCase { HubIsAway = away });
        Assert.Equal(outcome, full.Outcome);
        Assert.Equal(Reasons.Full, away ? full.Noted : full.Reason);
        Assert.Equal(Outcome.Admitted, book.Enter("a", "2026-11-02 08:02").Outcome);
        book.Leave("b", "2026-11-02 08:03");
        book.Leave("c", "2026-11-02 08:03");
        Assert.Equal(Outcome.Admitted, book.Enter("d", "2026-11-02 08:04").Outcome);
    }

    [Fact]
    public void Nobody_is_kept_in_by_lists_hours_or_counts_and_it_is_noted()
    {
        var cards = CardList.Of(Rulebook.Key, ["staff"], [(Rulebook.Of("denied"), new Card(0, true, 0, 0))]);
        var book = new Rulebook(new RulesOptions { Hours = "off", Passback = Enforcement.Hard, MostInside = 1, Unlisted = RulePolicy.Refuse }, cards);
        Assert.Equal((Outcome.Admitted, Reasons.Denied), Told(book.Ask("denied", Monday, isOut: true)));
        Assert.Equal((Outcome.Admitted, Reasons.NotListed), Told(book.Ask("a", Monday, isOut: true)));
        Assert.Equal((Outcome.Admitted, Reasons.Expired), Told(book.Ask(
            "a", Monday, new RuleCase { Kind = CredentialKind.Pass, Proof = CredentialProof.Expired }, isOut: true)));
        Assert.Equal((Outcome.Refused, null), Told(book.Ask(
            "a", Monday, new RuleCase { Kind = CredentialKind.Pass, Proof = CredentialProof.BadSignature }, isOut: true)));
        Assert.Equal((Outcome.Refused, null), Told(book.Decide(new RuleCase(), isOut: true)));
    }

    [Fact]
    public void Orders_are_part_of_the_same_decision()
    {
        var book = new Rulebook(new RulesOptions { Hours = "08:00-09:00" });
        Assert.Equal(Reasons.Lockdown, book.Ask("a", Monday, new RuleCase { Mode = RuleMode.Lockdown }).Reason);
        Assert.Equal(Reasons.OutsideHours, book.Ask("a", "2026-11-02 10:00", new RuleCase { Mode = RuleMode.Lockdown }).Reason);
        Assert.Equal(Outcome.Admitted, book.Ask("a", Monday, new RuleCase { Mode = RuleMode.Lockdown }, isOut: true).Outcome);
        Assert.Equal(Reasons.FreePassage, book.Ask("a", "2026-11-02 10:00", new RuleCase { Mode = RuleMode.FreePassage }).Reason);
        Assert.Equal(Reasons.FreePassage, book.Decide(new RuleCase { Mode = RuleMode.FreePassage, IsTooLong = true }).Reason);
    }

    [Fact]
    public void A_decision_is_explained_by_the_steps_that_made_it()
    {
        var book = new Rulebook(new RulesOptions { Hours = "Mo-Fr 06:00-18:00", Passback = Enforcement.Soft, MostInside = 5 });
        book.Enter("a", "2026-11-02 08:00");
        var steps = book.Explained(book.Case("a", Rulebook.Hanoi("2026-11-02 09:00"), default));
        Assert.Equal(
            [RuleNames.Code, RuleNames.Kind, RuleNames.Card, RuleNames.Category, RuleNames.Hours, RuleNames.Passback, RuleNames.Occupancy],
            steps.Select(static step => step.Rule));
        Assert.Equal(new RuleStep(RuleNames.Passback, "inside", "đang ở trong", RuleOutcome.Noted, Reasons.Passback), steps[5]);
        Assert.Equal("Mo-Fr 06:00-18:00; Mon 2026-11-02 09:00", steps[4].English);
        Assert.Equal("1 of 5", steps[6].English);
        var refused = book.Explained(book.Case("a", Rulebook.Hanoi("2026-11-01 09:00"), default));
        Assert.Equal((RuleNames.Hours, RuleOutcome.Refused), (refused[^1].Rule, refused[^1].Outcome));
    }

    [Fact]
    public void Every_reason_of_the_rules_is_reached()
    {
        var reached = new HashSet<string>();
        foreach (var (_, verdict, _) in DrawnCase.Some(7, 60_000))
            reached.Add(verdict.Reason);
        // The lane's own, and a poster's.
        var elsewhere = new[] { Reasons.JournalFailed, Reasons.TurnstileFailed, Reasons.SelfRecorded };
        Assert.Equal(
            typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!)
                .Except(elsewhere).Order(), reached.Order());
    }

    [Fact]
    public void Whoever_has_no_code_and_somebody_who_answers_for_him_is_judged_by_all_but_the_code()
    {
        var assisted = new RuleCase { Kind = CredentialKind.Unknown, IsAssisted = true };
        var book = new Rulebook(new RulesOptions { Kinds = "Pass", Hours = "Mo 07:00-09:00" });
        Assert.Equal((Outcome.Admitted, Reasons.Assisted, "visitor"), Three(book.Ask("a", Monday, assisted)));
        Assert.Equal(Reasons.OutsideHours, book.Ask("a", "2026-11-02 10:00", assisted).Reason);
        Assert.Equal(Reasons.Lockdown, book.Ask("a", Monday, assisted with { Mode = RuleMode.Lockdown }).Reason);
        var listed = new Rulebook(new RulesOptions { Unlisted = RulePolicy.Refuse }, CardList.Of(
            Rulebook.Key, ["staff"], [(Rulebook.Of("boss"), default), (Rulebook.Of("thief"), new Card(0, true, 0, 0))]));
        Assert.Equal((Outcome.Admitted, Reasons.Assisted, "staff"), Three(listed.Ask("boss", Monday, assisted)));
        Assert.Equal(Reasons.Denied, listed.Ask("thief", Monday, assisted).Reason);
        Assert.Equal(Reasons.NotListed, listed.Ask("a", Monday, assisted).Reason);

        static (Outcome, string, string?) Three(Verdict verdict) => (verdict.Outcome, verdict.Reason, verdict.Category);
    }

    private static (Outcome, string?) Told(Verdict verdict) => (verdict.Outcome, verdict.Noted);
}
