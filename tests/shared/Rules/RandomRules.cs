using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

/// <summary>Rules and cases drawn at random, and what is said of them.</summary>
internal static class RandomRules
{
    private static readonly string[] Hours =
        ["", "", "24/7", "Mo-Fr 06:00-18:00; PH off", "22:00-06:00", "Sa 02:30-03:30; Su 01:00-02:45", "Oct 25 off; 05:00-23:00"];
    private static readonly string[] Categories = ["staff", "visitor", "deliverer", "guest"];

    /// <summary>So many cases, a hundred for each set of rules.</summary>
    internal static IEnumerable<((RuleCase Case, Verdict Verdict) Asked, RulesOptions Rules, LaneRules Lane)> Cases(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count / 100; i++)
        {
            var options = Options(random);
            var engine = RuleEngine.Of(options, Cards(random));
            var lane = engine.Of(random.Next(2) == 0 ? "vao" : "ra", (Direction)random.Next(2));
            for (var j = 0; j < 100; j++)
            {
                var asked = Case(random);
                yield return ((asked, lane.Decide(asked)), options, lane);
            }
        }
    }

    private static RulesOptions Options(Random random)
    {
        var options = new RulesOptions
        {
            TimeZone = random.Next(2) == 0 ? "Asia/Ho_Chi_Minh" : "Europe/Berlin", Hours = Any(random, Hours),
            Kinds = random.Next(4) == 0 ? "Cccd" : "Cccd, CanCuoc, NationalPersonalQr, InsuranceCard, HealthCertificate, Pass",
            From = random.Next(4) == 0 ? "2026-03-29T02:30" : "", Until = random.Next(4) == 0 ? "2026-10-25T02:30" : "",
            AdmittedCategories = random.Next(4) == 0 ? "staff" : "", UnknownCodes = Any<RulePolicy>(random), Unlisted = Any<RulePolicy>(random),
            Passback = Any<Enforcement>(random), ReentryAfter = TimeSpan.FromMinutes(random.Next(3) * 10), EntriesADay = random.Next(3),
            MostInside = random.Next(3), WhenFull = Any<Enforcement>(random), WithoutClock = Any<ClockPolicy>(random),
            HealthCertificates = Any<ProofPolicy>(random), Passes = Any<ProofPolicy>(random), RotatingWithoutClock = Any<RulePolicy>(random),
        };
        if (random.Next(2) == 0)
            options.Categories.Add(new CategoryOptions { Category = Any(random, Categories), Hours = Any(random, Hours), ComesAndGoes = random.Next(2) == 0 });
        if (random.Next(2) == 0)
            options.Lanes.Add(new LaneRulesOptions { Lane = "vao", Hours = Any(random, Hours), Passback = Any<Enforcement>(random) });
        return options;
    }

    private static CardList? Cards(Random random) => random.Next(4) == 0 ? null : CardList.Of(
        Rulebook.Key, ["staff", "guest"], Enumerable.Range(0, 6).Select(i => (Rulebook.Of($"{i}"), new Card(
            (byte)(i % 2), i == 5, i == 4 ? uint.MaxValue : 0, i == 3 ? 1u : 0))));

    private static RuleCase Case(Random random)
    {
        var at = new DateTimeOffset(2026, random.Next(2) == 0 ? 3 : 10, 25, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()
            + random.Next(600_000_000);
        return new()
        {
            Kind = random.Next(3) == 0 ? CredentialKind.Pass : Any<CredentialKind>(random), Proof = Any<CredentialProof>(random),
            IsTooLong = random.Next(50) == 0, IsMalformed = random.Next(20) == 0, Card = Rulebook.Of($"{random.Next(9)}"),
            Category = random.Next(-1, 4), Mode = random.Next(10) == 0 ? Any<RuleMode>(random) : RuleMode.Normal, At = at,
            ClockErrorMs = random.Next(3) == 0 ? null : random.Next(600_000), HubIsAway = random.Next(2) == 0, Inside = random.Next(4),
            Presence = new Presence(random.Next(2) == 0, random.Next(2) == 0 ? at - random.Next(-100_000, 1_500_000) : null, random.Next(3)),
        };
    }

    private static T Any<T>(Random random) where T : struct, Enum => Any(random, Enum.GetValues<T>());

    private static T Any<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
