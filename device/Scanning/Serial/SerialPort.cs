using System.Runtime.InteropServices;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>
/// A tty as a scanner needs it, by termios: raw, 8 data bits, no parity, one stop bit, no echo, a read that never
/// waits. It is held for this lane alone (TIOCEXCL and a lock that other programs notice too): a modem manager that
/// talks to a scanner, or a second lane, would each take a part of the codes. DTR and RTS are raised, for scanners that
/// send only to somebody who is there. What the tty kept from before is thrown away: an old code opens no gate.
/// </summary>
internal static unsafe partial class SerialPort
{
    private const string Group = "dialout";
    private const nuint SetExclusive = 0x540C, GetExclusive = 0x80045440, RaiseLines = 0x5416; // TIOCEXCL, TIOCGEXCL, TIOCMBIS
    private const nuint GetSerial = 0x541E, SetSerial = 0x541F; // TIOCGSERIAL, TIOCSSERIAL
    private const int LockExclusively = 2 | 4; // LOCK_EX | LOCK_NB
    private const int Busy = 16;
    private const int DtrAndRts = 0x2 | 0x4;
    private const int FlushInput = 0; // TCIFLUSH
    private const int SerialFlags = 4; // struct serial_struct: flags, after type, line, port and irq, 32 bits each
    private const int SerialInts = 32; // more than the structure has
    private const int LowLatency = 1 << 13; // ASYNC_LOW_LATENCY
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

    internal static string SupportedRates => string.Join(", ", Rates.Keys);

    internal static bool Supports(int baudRate) => Rates.ContainsKey(baudRate);

    /// <summary>A lane's serial line, by its settings.</summary>
    internal static ScannerLine LineOf(ScannerOptions options)
    {
        var idle = options.IdleTime ?? ScannerOptions.SerialIdleTime;
        return new ScannerLine(
            options.Device!, () => Open(DevicePath.OfSerial(options.Device!), options.BaudRate, options.FlowControl),
            new SerialFraming(idle), idle);
    }

    /// <exception cref="IOException">It cannot be opened, or is no tty; the message says why.</exception>
    internal static InputLine Open(string device, int baudRate, FlowControl flow = FlowControl.None)
    {
        var line = InputLine.Open(device, InputLine.ReadWrite, Group);
        try
        {
            Hold(device, line.Handle);
            SetUp(device, line.Handle, baudRate, flow);
            int lines = DtrAndRts;
            _ = Request(line.Handle, RaiseLines, &lines); // a line without a modem's wires refuses
            ShortenLatency(line.Handle);
            _ = Flush(line.Handle, FlushInput);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    private static void Hold(string device, int fd)
    {
        if (Lock(fd, LockExclusively) != 0)
            throw DeviceTrouble.Of(device, Busy, Group);
        if (IsPseudoTerminal(device))
            return;
        // The superuser may open what is held: whether it is held is asked.
        var isHeld = 0;
        if (Request(fd, GetExclusive, &isHeld) == 0 && isHeld != 0)
            throw DeviceTrouble.Of(device, Busy, Group);
        _ = Request(fd, SetExclusive, null);
    }

    /// <summary>Its far end keeps it alive, and the mark with it, when the program that held it was killed.</summary>
    private static bool IsPseudoTerminal(string device) =>
        (File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device)
            .StartsWith("/dev/pts/", StringComparison.Ordinal);

    private static void SetUp(string device, int fd, int baudRate, FlowControl flow)
    {
        var termios = new Termios();
        if (GetAttributes(fd, &termios) != 0)
            throw new IOException($"{device}: is no serial device");
        termios.SetRaw(flow);
        if (SetSpeed(&termios, Rates[baudRate]) != 0 || SetAttributes(fd, 0, &termios) != 0)
            throw new IOException($"{device}: refuses {baudRate} bits a second in raw mode");
        // tcsetattr succeeds when any one change did.
        var now = new Termios();
        if (GetAttributes(fd, &now) != 0 || !now.IsRaw)
            throw new IOException($"{device}: does not become raw; it would edit codes like typed lines");
    }

    /// <summary>
    /// An FTDI converter holds bytes back for 16 ms, others similarly; this asks for 1 ms. A driver that knows nothing
    /// of it refuses, and loses nothing: codes are not cut by so little silence, they only come later.
    /// </summary>
    private static void ShortenLatency(int fd)
    {
        var serial = stackalloc int[SerialInts];
        if (Request(fd, GetSerial, serial) != 0)
            return;
        serial[SerialFlags] |= LowLatency;
        _ = Request(fd, SetSerial, serial);
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Request(int fd, nuint request, void* argument);
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int fd, int operation);
    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    private static partial int Flush(int fd, int queue);
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int fd, Termios* termios);
    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int fd, int when, Termios* termios);
    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(Termios* termios, uint speed);
}
