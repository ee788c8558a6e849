using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Tests.Gpio;

public class GpioTests
{
    /// <summary>As &lt;linux/gpio.h&gt; gives them on 64-bit machines.</summary>
    [Fact]
    public unsafe void Requests_and_structures_are_the_kernels()
    {
        Assert.Equal(0xC250B407u, (uint)GpioUapi.GetLine);
        Assert.Equal(0xC010B40Fu, (uint)GpioUapi.SetValues);
        Assert.Equal(0xC010B40Eu, (uint)GpioUapi.GetValues);
        Assert.Equal(0x8044B401u, (uint)GpioUapi.GetChipInfo);
        Assert.Equal(0xC100B405u, (uint)GpioUapi.GetLineInfo);
        Assert.Equal(68, sizeof(GpioUapi.ChipInfo));
        Assert.Equal(256, sizeof(GpioUapi.LineInfo));
        Assert.Equal(48, sizeof(GpioUapi.LineEvent));
        Assert.Equal(592, sizeof(GpioUapi.LineRequest));
        Assert.Equal(272, sizeof(GpioUapi.LineConfig));
        Assert.Equal(24, sizeof(GpioUapi.LineConfigAttribute));
        Assert.Equal(16, sizeof(GpioUapi.LineValues));
    }

    [Fact]
    public unsafe void Fields_stand_where_the_kernel_looks_for_them()
    {
        var request = default(GpioUapi.LineRequest);
        var start = (byte*)&request;
        Assert.Equal(256, request.Consumer - start);
        Assert.Equal(288, (byte*)&request.Config - start);
        Assert.Equal(296, (byte*)&request.Config.NumAttributes - start);
        Assert.Equal(320, (byte*)&request.Config.Attributes - start);
        Assert.Equal(560, (byte*)&request.NumLines - start);
        Assert.Equal(564, (byte*)&request.EventBufferSize - start);
        Assert.Equal(588, (byte*)&request.Fd - start);
        var info = default(GpioUapi.LineInfo);
        Assert.Equal(72, (byte*)&info.Flags - (byte*)&info);
        Assert.Equal(80, (byte*)&info.Attributes - (byte*)&info);
        var edge = default(GpioUapi.LineEvent);
        Assert.Equal(20, (byte*)&edge.LineSeqno - (byte*)&edge);
        var attribute = default(GpioUapi.LineConfigAttribute);
        Assert.Equal(8, (byte*)&attribute.Attribute.Value - (byte*)&attribute);
        Assert.Equal(16, (byte*)&attribute.Mask - (byte*)&attribute);
    }

    [Fact]
    public void A_missing_chip_is_told_with_what_to_do()
    {
        var failure = Assert.Throws<GpioException>(() => new LinuxGpioDriver(new GpioOptions { Chip = "/dev/gpiochip-none" }));
        Assert.Contains("there is no such chip", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Gpio:Chip", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 0, 1)]
    public void The_virtual_driver_writes_each_edge_with_its_electrical_level(bool activeLow, int first, int second)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var driver = new VirtualGpioDriver(new GpioOptions { TraceFile = path }, new FakeTime()))
            using (var pin = driver.OpenOutput(17, activeLow, "test"))
            {
                pin.Set(false); // already so: no edge
                pin.Set(true);
                pin.Set(true);
            }
            Assert.Equal(
                [$"{{\"t_ns\":0,\"pin\":17,\"level\":{first}}}", $"{{\"t_ns\":0,\"pin\":17,\"level\":{second}}}"],
                File.ReadAllLines(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_pin_in_use_is_refused()
    {
        using var driver = new VirtualGpioDriver(new GpioOptions(), TimeProvider.System);
        using var pin = driver.OpenOutput(4, false, "one");
        Assert.Throws<GpioException>(() => driver.OpenOutput(4, false, "two"));
    }

    [Theory]
    [InlineData(true, InputBias.PullUp, 0)]
    [InlineData(false, InputBias.PullDown, 1)]
    public void A_virtual_input_rests_by_its_resistor_until_it_is_driven(bool activeLow, InputBias bias, int active)
    {
        using var driver = new VirtualGpioDriver(new GpioOptions(), new FakeTime());
        var told = new List<GpioEdge>();
        using var input = driver.OpenInput(5, new InputWiring(activeLow, bias, TimeSpan.Zero), "test", told.Add);
        Assert.False(input.IsActive);
        driver.Drive(5, active);
        driver.Drive(5, active); // already so: no edge
        driver.Drive(5, 1 - active);
        driver.Drive(6, active); // somebody else's pin
        Assert.Equal([new GpioEdge(true, 0), new GpioEdge(false, 0)], told);
    }

    [Fact]
    public async Task Contacts_are_played_by_a_file_that_somebody_appends_to_and_hold_before_the_input_is_opened()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{\"pin\":5,\"level\":0}\n");
            using var driver = new VirtualGpioDriver(new GpioOptions { InputFile = path }, new FakeTime());
            var told = new TaskCompletionSource<GpioEdge>();
            using var input = driver.OpenInput(
                5, new InputWiring(true, InputBias.PullUp, TimeSpan.Zero), "test", edge => told.TrySetResult(edge));
            Assert.True(input.IsActive);
            File.AppendAllText(path, "{\"pin\":5,\"lev"); // whoever plays has not finished the line
            File.AppendAllText(path, "el\":1}\n");
            Assert.False((await told.Task.WaitAsync(TimeSpan.FromSeconds(20))).Active);
            File.AppendAllText(path, "nonsense\n");
            var failure = await Assert.ThrowsAsync<GpioException>(() => driver.Failed.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.Contains("cannot understand 'nonsense'", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
