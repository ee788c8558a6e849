using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Modes;
using FsCheck;
using FsCheck.Fluent;
using Decide = CheckIn.Gate.Admission.Admission;
using Outcome = CheckIn.Contract.Outcome;

namespace CheckIn.Gate.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.FromHours(7));
    private readonly SyntheticCodes _codes = new(11);

    [Fact]
    public void Every_kind_that_names_a_person_is_admitted()
    {
        var admitted = new Decision(Outcome.Admitted, Reasons.KnownCredential);
        string[] codes =
            [_codes.Cccd(), _codes.CanCuoc(), _codes.NationalPersonalQr(), _codes.NationalPersonalQr(masked: true)];
        Assert.All(codes, code => Assert.Equal(admitted, Of(code)));
    }

    [Fact]
    public void Everything_else_is_refused_with_its_own_reason()
    {
        Assert.Equal(new(Outcome.Refused, Reasons.VenueCode), Of(_codes.VenueCode()));
        Assert.Equal(new(Outcome.Refused, Reasons.EnrolmentCode), Of("checkin-enrol:7K2M-QF4X-9TWD-HRPA@hub.example"));
        Assert.Equal(new(Outcome.Refused, Reasons.MalformedCredential), Of(_codes.Malformed()));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown()));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(_codes.InsuranceCard()));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of("HC1:6BF+70790T9WJWG"));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(""));
        Assert.Equal(new(Outcome.Refused, Reasons.CodeTooLong), Of(new string('1', CredentialReader.MaxBytes + 1)));
    }

    [Fact]
    public void Rules_decide_which_kinds_pass()
    {
        var rules = new Rules(new HashSet<CredentialKind> { CredentialKind.CanCuoc });
        Assert.Equal(Outcome.Admitted, Of(_codes.CanCuoc(), rules).Outcome);
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(_codes.Cccd(), rules));
    }

    [Fact]
    public void No_rules_admit_an_unknown_code_or_a_places_code()
    {
        var everything = new Rules(Enum.GetValues<CredentialKind>().ToHashSet());
        Assert.Equal(Outcome.Refused, Of(_codes.Unknown(), everything).Outcome);
        Assert.Equal(Outcome.Refused, Of(_codes.VenueCode(), everything).Outcome);
        Assert.Equal(Outcome.Refused, Of("checkin-enrol:x", everything).Outcome);
    }

    [Fact]
    public void In_a_lockdown_nobody_is_let_in_and_who_would_not_be_anyway_keeps_his_reason()
    {
        var rules = Rules.Of(LaneMode.Lockdown, Direction.In);
        string[] codes = [_codes.Cccd(), _codes.CanCuoc(), _codes.NationalPersonalQr()];
        Assert.All(codes, code => Assert.Equal(new(Outcome.Refused, Reasons.Lockdown), Of(code, rules)));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown(), rules));
        Assert.Equal(Outcome.Admitted, Of(_codes.Cccd(), Rules.Of(LaneMode.Lockdown, Direction.Out)).Outcome);
    }

    [Fact]
    public void In_free_passage_any_code_is_admitted()
    {
        string[] codes = [_codes.Cccd(), _codes.Unknown(), _codes.Malformed(), _codes.VenueCode(), "checkin-enrol:x"];
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var rules = Rules.Of(LaneMode.FreePassage, direction);
            Assert.All(codes, code => Assert.Equal(new(Outcome.Admitted, Reasons.FreePassage), Of(code, rules)));
        }
    }

    [Fact]
    public void Held_open_codes_are_decided_as_always()
    {
        var rules = Rules.Of(LaneMode.HoldOpen, Direction.In);
        Assert.Equal(new(Outcome.Admitted, Reasons.KnownCredential), Of(_codes.Cccd(), rules));
        Assert.Equal(new(Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown(), rules));
    }

    [Fact]
    public void Whoever_is_admitted_is_named_by_a_well_formed_code() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
            {
                var random = new Random(seed);
                var bytes = Encoding.UTF8.GetBytes(new SyntheticCodes(seed).Cccd());
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                var credential = CredentialReader.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
                return Decide.Decide(credential, Rules.Default, Now).Outcome == Outcome.Refused
                    || credential is { Subject: not null, Problem: null };
            }));

    [Fact]
    public void The_same_values_give_the_same_decision_whatever_the_time()
    {
        var credential = CredentialReader.Read(Encoding.UTF8.GetBytes(_codes.Cccd()));
        Assert.Equal(
            Decide.Decide(credential, Rules.Default, Now),
            Decide.Decide(credential, Rules.Default, DateTimeOffset.UnixEpoch));
    }

    private static Decision Of(string code, Rules? rules = null) =>
        Decide.Decide(CredentialReader.Read(Encoding.UTF8.GetBytes(code)), rules ?? Rules.Default, Now);
}
