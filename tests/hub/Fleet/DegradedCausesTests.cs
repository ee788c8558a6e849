using CheckIn.Contract;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Tests.Fleet;

/// <summary>Each cause of being degraded, by what makes it.</summary>
public sealed class DegradedCausesTests
{
    private static readonly FleetOptions Options = new();
    private static readonly GateStatus Well = new("gate-a", PresenceState.Ready, null, null, 1, "1.0", 0);

    public static TheoryData<string> Words => [.. DegradedCauses.All.Where(static word => word
        is not (DegradedCauses.SaysSo or DegradedCauses.ClockWrong or DegradedCauses.ClockNotSynchronised
            or DegradedCauses.CertificateEnds))];

    [Theory]
    [MemberData(nameof(Words))]
    public void An_alarm_that_stands_at_the_gate_is_a_cause_by_its_own_word(string word) =>
        Assert.Equal([word], Of(Well with { Alarms = ["something_else", word] }));

    [Fact]
    public void A_gate_that_is_well_has_none() => Assert.Empty(Of(Well with { Alarms = ["hub_lost"], JournalPercent = 79 }));

    [Fact]
    public void Figures_tell_what_no_alarm_does()
    {
        var hardware = new GateHardware(1, null, true, true, null, null, null, 0, null, null, ["vao"]);
        Assert.Equal(
            [DegradedCauses.ScannerLost, DegradedCauses.UnderVoltage, DegradedCauses.Throttled],
            Of(Well with { Hardware = hardware }));
        Assert.Equal([DegradedCauses.CertificateEnds], Of(Well with { CertificateDaysLeft = 13 }));
        Assert.Empty(Of(Well with { CertificateDaysLeft = 14 }));
        Assert.Equal([DegradedCauses.IdentityCopied], Of(Well with { IsCopied = true }));
    }

    [Fact]
    public void A_journal_that_trembles_around_a_mark_does_not_come_and_go()
    {
        Assert.Equal([DegradedCauses.JournalFilling], Of(Well with { JournalPercent = 80 }));
        Assert.Equal([DegradedCauses.JournalFilling], Of(Well with { JournalPercent = 75 }, DegradedCauses.JournalFilling));
        Assert.Empty(Of(Well with { JournalPercent = 74 }, DegradedCauses.JournalFilling));
    }

    [Theory]
    [InlineData(5_000, 40, false, false)]
    [InlineData(-5_041, 40, false, true)]
    [InlineData(-3_000, 40, true, true)]
    [InlineData(2_540, 40, true, false)]
    [InlineData(60_000, 58_000, false, false)]
    public void A_clock_is_wrong_beyond_what_the_gate_itself_allows_for(long ahead, long error, bool stood, bool isWrong)
    {
        var clock = new GateTime(new ClockReading("boot-1", 1, 0, new ClockQuality(error, 60)), ahead);
        string[] before = stood ? [DegradedCauses.ClockWrong] : [];
        Assert.Equal(isWrong ? [DegradedCauses.ClockWrong] : [], Of(Well with { Clock = clock }, before));
    }

    [Fact]
    public void A_gate_that_does_not_know_the_time_is_not_synchronised_and_not_wrong() => Assert.Equal(
        [DegradedCauses.ClockNotSynchronised],
        Of(Well with { Clock = new GateTime(new ClockReading("boot-1", 1, 0, null), long.MinValue) }));

    [Fact]
    public void A_gate_that_has_just_begun_may_take_its_time_to_learn_the_time()
    {
        var clock = new GateTime(new ClockReading("boot-1", 1, 0, null), 0);
        var young = new GateHardware(299, null, null, null, null, null, null, 0, null, null, null);
        Assert.Empty(Of(Well with { Clock = clock, Hardware = young }));
        Assert.NotEmpty(Of(Well with { Clock = clock, Hardware = young with { UptimeS = 300 } }));
    }

    [Fact]
    public void What_the_gate_says_counts_where_nothing_explains_it()
    {
        Assert.Equal([DegradedCauses.SaysSo], DegradedCauses.Of(Well, [], PresenceState.Degraded, Options));
        Assert.Equal([DegradedCauses.TooHot],
            DegradedCauses.Of(Well with { Alarms = ["too_hot"] }, [], PresenceState.Degraded, Options));
    }

    private static IReadOnlyList<string> Of(GateStatus gate, params string[] before) =>
        DegradedCauses.Of(gate, before, PresenceState.Ready, Options);
}
