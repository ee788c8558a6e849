using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Fixtures;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Modes;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Gate.Tests.Admission;

/// <summary>
/// Health certificates before a lane: what they prove is told apart, and nobody is named by what is not proved.
/// </summary>
public sealed class HealthCertificateTests : IDisposable
{
    private readonly SyntheticHealth _health = new();

    public void Dispose() => _health.Dispose();

    [Fact]
    public void One_that_a_trusted_key_has_signed_is_admitted_where_the_rules_admit_its_kind()
    {
        var shown = Show(_health.Trust, SyntheticHealth.Now);
        Assert.Equal((CredentialProof.Valid, 2), (shown.Proof, shown.Credential.Personal.Count));
        Assert.StartsWith("hcert:", shown.Subject, StringComparison.Ordinal);
        Assert.Equal((Outcome.Admitted, Reasons.KnownCredential), Decide(shown, "HealthCertificate", SyntheticHealth.Now));
        Assert.Equal((Outcome.Refused, Reasons.KindNotAdmitted), Decide(shown, "Cccd", SyntheticHealth.Now));
    }

    [Fact]
    public void Each_failure_has_a_reason_of_its_own_and_names_nobody()
    {
        var later = SyntheticHealth.Now.AddYears(3);
        using var other = new SyntheticHealth();
        var stale = new TrustList(1, SyntheticHealth.Now.AddDays(-3), []);
        var fresh = new TrustList(1, SyntheticHealth.Now, []);
        Assert.Equal(Reasons.ListTooOld, Refused(Show(TrustList.None, SyntheticHealth.Now)));
        Assert.Equal(Reasons.ListTooOld, Refused(Show(stale, SyntheticHealth.Now)));
        Assert.Equal(Reasons.NoKey, Refused(Show(fresh, SyntheticHealth.Now)));
        Assert.Equal(Reasons.BadSignature, Refused(Show(other.Trust, SyntheticHealth.Now)));
        Assert.Equal(Reasons.Expired, Decide(Show(_health.Trust, later), "HealthCertificate", later).Reason);
        Assert.Equal(Reasons.NotYetValid, Decide(
            Show(_health.Trust, SyntheticHealth.Now.AddMonths(-6)), "HealthCertificate", SyntheticHealth.Now).Reason);
        Assert.Equal(Reasons.MalformedCredential, Refused(Read("HC1:6BF", _health.Trust, SyntheticHealth.Now)));

        static string Refused(ShownCode shown)
        {
            Assert.Empty(shown.Credential.Personal);
            Assert.Null(shown.Credential.Subject);
            return Decide(shown, "HealthCertificate", SyntheticHealth.Now).Reason;
        }
    }

    [Fact]
    public void While_nobody_knows_how_wrong_the_clock_is_a_certificates_dates_are_worth_what_the_rules_say()
    {
        foreach (var (policy, reason) in new[]
        {
            (ClockPolicy.Trust, Reasons.NotYetValid), (ClockPolicy.Refuse, Reasons.ClockUnsure),
                (ClockPolicy.Admit, Reasons.KnownCredential),
        })
        {
            var now = new ClockStamp(0, SyntheticHealth.Now.AddYears(-9).ToUnixTimeMilliseconds(), null);
            var shown = Subjects.Read(Encoding.UTF8.GetBytes(_health.Code()), PassTrust.None, _health.Trust, now);
            var engine = RuleEngine.Of(new RulesOptions { Kinds = "HealthCertificate", WithoutClock = policy });
            Assert.Equal(reason, engine.Of("vao", Direction.In).Decide(engine.CaseOf(shown, LaneMode.Normal, now)).Reason);
        }
    }

    private ShownCode Show(TrustList trust, DateTimeOffset now) => Read(_health.Code(), trust, now);

    private static ShownCode Read(string code, TrustList trust, DateTimeOffset now) =>
        Subjects.Read(Encoding.UTF8.GetBytes(code), PassTrust.None, trust, Stamp(now));

    private static (Outcome Outcome, string Reason) Decide(ShownCode shown, string kinds, DateTimeOffset now)
    {
        var engine = RuleEngine.Of(new RulesOptions { Kinds = kinds });
        var verdict = engine.Of("vao", Direction.In).Decide(engine.CaseOf(shown, LaneMode.Normal, Stamp(now)));
        return (verdict.Outcome, verdict.Reason);
    }

    private static ClockStamp Stamp(DateTimeOffset now) => new(0, now.ToUnixTimeMilliseconds(), new ClockQuality(5, 3));
}
