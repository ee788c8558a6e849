using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Passes;
using CheckIn.Rules;
using FsCheck;
using FsCheck.Fluent;
using Outcome = CheckIn.Contract.Outcome;

namespace CheckIn.Gate.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.FromHours(7));
    private readonly SyntheticCodes _codes = new(11);

    [Fact]
    public void Every_kind_that_names_a_person_is_admitted()
    {
        var admitted = (Outcome.Admitted, Reasons.KnownCredential);
        string[] codes =
            [_codes.Cccd(), _codes.CanCuoc(), _codes.NationalPersonalQr(), _codes.NationalPersonalQr(masked: true)];
        Assert.All(codes, code => Assert.Equal(admitted, Of(code)));
    }

    [Fact]
    public void Everything_else_is_refused_with_its_own_reason()
    {
        Assert.Equal((Outcome.Refused, Reasons.VenueCode), Of(_codes.VenueCode()));
        Assert.Equal((Outcome.Refused, Reasons.EnrolmentCode), Of("checkin-enrol:7K2M-QF4X-9TWD-HRPA@hub.example"));
        Assert.Equal((Outcome.Refused, Reasons.MalformedCredential), Of(_codes.Malformed()));
        Assert.Equal((Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown()));
        Assert.Equal((Outcome.Refused, Reasons.UnknownCode), Of(""));
        Assert.Equal((Outcome.Refused, Reasons.CodeTooLong), Of(new string('1', CredentialReader.MaxBytes + 1)));
    }

    [Fact]
    public void Rules_decide_which_kinds_pass()
    {
        var rules = new RulesOptions { Kinds = "CanCuoc" };
        Assert.Equal(Outcome.Admitted, Of(_codes.CanCuoc(), rules: rules).Outcome);
        Assert.Equal((Outcome.Refused, Reasons.KindNotAdmitted), Of(_codes.Cccd(), rules: rules));
    }

    [Fact]
    public void In_a_lockdown_nobody_is_let_in_and_who_would_not_be_anyway_keeps_his_reason()
    {
        string[] codes = [_codes.Cccd(), _codes.CanCuoc(), _codes.NationalPersonalQr()];
        Assert.All(codes, code => Assert.Equal((Outcome.Refused, Reasons.Lockdown), Of(code, LaneMode.Lockdown)));
        Assert.Equal((Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown(), LaneMode.Lockdown));
        Assert.Equal(Outcome.Admitted, Of(_codes.Cccd(), LaneMode.Lockdown, Direction.Out).Outcome);
    }

    [Fact]
    public void In_free_passage_any_code_is_admitted()
    {
        string[] codes = [_codes.Cccd(), _codes.Unknown(), _codes.Malformed(), _codes.VenueCode(), "checkin-enrol:x"];
        foreach (var direction in Enum.GetValues<Direction>())
            Assert.All(codes, code => Assert.Equal(
                (Outcome.Admitted, Reasons.FreePassage), Of(code, LaneMode.FreePassage, direction)));
    }

    [Fact]
    public void Held_open_codes_are_decided_as_always()
    {
        Assert.Equal((Outcome.Admitted, Reasons.KnownCredential), Of(_codes.Cccd(), LaneMode.HoldOpen));
        Assert.Equal((Outcome.Refused, Reasons.UnknownCode), Of(_codes.Unknown(), LaneMode.HoldOpen));
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
                var lane = Lane(new GateRules(new RulesOptions()), Direction.In);
                var shown = new ShownCode(credential, credential.Subject ?? "code:");
                return lane.Decide(shown, LaneMode.Normal, Stamp(0)).Outcome == Outcome.Refused
                    || credential is { Subject: not null, Problem: null };
            }));

    [Fact]
    public void Who_was_let_in_and_went_may_not_enter_again_by_another_lane_before_he_has_left()
    {
        var rules = new GateRules(new RulesOptions { Passback = Enforcement.Hard });
        var (one, other, outside) = (Lane(rules, Direction.In), Lane(rules, Direction.In, "vao-2"),
            Lane(rules, Direction.Out, "ra"));
        Assert.Equal(Outcome.Admitted, Show(one, 1, 1));
        one.Passed(1, PassageResult.Turned);
        Assert.Equal(Outcome.Refused, Show(other, 2, 2));
        Assert.Equal(Outcome.Admitted, Show(outside, 3, 3));
        Assert.Equal(0, rules.Inside(Stamp(3).At));
        Assert.Equal(Outcome.Admitted, Show(other, 4, 4));
    }

    [Fact]
    public void Who_was_let_in_and_did_not_go_may_try_again()
    {
        var rules = new GateRules(new RulesOptions { Passback = Enforcement.Hard, EntriesADay = 1 });
        var lane = Lane(rules, Direction.In);
        Show(lane, 1, 1);
        lane.Passed(1, PassageResult.TimedOut);
        Assert.Equal(Outcome.Admitted, Show(lane, 2, 2));
        lane.Passed(1, PassageResult.TimedOut);
        Assert.Equal(Outcome.Refused, Show(lane, 3, 3));
    }

    [Fact]
    public void One_code_before_two_lanes_at_once_lets_one_person_in()
    {
        var rules = new GateRules(new RulesOptions { Passback = Enforcement.Hard });
        var (one, other) = (Lane(rules, Direction.In), Lane(rules, Direction.In, "vao-2"));
        Assert.Equal(Outcome.Admitted, one.Decide(Somebody, LaneMode.Normal, Stamp(1)).Outcome);
        Assert.Equal(Reasons.Passback, other.Decide(Somebody, LaneMode.Normal, Stamp(1)).Reason);
        other.Settle(Outcome.Refused, null);
        one.Settle(Outcome.Refused, null); // its event could not be written
        Assert.Equal(Outcome.Admitted, other.Decide(Somebody, LaneMode.Normal, Stamp(2)).Outcome);
    }

    [Fact]
    public void The_cap_is_that_of_the_whole_site_while_the_hub_says_how_many_are_inside_it()
    {
        var isAway = false;
        var rules = new GateRules(new RulesOptions { MostInside = 3 }, hubIsAway: () => isAway);
        rules.Begin(static () => "epoch-1", 0);
        var (lane, outside) = (Lane(rules, Direction.In), Lane(rules, Direction.Out, "ra"));
        rules.Hear(new InsideMessage(2, "epoch-1", 0), Stamp(0));
        Assert.Equal(Outcome.Admitted, Show(lane, 1, 1));
        lane.Passed(1, PassageResult.TimedOut);
        Assert.Equal(Outcome.Admitted, Show(lane, 3, 2));
        Assert.Equal(Reasons.Full, Enter(lane, 3).Reason);
        // Who came by another gate leaves by this one.
        outside.Settle(outside.Decide(Another, LaneMode.Normal, Stamp(4)).Outcome, 4);
        Assert.Equal(Reasons.KnownCredential, Enter(lane, 4).Reason);
        rules.Hear(new InsideMessage(9, "epoch-1", 4), Stamp(5));
        Assert.Equal(Reasons.Full, Enter(lane, 6).Reason);
        // Nothing more is heard: its own lanes have one inside, and what is beyond the cap is only told.
        rules.Hear(new InsideMessage(9, "epoch-1", 4), Stamp(6));
        Assert.Equal((Reasons.KnownCredential, null), Enter(lane, 200) is var alone ? (alone.Reason, alone.Noted) : default);
        rules.Hear(new InsideMessage(9, "epoch-1", 4), Stamp(300));
        isAway = true;
        Assert.Equal((Reasons.KnownCredential, Reasons.Full), Enter(lane, 301) is var told ? (told.Reason, told.Noted) : default);
    }

    [Fact]
    public void A_list_of_cards_that_comes_is_in_force_with_the_next_code()
    {
        var rules = new GateRules(new RulesOptions());
        var lane = Lane(rules, Direction.In);
        Assert.Equal("visitor", lane.Decide(Somebody, LaneMode.Normal, Stamp(1)).Category);
        lane.Settle(Outcome.Refused, null);
        rules.Take(CardList.Of(RandomRules.Key, ["staff"],
            [(Subjects.Of(RandomRules.Key, Somebody.Subject), new Card(0, false, 0, 0))]));
        Assert.Equal("staff", lane.Decide(Somebody, LaneMode.Normal, Stamp(1)).Category);
    }

    [Fact]
    public void A_phones_code_is_good_once_at_all_lanes_together_and_a_refused_one_is_not_used_up()
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = PassKeys.Parse(PassKeys.Write(new PassKeysDocument(
            1, Now.ToUnixTimeSeconds(), [PassKeys.EntryOf(issuer, Now.AddDays(-9), Now.AddDays(9))])));
        var rules = new GateRules(new RulesOptions()) { Trust = new PassTrust(keys, RevocationList.None) };
        var pass = new Pass(PassId.New(), "staff", Now.AddDays(-1), Now.AddDays(1), HolderKey: P256Point.Compress(phone));
        var shown = Encoding.ASCII.GetBytes(RotatingCode.Show(PassCode.Sign(pass, issuer), phone, RotatingStep.Of(Now)) + "\r\n");
        var (one, other) = (Lane(rules, Direction.In), Lane(rules, Direction.In, "vao-2"));
        Assert.Equal(Reasons.Lockdown, one.Decide(one.Read(shown, Stamp(0)), LaneMode.Lockdown, Stamp(0)).Reason);
        var decision = one.Decide(one.Read(shown, Stamp(1)), LaneMode.Normal, Stamp(1));
        Assert.Equal((Outcome.Admitted, "staff"), (decision.Outcome, decision.Category));
        Assert.Equal(Reasons.CodeReplayed, other.Decide(other.Read(shown, Stamp(2)), LaneMode.Normal, Stamp(2)).Reason);
        Assert.Equal(Reasons.CodeReplayed, other.Decide(other.Read(shown, Stamp(120)), LaneMode.Normal, Stamp(120)).Reason);
        var unused = Encoding.ASCII.GetBytes(RotatingCode.Show(PassCode.Sign(pass, issuer), phone, RotatingStep.Of(Now) - 1));
        Assert.Equal(Reasons.CodeTooOld, other.Decide(other.Read(unused, Stamp(120)), LaneMode.Normal, Stamp(120)).Reason);
    }

    [Fact]
    public void What_scanners_put_around_a_pass_does_not_matter()
    {
        using var passes = new SyntheticPasses();
        var rules = new GateRules(new RulesOptions()) { Trust = passes.Trust };
        var code = Encoding.ASCII.GetBytes(passes.Code(SyntheticPasses.Static()));
        var now = new ClockStamp(0, SyntheticPasses.Now.ToUnixTimeMilliseconds(), SyntheticPasses.GoodClock);
        foreach (var shown in (byte[][])[code, [.. code, .. "\r\n\0"u8], [.. Encoding.UTF8.Preamble, .. code, .. "\r"u8]])
            Assert.Equal(CredentialProof.Valid, Lane(rules, Direction.In).Read(shown, now).Proof);
    }

    [Fact]
    public void A_pass_is_good_at_its_own_place_only()
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = PassKeys.Parse(PassKeys.Write(new PassKeysDocument(
            1, Now.ToUnixTimeSeconds(), [PassKeys.EntryOf(issuer, Now.AddDays(-9), Now.AddDays(9))])));
        var rules = new GateRules(new RulesOptions { Site = "cho-binh-an", Nodes = "75, 75-01" })
        {
            Trust = new PassTrust(keys, RevocationList.None),
        };
        var lane = Lane(rules, Direction.In);
        foreach (var (scope, reason) in new[]
        {
            (null, Reasons.KnownCredential), ("s:cho-binh-an", Reasons.KnownCredential), ("n:75-01", Reasons.KnownCredential),
            ("s:other", Reasons.Elsewhere), ("n:76", Reasons.Elsewhere),
        })
        {
            var place = scope is null ? null : PassScope.Parse(scope);
            var pass = new Pass(PassId.New(), "staff", Now.AddDays(-1), Now.AddDays(1), Scope: place);
            var shown = lane.Read(Encoding.ASCII.GetBytes(PassCode.Sign(pass, issuer)), Stamp(0));
            Assert.Equal(reason, lane.Decide(shown, LaneMode.Normal, Stamp(0)).Reason);
            lane.Settle(Outcome.Refused, null);
        }
    }

    private static ShownCode Somebody => new(
        new Credential(CredentialKind.Cccd, "cccd:001099000001", null, new Dictionary<string, string>(), 100),
            "cccd:001099000001");

    private static ShownCode Another => new(
        new Credential(CredentialKind.Cccd, "cccd:001099000002", null, new Dictionary<string, string>(), 100),
            "cccd:001099000002");

    /// <summary>Somebody else asks, and does not go.</summary>
    private static Decision Enter(LaneAdmission lane, int second)
    {
        var decision = lane.Decide(Another, LaneMode.Normal, Stamp(second));
        lane.Settle(Outcome.Refused, null);
        return decision;
    }

    private static Outcome Show(LaneAdmission lane, long seq, int second)
    {
        var decision = lane.Decide(Somebody, LaneMode.Normal, Stamp(second));
        lane.Settle(decision.Outcome, seq);
        return decision.Outcome;
    }

    private static (Outcome Outcome, string Reason) Of(
        string code, LaneMode mode = LaneMode.Normal, Direction direction = Direction.In, RulesOptions? rules = null)
    {
        var bytes = Encoding.UTF8.GetBytes(code);
        var credential = CredentialReader.Read(bytes);
        var decision = Lane(new GateRules(rules ?? new RulesOptions()), direction)
            .Decide(new ShownCode(credential, DecisionEvent.SubjectOf(bytes, credential)), mode, Stamp(0));
        return (decision.Outcome, decision.Reason);
    }

    private static LaneAdmission Lane(GateRules rules, Direction direction, string name = "vao") =>
        rules.Of(new LaneOptions { Name = name, Direction = direction });

    private static ClockStamp Stamp(int second) =>
        new(second * 1_000_000_000L, Now.AddSeconds(second).ToUnixTimeMilliseconds(), new ClockQuality(5, 60));
}
