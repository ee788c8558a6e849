using System.Runtime.InteropServices;

namespace CheckIn.Gate.Gpio;

/// <summary>One requested output line. Disposing it drives it inactive first.</summary>
internal sealed unsafe class LinuxGpioOutput : IGpioOutput
{
    private readonly string _chip;
    private readonly Lock _lock = new();
    private bool _closed;

    internal LinuxGpioOutput(string chip, int handle, int pin) => (_chip, Handle, Pin) = (chip, handle, pin);

    public int Pin { get; }

    /// <summary>The line's descriptor, which another process may inherit; closed with this object.</summary>
    internal int Handle { get; }

    public void Set(bool active)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            if (!TrySet(active))
                throw GpioErrno.Failure(_chip, $"set line {Pin}", Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            TrySet(false);
            _closed = true;
            _ = GpioUapi.Close(Handle);
        }
    }

    private bool TrySet(bool active)
    {
        var values = new GpioUapi.LineValues { Bits = active ? 1ul : 0, Mask = 1 };
        return GpioUapi.Ioctl(Handle, GpioUapi.SetValues, &values) >= 0;
    }
}
