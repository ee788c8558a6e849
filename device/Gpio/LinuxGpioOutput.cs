using System.Runtime.InteropServices;

namespace CheckIn.Gate.Gpio;

/// <summary>One requested output line. Disposing it drives it inactive first.</summary>
internal sealed unsafe class LinuxGpioOutput : IShareableOutput
{
    private readonly string _chip;
    private readonly Lock _lock = new();
    private bool _closed;

    internal LinuxGpioOutput(string chip, int handle, int pin, bool activeLow) =>
        (_chip, Handle, Pin, ActiveLow) = (chip, handle, pin, activeLow);

    public int Pin { get; }

    /// <summary>The line's descriptor, which another process may inherit; closed with this object.</summary>
    public int Handle { get; }

    public bool ActiveLow { get; }

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
