using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Alerts;

public sealed class GateConditionsTests
{
    private static readonly AlertOptions Options = new();
    private static readonly DateTimeOffset Now = SteppedTime.Start;

    [Theory]
    [InlineData("disk_low")]
    [InlineData("journal_full")]
    [InlineData("journal_failed")]
    [InlineData("too_hot")]
    [InlineData("under_voltage")]
    [InlineData("mains_lost")]
    [InlineData("scanner_lost")]
    [InlineData("guard_lost")]
    [InlineData("tamper")]
    [InlineData("door_forced")]
    [InlineData("door_held_open")]
    [InlineData("passage_forced")]
    [InlineData("emergency")]
    [InlineData("duress")]
    [InlineData("locked_by_guard")]
    [InlineData("pins_refused")]
    [InlineData("identity_copied")]
    public void An_alarm_that_stands_in_health_is_a_condition_of_its_name(string word)
    {
        var gate = Gate(PresenceState.Degraded) with { Alarms = [word, "unknown_word"] };
        Assert.Equal([word], True(gate, isTold: true));
        Assert.Contains(
            Of(gate with { Alarms = null }, isTold: true), condition => condition.Kind == word && !condition.IsTrue);
    }

    [Fact]
    public void What_a_gate_that_is_lost_does_not_tell_is_left_as_it_was()
    {
        var gate = Gate(PresenceState.Lost) with { Alarms = ["tamper", "too_hot"] };
        Assert.Equal(
            ["offline", "identity_copied", "settings_late"], Of(gate, isTold: false).Select(condition => condition.Kind));
        Assert.Equal(["offline"], True(gate, isTold: false));
    }

    [Fact]
    public void A_gate_that_comes_back_says_nothing_of_its_figures_before_it_tells_them()
    {
        var gate = Gate(PresenceState.Ready) with { Alarms = ["tamper"] };
        Assert.Equal(
            ["offline", "identity_copied", "settings_late"], Of(gate, isTold: false).Select(condition => condition.Kind));
    }

    [Fact]
    public void Of_a_gate_that_stopped_only_what_was_done_to_it_may_go_on()
    {
        var ended = Of(Gate(PresenceState.Stopped), isTold: false).Select(condition => condition.Kind).ToArray();
        Assert.Equal(
            ["door_forced", "door_held_open", "duress", "emergency", "locked_by_guard", "passage_forced", "pins_refused", "tamper"],
            GateConditions.Kinds.Except(ended).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(PresenceState.Revoked)]
    [InlineData(PresenceState.NeverSeen)]
    public void Of_a_gate_that_left_or_was_never_seen_nothing_goes_on(PresenceState state)
    {
        var conditions = Of(Gate(state) with { Alarms = ["tamper"] }, isTold: false).ToArray();
        Assert.Equal(GateConditions.Kinds.Order(StringComparer.Ordinal),
            conditions.Select(condition => condition.Kind).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(conditions, condition => condition.IsTrue);
    }

    [Theory]
    [InlineData(999, false, false)]
    [InlineData(1000, false, true)]
    [InlineData(500, true, true)]
    [InlineData(499, true, false)]
    public void A_backlog_begins_at_its_limit_and_is_over_below_half_of_it(long backlog, bool before, bool expected)
    {
        var found = GateConditions.Of(
            Gate(PresenceState.Ready) with { Backlog = backlog }, true, before, Options, Now).Single(
            condition => condition.Kind == AlertKinds.Backlog);
        Assert.Equal(expected, found.IsTrue);
        Assert.Equal($"{backlog}", found.Detail[AlertDetails.Backlog]);
    }

    [Fact]
    public void A_clock_a_certificate_and_a_scanner_are_told_with_their_figures()
    {
        var hardware = new GateHardware(60, 81.6, null, null, 100L << 20, null, null, 0, null, null, ["in"]);
        var gate = Gate(PresenceState.Degraded) with
        {
            Causes = [DegradedCauses.ScannerLost, DegradedCauses.ClockWrong, DegradedCauses.CertificateEnds],
            Alarms = ["too_hot", "disk_low"],
            Hardware = hardware,
            CertificateDaysLeft = 5,
            Clock = new GateTime(new ClockReading("boot-1", 1, 0, null), -90_000),
        };
        var found = Of(gate, isTold: true).Where(condition => condition.IsTrue).ToDictionary(
            condition => condition.Kind,
            condition => string.Join(' ', condition.Detail.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(
            ["certificate_ends: days=5", "clock: ahead_ms=-90000", "disk_low: free_mb=100", "scanner_lost: lanes=in",
                "too_hot: temperature_c=81"],
            found.Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_has_a_rule_and_the_kinds_of_safety_are_those_that_nothing_holds_back()
    {
        var kinds = typeof(AlertKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.Equal(kinds.Order(StringComparer.Ordinal), AlertRules.Kinds.Order(StringComparer.Ordinal));
        var rules = new AlertRules(Options);
        Assert.Equal(
            [
                "audit_broken", "door_forced", "duress", "emergency", "hub_trouble", "identity_copied", "locked_by_guard", "passage_forced",
                "pins_refused", "tamper",
            ],
            kinds.Where(kind => rules.Of(AlertKey.OfGate(kind, "a")).IsSafety).Order(StringComparer.Ordinal));
        string[] ofHub =
        [
            AlertKinds.HubTrouble, AlertKinds.AuditBroken, AlertKinds.BackupFailed, AlertKinds.RolloutStopped,
        ];
        Assert.Equal(GateConditions.Kinds.Concat(ofHub).Order(StringComparer.Ordinal),
            kinds.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 100, 0, null)]
    [InlineData(599, 20, 80, null)]
    [InlineData(600, 20, 80, 80)]
    [InlineData(700, 100, 0, 0)]
    [InlineData(600, 29, 30, null)]
    [InlineData(600, long.MaxValue, long.MaxValue, 50)]
    public void The_rate_of_pictures_that_cannot_be_read_is_that_of_ten_minutes_with_enough_of_them(
        int seconds, long reads, long unreadable, int? percent)
    {
        var (before, none) = UnreadableRate.Step(null, new(TimeSpan.Zero, 100, 0, 0), 60);
        Assert.Null(none);
        var (_, found) = UnreadableRate.Step(
            before, new(TimeSpan.FromSeconds(seconds), 100 + seconds, reads, unreadable), 60);
        Assert.Equal(percent, found?.Percent);
    }

    [Fact]
    public void A_program_that_started_anew_counts_from_its_start()
    {
        var (before, _) = UnreadableRate.Step(null, new(TimeSpan.Zero, 5000, 900, 900), 60);
        var (next, none) = UnreadableRate.Step(before, new(TimeSpan.FromMinutes(11), 30, 5, 500), 60);
        Assert.Null(none);
        var (_, found) = UnreadableRate.Step(next, new(TimeSpan.FromMinutes(21), 630, 105, 600), 60);
        Assert.Equal((50, 200L), found);
    }

    private static GateStatus Gate(PresenceState state) => new("a", state, Now.AddMinutes(-1), Now, 1, "1.0", null);

    private static IEnumerable<GateCondition> Of(GateStatus gate, bool isTold) =>
        GateConditions.Of(gate, isTold, hasBacklog: false, Options, Now);

    private static IEnumerable<string> True(GateStatus gate, bool isTold) =>
        Of(gate, isTold).Where(condition => condition.IsTrue).Select(condition => condition.Kind).Distinct();
}
