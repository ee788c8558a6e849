using CheckIn.Fixtures;
using CheckIn.Gate.Health;

namespace CheckIn.Gate.Tests.Health;

public sealed class DiskWritesTests
{
    private readonly FakeTime _time = new();
    private long? _written = 1_000;

    [Fact]
    public void The_figure_is_that_of_the_last_day_however_long_the_gate_runs()
    {
        var writes = new DiskWrites(_time, () => _written);
        for (var minute = 0; minute < 5 * 24 * 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            _written += minute < 2 * 24 * 60 ? 1_000 : 10;
            var figure = Assert.NotNull(writes.LastDay());
            if (minute == 59)
                Assert.Equal(60_000, figure);
            if (minute == 2 * 24 * 60 - 1)
                Assert.InRange(figure, 1_400_000, 1_440_000);
        }
        Assert.InRange(writes.LastDay()!.Value, 14_000, 14_400);
    }

    [Fact]
    public void A_day_without_anybody_asking_is_scaled_to_a_day()
    {
        var writes = new DiskWrites(_time, () => _written);
        _time.Advance(TimeSpan.FromDays(2));
        _written += 1_000_000;
        Assert.Equal(500_000, writes.LastDay());
    }

    [Fact]
    public void Where_nobody_counts_there_is_no_figure()
    {
        _written = null;
        Assert.Null(new DiskWrites(_time, () => _written).LastDay());
    }

    [Fact]
    public void A_jump_of_the_wall_clock_changes_nothing()
    {
        var writes = new DiskWrites(_time, () => _written);
        _time.Advance(TimeSpan.FromHours(3));
        _written += 3_000;
        _time.SetWall(_time.GetUtcNow().AddYears(-10));
        Assert.Equal(3_000, writes.LastDay());
    }

    [Fact]
    public void The_kernels_own_count_is_read_where_there_is_one() =>
        Assert.Equal(File.Exists("/proc/self/io"), new DiskWrites(TimeProvider.System).LastDay() is >= 0);
}
