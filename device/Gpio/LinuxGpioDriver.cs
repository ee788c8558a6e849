using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// Pins of the kernel's GPIO character device. A line is requested together with its inactive value, so that opening
/// it makes no glitch. The kernel knows the polarity (active-low flag), so "active" means the same on every board.
/// What a pin does after its file descriptor is closed is the chip's business: fit a pull-down.
/// </summary>
internal sealed unsafe class LinuxGpioDriver : IGpioDriver
{
    private const int ReadWriteCloseOnExec = 0x80002;
    private const int Busy = 16; // EBUSY
    private readonly string _chip;
    private readonly int _fd;
    private bool _disposed;

    internal LinuxGpioDriver(GpioOptions options)
    {
        _chip = options.Chip;
        _fd = GpioUapi.Open(_chip, ReadWriteCloseOnExec);
        if (_fd < 0)
            throw Failure("open the chip", Marshal.GetLastPInvokeError());
    }

    public IGpioOutput OpenOutput(int pin, bool activeLow, string consumer)
    {
        var request = default(GpioUapi.LineRequest);
        request.Offsets[0] = (uint)pin;
        request.NumLines = 1;
        var name = Encoding.ASCII.GetBytes(consumer);
        for (var i = 0; i < Math.Min(name.Length, GpioUapi.MaxName - 1); i++)
            request.Consumer[i] = name[i];
        request.Config.Flags = GpioUapi.FlagOutput | (activeLow ? GpioUapi.FlagActiveLow : 0);
        request.Config.NumAttributes = 1;
        request.Config.Attributes[0] = new GpioUapi.LineConfigAttribute
        {
            Attribute = new() { Id = GpioUapi.AttributeOutputValues, Value = 0 },
            Mask = 1,
        };
        if (GpioUapi.Ioctl(_fd, GpioUapi.GetLine, &request) < 0)
            throw Failure($"request line {pin} for '{consumer}'", Marshal.GetLastPInvokeError());
        return new Output(_chip, request.Fd, pin, activeLow);
    }

    /// <summary>A line that another process has requested, with its polarity, and that this one has inherited.</summary>
    internal static IGpioOutput Adopt(int pin, int handle) => new Output("inherited", handle, pin, activeLow: false);

    public IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge) =>
        throw new NotImplementedException();

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = GpioUapi.Close(_fd);
    }

    private GpioException Failure(string what, int errno) => Failure(_chip, what, errno);

    private static GpioException Failure(string chip, string what, int errno) =>
        new($"{chip}: cannot {what}: {Words(errno)}") { IsBusy = errno == Busy };

    private static string Words(int errno) => errno switch
    {
        2 or 6 or 19 => "there is no such chip. 'ls /dev/gpiochip*' shows those present; set Gpio:Chip.",
        1 or 13 => "permission denied. Let the gate's user join the group that owns the device (gpio on Raspberry Pi OS).",
        Busy => "the line is in use by another program. 'gpioinfo' shows by which.",
        22 => "the chip has no such line, or its kernel is older than 5.10.",
        _ => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).",
    };

    private sealed class Output(string chip, int fd, int pin, bool activeLow) : IShareableOutput
    {
        private readonly Lock _lock = new();
        private bool _closed;

        public int Pin => pin;

        public int Handle => fd;

        public bool ActiveLow => activeLow;

        public void Set(bool active)
        {
            lock (_lock)
            {
                if (_closed)
                    return;
                var values = new GpioUapi.LineValues { Bits = active ? 1ul : 0, Mask = 1 };
                if (GpioUapi.Ioctl(fd, GpioUapi.SetValues, &values) < 0)
                    throw Failure(chip, $"set line {pin}", Marshal.GetLastPInvokeError());
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                if (_closed)
                    return;
                var values = new GpioUapi.LineValues { Bits = 0, Mask = 1 };
                _ = GpioUapi.Ioctl(fd, GpioUapi.SetValues, &values);
                _closed = true;
                _ = GpioUapi.Close(fd);
            }
        }
    }
}
