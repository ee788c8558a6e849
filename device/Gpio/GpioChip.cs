using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Gate.Gpio;

/// <summary>One open chip of the kernel's GPIO character device.</summary>
internal sealed unsafe class GpioChip : IDisposable
{
    private const int ReadWriteCloseOnExec = 0x80002;
    private readonly int _fd;
    private bool _closed;

    private GpioChip(string path, int fd) => (Path, _fd) = (path, fd);

    internal string Path { get; }

    internal string Label { get; private set; } = "";

    internal int Lines { get; private set; }

    /// <exception cref="GpioException">It is missing, no chip, or not permitted.</exception>
    internal static GpioChip Open(string path)
    {
        var fd = GpioUapi.Open(path, ReadWriteCloseOnExec);
        if (fd < 0)
            throw GpioErrno.Failure(path, "open the chip", Marshal.GetLastPInvokeError());
        var chip = new GpioChip(path, fd);
        try
        {
            chip.Check();
            return chip;
        }
        catch
        {
            chip.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is still there.</summary>
    /// <exception cref="GpioException">It is gone.</exception>
    internal void Check()
    {
        var info = default(GpioUapi.ChipInfo);
        if (GpioUapi.Ioctl(_fd, GpioUapi.GetChipInfo, &info) < 0)
            throw GpioErrno.Failure(Path, "look at the chip", Marshal.GetLastPInvokeError());
        (Label, Lines) = (GpioUapi.Text(info.Label), (int)info.Lines);
    }

    /// <summary>What the kernel knows of one line.</summary>
    internal GpioLine Line(int pin)
    {
        var info = default(GpioUapi.LineInfo);
        info.Offset = (uint)pin;
        if (GpioUapi.Ioctl(_fd, GpioUapi.GetLineInfo, &info) < 0)
            throw GpioErrno.Failure(Path, $"look at line {pin}", Marshal.GetLastPInvokeError());
        return new GpioLine(
            pin, GpioUapi.Text(info.Name), GpioUapi.Text(info.Consumer), (info.Flags & GpioUapi.FlagUsed) != 0,
            (info.Flags & GpioUapi.FlagOutput) != 0);
    }

    /// <summary>Requests one line; returns its descriptor.</summary>
    internal int Request(int pin, ulong flags, GpioUapi.LineAttribute? attribute, string consumer)
    {
        var request = default(GpioUapi.LineRequest);
        request.Offsets[0] = (uint)pin;
        request.NumLines = 1;
        var name = Encoding.ASCII.GetBytes(consumer);
        for (var i = 0; i < Math.Min(name.Length, GpioUapi.MaxName - 1); i++)
            request.Consumer[i] = name[i];
        request.Config.Flags = flags;
        if (attribute is { } its)
        {
            request.Config.NumAttributes = 1;
            request.Config.Attributes[0] = new GpioUapi.LineConfigAttribute { Attribute = its, Mask = 1 };
        }
        if (GpioUapi.Ioctl(_fd, GpioUapi.GetLine, &request) >= 0)
            return request.Fd;
        var errno = Marshal.GetLastPInvokeError();
        throw GpioErrno.Failure(Path, $"request line {pin} for '{consumer}'", errno, errno == GpioErrno.Busy ? HolderOf(pin) : null);
    }

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        _ = GpioUapi.Close(_fd);
    }

    private string? HolderOf(int pin)
    {
        try
        {
            return Line(pin).Consumer;
        }
        catch (GpioException) // what could not be requested is told anyway
        {
            return null;
        }
    }
}

/// <summary>A line as the kernel tells of it.</summary>
/// <param name="Pin">Its offset on the chip: the number in the settings.</param>
/// <param name="Name">The board's name for it, such as <c>GPIO17</c>; may be empty.</param>
/// <param name="Consumer">Who uses it; may be empty even then.</param>
/// <param name="IsUsed">Nobody else can have it.</param>
/// <param name="IsOutput">It drives.</param>
internal sealed record GpioLine(int Pin, string Name, string Consumer, bool IsUsed, bool IsOutput);
