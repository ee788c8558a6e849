using CheckIn.Contract;
using CheckIn.Time;

namespace CheckIn.Shared.Tests.Time;

public sealed class KernelClockTests
{
    private const int Unsynchronised = 0x40;
    private const int Nanoseconds = 0x2000;

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(500, 0, 1, 1)]
    [InlineData(1_024_000, 0, 1024, 2048)]
    [InlineData(15_999_500, 0, 16_000, 31_999)]
    [InlineData(500, -250, 1, 1)]
    [InlineData(500, 128_000, 129, 1)]
    public void The_kernel_adds_500_us_a_second_so_its_error_bounds_its_age(
        long maxErrorUs, long offsetUs, long errorMs, long ageS)
    {
        Assert.Equal(new ClockQuality(errorMs, ageS), KernelClock.Judge(0, maxErrorUs, offsetUs));
        Assert.Equal(new ClockQuality(errorMs, ageS), KernelClock.Judge(Nanoseconds, maxErrorUs, offsetUs * 1000));
    }

    [Theory]
    [InlineData(Unsynchronised, 16_000_000)]
    [InlineData(Unsynchronised | Nanoseconds, 5)]
    [InlineData(0, -1)]
    public void A_clock_that_the_kernel_calls_unsynchronised_has_no_quality(int status, long maxErrorUs) =>
        Assert.Null(KernelClock.Judge(status, maxErrorUs, 0));

    [Fact]
    public void The_kernel_can_be_asked() =>
        Assert.True(KernelClock.Read() is null or { ErrorMs: >= 0, SyncedAgeS: >= 0 });

    [Fact]
    public void Times_that_do_not_fit_are_as_far_as_they_go()
    {
        var far = new ClockAnchor(long.MinValue, long.MaxValue, long.MaxValue);
        Assert.Equal((long.MaxValue, long.MaxValue), (far.WallAt(long.MaxValue), far.ErrorAt(long.MaxValue)));
        var near = new ClockAnchor(5_000_000_000, 1000, 3);
        Assert.Equal((0, 4), (near.WallAt(4_000_000_000), near.ErrorAt(2_000_000_000)));
    }
}
