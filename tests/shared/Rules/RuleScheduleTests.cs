using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

/// <summary>
/// Hours, dates and days of rules where clocks are changed, at midnight, in leap years, and with clocks that are wrong.
/// </summary>
public sealed class RuleScheduleTests
{
    [Theory]
    [InlineData("2026-11-02 05:59", false)]
    [InlineData("2026-11-02 06:00", true)]
    [InlineData("2026-11-02 17:59", true)]
    [InlineData("2026-11-02 18:00", false)]
    [InlineData("2026-11-01 08:00", false)] // Sunday
    [InlineData("2026-04-30 08:00", false)] // a holiday by law
    [InlineData("2026-02-17 08:00", false)] // one that is set
    [InlineData("2026-02-18 08:00", true)]
    [InlineData("2028-02-29 08:00", true)] // Tuesday
    public void Hours_and_holidays_are_those_of_the_zone(string at, bool open) => Assert.Equal(
        open, Admits(
            new Rulebook(new RulesOptions { Hours = "Mo-Fr 06:00-18:00; PH off", Holidays = "2026-02-17" }).Ask("a", at)));

    [Fact]
    public void Hours_over_midnight_belong_to_the_evening()
    {
        var book = new Rulebook(new RulesOptions { Hours = "Fr 22:00-02:00" });
        Assert.Equal([false, true, true, true, false],
            new[] { "11-06 21:59", "11-06 22:00", "11-07 00:00", "11-07 01:59", "11-07 02:00" }
            .Select(at => Admits(book.Ask("a", "2026-" + at))));
        Assert.False(Admits(book.Ask("a", "2026-11-06 01:00")));
    }

    [Fact]
    public void A_category_has_hours_of_its_own()
    {
        var options = new RulesOptions { Hours = "08:00-17:00" };
        options.Categories.Add(new CategoryOptions { Category = "staff", Hours = "24/7" });
        var book = new Rulebook(options, CardList.Of(Rulebook.Key, ["staff"], [(Rulebook.Of("s"), default)]));
        Assert.True(Admits(book.Ask("s", "2026-11-02 23:00")));
        Assert.False(Admits(book.Ask("a", "2026-11-02 23:00")));
    }

    [Fact]
    public void An_event_begins_and_ends_on_the_wall()
    {
        var book = new Rulebook(new RulesOptions { From = "2026-12-24T18:00", Until = "2026-12-25T00:30" });
        Assert.Equal(Reasons.EventNotBegun, book.Ask("a", "2026-12-24 17:59").Reason);
        Assert.True(Admits(book.Ask("a", "2026-12-24 18:00")));
        Assert.True(Admits(book.Ask("a", "2026-12-25 00:29")));
        Assert.Equal(Reasons.EventOver, book.Ask("a", "2026-12-25 00:30").Reason);
    }

    [Fact]
    public void Where_the_clock_is_changed_hours_and_days_follow_the_wall()
    {
        var book = new Rulebook(new RulesOptions { TimeZone = "Europe/Berlin", Hours = "02:30-04:00" });
        // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC. 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
        Assert.Equal([false, true, true, false], Opens(book, (3, 29, 0, 59), (3, 29, 1, 0), (3, 29, 1, 59), (3, 29, 2, 0)));
        Assert.Equal([false, true, true, true, false], Opens(
            book, (10, 25, 0, 29), (10, 25, 0, 30), (10, 25, 1, 15), (10, 25, 2, 59), (10, 25, 3, 0)));
    }

    [Fact]
    public void A_day_of_rules_has_23_24_or_25_hours_and_begins_once()
    {
        var engine = RuleEngine.Of(new RulesOptions { TimeZone = "Europe/Berlin", DayBeginsAt = TimeSpan.FromMinutes(150) });
        foreach (var (month, day, hours) in new[] { (3, 28, 23.5), (3, 29, 23.5), (10, 24, 24.0), (10, 25, 25.0), (6, 1, 24.0) })
        {
            var noon = Utc(month, day, 12, 0).ToUnixTimeMilliseconds();
            var (from, to) = (engine.BeginOfDay(noon), engine.BeginOfDay(noon + 86_400_000));
            Assert.Equal(hours, (to - from) / 3_600_000.0);
            Assert.Equal(engine.DayOf(noon), engine.DayOf(from));
            Assert.Equal(engine.DayOf(noon) - 1, engine.DayOf(from - 1));
            Assert.Equal(engine.DayOf(noon) + 1, engine.DayOf(to));
        }
    }

    [Theory]
    [InlineData(ClockPolicy.Trust, Outcome.Refused, Reasons.OutsideHours)]
    [InlineData(ClockPolicy.Refuse, Outcome.Refused, Reasons.ClockUnsure)]
    [InlineData(ClockPolicy.Admit, Outcome.Admitted, Reasons.ClockUnsure)]
    public void A_clock_of_which_nobody_knows_how_wrong_it_is_is_met_by_a_stated_policy(ClockPolicy policy, Outcome outcome,
        string reason)
    {
        var book = new Rulebook(new RulesOptions { Hours = "08:00-09:00", WithoutClock = policy });
        foreach (var error in new[] { -1L, 300_001 }) // -1: nothing is known
        {
            var verdict = book.Ask("a", "1970-01-01 12:00", new RuleCase { ClockErrorMs = error });
            Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Noted ?? verdict.Reason));
            Assert.True(Admits(new Rulebook(new RulesOptions { WithoutClock = policy }).Ask("a", "1970-01-01 12:00",
                new RuleCase { ClockErrorMs = error })));
        }
        Assert.Equal(Reasons.OutsideHours, book.Ask("a", "2026-11-02 12:00", new RuleCase { ClockErrorMs = 300_000 }).Reason);
    }

    [Theory]
    [InlineData(ClockPolicy.Trust, CredentialKind.HealthCertificate, CredentialProof.NotYetValid, Reasons.NotYetValid)]
    [InlineData(ClockPolicy.Trust, CredentialKind.HealthCertificate, CredentialProof.Valid, null)]
    [InlineData(ClockPolicy.Refuse, CredentialKind.HealthCertificate, CredentialProof.Valid, Reasons.ClockUnsure)]
    [InlineData(ClockPolicy.Refuse, CredentialKind.Pass, CredentialProof.Expired, Reasons.ClockUnsure)]
    [InlineData(ClockPolicy.Admit, CredentialKind.Pass, CredentialProof.Expired, null)]
    [InlineData(ClockPolicy.Admit, CredentialKind.HealthCertificate, CredentialProof.NotYetValid, null)]
    [InlineData(ClockPolicy.Admit, CredentialKind.Pass, CredentialProof.Revoked, Reasons.Revoked)]
    [InlineData(ClockPolicy.Admit, CredentialKind.HealthCertificate, CredentialProof.BadSignature, Reasons.BadSignature)]
    public void Validities_of_what_is_signed_are_worth_no_more_than_the_clock(
        ClockPolicy policy, CredentialKind kind, CredentialProof proof, string? refusal)
    {
        var book = new Rulebook(new RulesOptions { Kinds = "HealthCertificate, Pass", WithoutClock = policy });
        var asked = new RuleCase { Kind = kind, Proof = proof, Category = book.Engine.CategoryOf("staff"u8), ClockErrorMs = -1 };
        var verdict = book.Ask("a", "1970-01-01 12:00", asked);
        Assert.Equal(refusal ?? Reasons.KnownCredential, verdict.Reason);
        Assert.Equal(refusal is null && policy == ClockPolicy.Admit ? Reasons.ClockUnsure : null, verdict.Noted);
        // On the way out it is noted at most, and what is admitted is of the category that was signed.
        Assert.Equal(proof != CredentialProof.BadSignature, Admits(book.Ask("a", "1970-01-01 12:00", asked, isOut: true)));
        Assert.Equal(refusal is null or Reasons.ClockUnsure, verdict.Category == "staff");
    }

    [Fact]
    public void A_rotating_code_with_an_unsure_clock_needs_the_leave_of_both_rules_about_it()
    {
        foreach (var step in Enum.GetValues<RulePolicy>())
        {
            foreach (var dates in new[] { ClockPolicy.Refuse, ClockPolicy.Admit })
            {
                var book = new Rulebook(new RulesOptions { RotatingWithoutClock = step, WithoutClock = dates });
                foreach (var proof in new[] { CredentialProof.ClockUnsure, CredentialProof.Expired, CredentialProof.NotYetValid })
                    Assert.Equal(
                        (step, dates) == (RulePolicy.Admit, ClockPolicy.Admit), Admits(book.Ask("a", "1970-01-01 12:00", new RuleCase
                        {
                            Kind = CredentialKind.Pass,
                            Proof = proof,
                            IsRotating = true,
                            ClockErrorMs = -1,
                        })));
            }
        }
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void No_time_that_a_clock_can_show_breaks_a_decision(long at)
    {
        var options = new RulesOptions
        {
            Hours = "Mo-Fr 22:00-06:00; PH off",
            From = "0001-01-01T00:00",
            Until = "9999-12-31T23:59"
        };
        foreach (var zone in new[] { "Asia/Ho_Chi_Minh", "Europe/Berlin", "Pacific/Kiritimati", "America/Adak" })
        {
            options.TimeZone = zone;
            var book = new Rulebook(options);
            book.Decide(new RuleCase { Kind = CredentialKind.Cccd, At = at });
            book.Engine.DayOf(at);
        }
    }

    private static IEnumerable<bool> Opens(Rulebook book, params (int Month, int Day, int Hour, int Minute)[] times) =>
        times.Select(time => Admits(book.Ask("a", Utc(time.Month, time.Day, time.Hour, time.Minute))));

    private static DateTimeOffset Utc(int month, int day, int hour, int minute) =>
        new(2026, month, day, hour, minute, 0, TimeSpan.Zero);

    private static bool Admits(Verdict verdict) => verdict.Outcome == Outcome.Admitted;
}
