using System.Runtime.CompilerServices;
using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Serial;

namespace CheckIn.Gate.Tests.Scanning.Serial;

public sealed class SerialPortTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-serial-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_no_serial_device_is_named()
    {
        var file = Path.Combine(_folder, "scanner");
        File.WriteAllText(file, "");
        Assert.Contains("is no serial device", Assert.Throws<IOException>(() => SerialPort.Open(file, 9600)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_not_plugged_in() => Assert.Contains(
        "it is not plugged in", Assert.Throws<IOException>(() => SerialPort.Open(Path.Combine(_folder, "no"), 9600)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Two_lanes_never_share_a_line()
    {
        using var terminal = new PseudoTerminal();
        using (SerialPort.Open(terminal.Device, 9600))
        {
            var refused = Assert.Throws<IOException>(() => SerialPort.Open(terminal.Device, 9600));
            Assert.Contains("another lane or program has it for itself", refused.Message, StringComparison.Ordinal);
        }
        SerialPort.Open(terminal.Device, 9600).Dispose();
    }

    [Fact]
    public void A_line_is_raw_whatever_a_program_before_left_behind()
    {
        using var terminal = new PseudoTerminal();
        using var line = SerialPort.Open(terminal.Device, 115200);
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        terminal.Write(all);
        var read = new List<byte>();
        var buffer = new byte[512];
        while (line.Read(buffer, TimeSpan.FromSeconds(1)) is > 0 and var count && read.Count < all.Length)
            read.AddRange(buffer.AsSpan(0, count));
        Assert.Equal(all, read);
    }

    [Fact]
    public void A_hang_up_is_no_silence()
    {
        var terminal = new PseudoTerminal();
        using var line = SerialPort.Open(terminal.Device, 9600);
        Assert.Equal(0, line.Read(new byte[16], TimeSpan.FromMilliseconds(1)));
        terminal.Dispose();
        Assert.Throws<IOException>(() => line.Read(new byte[16], TimeSpan.FromSeconds(5)));
    }

    /// <summary>bits/termios.h.</summary>
    [Fact]
    public void The_structure_is_as_long_as_the_system_s() => Assert.Equal(60, Unsafe.SizeOf<Termios>());
}
