using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

public sealed class RuleSamenessTests
{
    [Fact]
    public void An_explained_decision_is_the_decision_and_its_last_step_says_why()
    {
        var steps = new List<RuleStep>();
        foreach (var (asked, verdict, lane) in DrawnCase.Some(3, 20_000))
        {
            steps.Clear();
            Assert.Equal(verdict, lane.Explain(asked, steps));
            if (verdict.Outcome == Outcome.Refused)
                Assert.Equal((RuleOutcome.Refused, verdict.Reason), (steps[^1].Outcome, steps[^1].Reason));
            Assert.Equal(verdict.Noted, steps.Where(static step => step.Outcome == RuleOutcome.Noted)
                .Select(static step => step.Reason).FirstOrDefault());
            Assert.Equal(verdict, lane.Decide(asked));
        }
    }

    [Theory]
    [InlineData(ClockPolicy.Refuse)]
    [InlineData(ClockPolicy.Admit)]
    public void What_only_dates_speak_for_or_against_is_decided_alike_where_the_clock_is_not_trusted(ClockPolicy policy)
    {
        CredentialProof[] dated = [CredentialProof.Valid, CredentialProof.Expired, CredentialProof.NotYetValid];
        var concerned = 0;
        foreach (var (asked, _, lane) in DrawnCase.Some(5, 20_000, options => options.WithoutClock = policy))
        {
            if (asked is not { ClockErrorMs: null, Kind: CredentialKind.Pass or CredentialKind.HealthCertificate })
                continue;
            var verdict = Assert.Single(dated.Select(proof => lane.Decide(asked with { Proof = proof })).Distinct());
            concerned += Reasons.ClockUnsure == verdict.Reason || Reasons.ClockUnsure == verdict.Noted ? 1 : 0;
        }
        Assert.InRange(concerned, 300, 20_000);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var options = new RulesOptions
        {
            Hours = "Mo-Su 00:00-24:00",
            Passback = Enforcement.Hard,
            MostInside = 9,
            EntriesADay = 9,
        };
        var list = CardList.Of(Rulebook.Key, ["staff"],
            Enumerable.Range(0, 1000).Select(i => (Rulebook.Of($"{i}"), default(Card))));
        var engine = RuleEngine.Of(options, list);
        var (lane, book) = (engine.Of("vao", Direction.In), new PresenceBook(100));
        var (at, subject) = (Rulebook.Ms("2026-11-02 08:00"), "cccd:001099000001"u8.ToArray());
        Step();
        // The runtime itself may allocate on this thread while it compiles anew what runs often; deciding would each time.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated()));

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Step()
        {
            var who = SubjectKey.Of(Rulebook.Key, subject);
            var day = engine.DayOf(at);
            lane.Decide(new RuleCase
            {
                Kind = CredentialKind.Cccd,
                Card = who,
                At = at,
                ClockErrorMs = 1,
                Presence = book.Of(who, day),
            });
            book.Entered(who, at, day);
        }
    }
}
