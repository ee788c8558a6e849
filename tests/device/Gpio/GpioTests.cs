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
}
