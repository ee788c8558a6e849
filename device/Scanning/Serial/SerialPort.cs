using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>A tty in raw mode, by termios. A hang-up is told apart from silence.</summary>
internal sealed unsafe partial class SerialPort : IDisposable
{
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000; // O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    private const short PollIn = 0x1;
    private const int TermiosBytes = 256; // struct termios is smaller everywhere
    private const int ControlFlags = 2; // c_cflag, after c_iflag and c_oflag, 32 bits each
    private const uint ReceiveWithoutCarrier = 0x80 | 0x800; // CREAD | CLOCAL
    private static readonly Dictionary<int, uint> Rates = new()
    {
        [1200] = 9,
        [2400] = 11,
        [4800] = 12,
        [9600] = 13,
        [19200] = 14,
        [38400] = 15,
        [57600] = 0x1001,
        [115200] = 0x1002,
    };

    private readonly int _fd;

    private SerialPort(int fd) => _fd = fd;

    internal static string SupportedRates => string.Join(", ", Rates.Keys);

    internal static bool Supports(int baudRate) => Rates.ContainsKey(baudRate);

    /// <exception cref="IOException">It cannot be opened, or is no tty; the message says why.</exception>
    internal static SerialPort Open(string device, int baudRate)
    {
        var fd = OpenFile(device, OpenFlags);
        if (fd < 0)
            throw new IOException($"{device}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        var termios = stackalloc byte[TermiosBytes];
        if (GetAttributes(fd, termios) != 0)
        {
            _ = Close(fd);
            throw new IOException($"{device}: is no serial device");
        }
        MakeRaw(termios);
        // A scanner has no carrier to detect; a program before us may have left the line waiting for one.
        ((uint*)termios)[ControlFlags] |= ReceiveWithoutCarrier;
        _ = SetSpeed(termios, Rates[baudRate]);
        if (SetAttributes(fd, 0, termios) != 0)
        {
            _ = Close(fd);
            throw new IOException($"{device}: refuses {baudRate} bits a second in raw mode");
        }
        return new SerialPort(fd);
    }

    /// <summary>Bytes read; 0 when none came within <paramref name="wait"/>.</summary>
    /// <exception cref="IOException">The device hung up.</exception>
    internal int Read(Span<byte> buffer, TimeSpan wait)
    {
        var poll = new PollFd { Fd = _fd, Events = PollIn };
        var ready = Poll(&poll, 1, (int)Math.Ceiling(wait.TotalMilliseconds));
        if (ready == 0 || (ready < 0 && Marshal.GetLastPInvokeError() == 4 /* EINTR */))
            return 0;
        fixed (byte* target = buffer)
        {
            var count = (poll.Results & PollIn) != 0 ? ReadFile(_fd, target, (nuint)buffer.Length) : 0;
            if (count > 0)
                return (int)count;
            if (count < 0 && Marshal.GetLastPInvokeError() is 4 or 11 /* EINTR, EAGAIN */)
                return 0;
        }
        throw new IOException("the device hung up");
    }

    public void Dispose() => _ = Close(_fd);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Results;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int fd);
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(int fd, byte* buffer, nuint count);
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollFd* fds, nuint count, int timeoutMs);
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int fd, byte* termios);
    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int fd, int when, byte* termios);
    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* termios);
    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(byte* termios, uint speed);
}
