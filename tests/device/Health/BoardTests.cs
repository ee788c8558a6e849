using CheckIn.Contract;
using CheckIn.Gate.Health;

namespace CheckIn.Gate.Tests.Health;

public sealed class BoardTests : IDisposable
{
    private readonly MadeUpBoard _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_Raspberry_Pi_tells_temperature_voltage_throttling_and_its_name()
    {
        var board = new Board(_files.Pi().Root);
        Assert.Equal(new BoardHealth(54.5, false, false, null), board.Read());
        Assert.Equal("Raspberry Pi 4 Model B Rev 1.4", board.Model);
    }

    [Fact]
    public void A_machine_that_tells_nothing_has_no_figures_and_no_zeros() =>
        Assert.Equal(new BoardHealth(null, null, null, null), new Board(_files.Root).Read());

    [Theory]
    [InlineData("50005", true, true)] // weak and throttled now, and before
    [InlineData("50000", false, false)] // both have been, neither is
    [InlineData("0x2", false, true)] // frequency capped
    [InlineData("8", false, true)] // soft temperature limit
    [InlineData("nonsense", null, null)]
    public void The_firmwares_word_counts_for_what_is_now(string word, bool? underVoltage, bool? throttled)
    {
        _files.With("sys/devices/platform/soc/soc:firmware/get_throttled", word);
        Assert.Equal(new BoardHealth(null, underVoltage, throttled, null), new Board(_files.Root).Read());
    }

    [Fact]
    public void The_hardware_monitors_word_on_the_voltage_goes_before_the_firmwares() =>
        Assert.Equal((true, false), new Board(_files.Pi(underVoltage: 1, throttled: "0").Root).Read() is var read
            ? (read.UnderVoltage, read.Throttled) : default);

    [Fact]
    public void A_newer_boards_firmware_is_found_behind_its_bus_address()
    {
        _files.With("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "4");
        Assert.True(new Board(_files.Root).Read().Throttled);
    }

    [Fact]
    public void The_processors_zone_is_taken_and_a_lowered_clock_is_told()
    {
        _files.Pi().With("sys/class/thermal/thermal_zone0/type", "gpu-thermal")
            .With("sys/class/thermal/thermal_zone1/type", "cpu-thermal")
            .With("sys/class/thermal/thermal_zone1/temp", "81200")
            .With("sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", "600000");
        var read = new Board(_files.Root).Read();
        Assert.Equal((81.2, 600), (read.TemperatureC, read.CpuLimitMhz));
    }

    [Fact]
    public void A_sensor_that_went_away_is_not_known_any_more()
    {
        var board = new Board(_files.Pi().Root);
        Assert.Equal(54.5, board.Read().TemperatureC);
        File.Delete(Path.Combine(_files.Root, "sys/class/thermal/thermal_zone0/temp"));
        Assert.Null(board.Read().TemperatureC);
    }

    [Fact]
    public void This_process_knows_its_memory_where_the_kernel_tells()
    {
        if (ProcessMemory.Read() is { } memory)
            Assert.InRange(memory.AnonymousBytes, 1, memory.ResidentBytes);
        else
            Assert.False(File.Exists("/proc/self/status"));
        Assert.Null(ProcessMemory.Read(Path.Combine(_files.Root, "none")));
    }
}
