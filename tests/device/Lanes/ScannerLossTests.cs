using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Tests.Lanes;

public sealed class ScannerLossTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_plug_that_is_out_for_a_moment_is_no_loss()
    {
        var loss = default(ScannerLoss).Look(false, 1 * Second).Look(false, 5 * Second).Look(true, 6 * Second);
        Assert.False(loss.Look(false, 7 * Second).Look(false, 11 * Second).IsLost);
    }

    [Fact]
    public void A_scanner_that_is_missing_for_five_seconds_is_lost_until_it_is_there_again()
    {
        var loss = default(ScannerLoss).Look(false, 1 * Second).Look(false, 6 * Second);
        Assert.True(loss.IsLost);
        Assert.True(loss.Look(false, 1000 * Second).IsLost);
        Assert.False(loss.Look(true, 1001 * Second).IsLost);
    }
}
