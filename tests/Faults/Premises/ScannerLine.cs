using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Faults.Premises;

/// <summary>A scanner's serial line: a pseudo-terminal whose near end the gate opens.</summary>
internal sealed unsafe partial class ScannerLine : IDisposable
{
    private const int OpenFlags = 0x2 | 0x100 | 0x80000; // O_RDWR | O_NOCTTY | O_CLOEXEC
    private const short Hangup = 0x10;
    private const int TermiosBytes = 256;
    private const int BothQueues = 2;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);
    private readonly int _fd;
    private long _openSince;

    internal ScannerLine()
    {
        _fd = OpenMaster(OpenFlags);
        var name = new byte[128];
        if (_fd < 0 || Grant(_fd) != 0 || Unlock(_fd) != 0 || NameOf(_fd, name, (nuint)name.Length) != 0)
            throw new IOException("No pseudo-terminal can be had.");
        Device = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
        Clear();
    }

    /// <summary>The near end's path, such as /dev/pts/3.</summary>
    internal string Device { get; }

    /// <summary>
    /// True while a program has had the near end open for a moment: what comes in the moment of opening is nobody's who
    /// stands there, and a gate throws it away.
    /// </summary>
    internal bool IsListenedTo
    {
        get
        {
            var poll = new PollFd { Fd = _fd };
            var isOpen = Poll(&poll, 1, 0) == 0 || (poll.Results & Hangup) == 0;
            var now = TimeProvider.System.GetTimestamp();
            var since = isOpen ? Interlocked.CompareExchange(ref _openSince, now, 0) : Interlocked.Exchange(ref _openSince, 0);
            return isOpen && since != 0 && TimeProvider.System.GetElapsedTime(since, now) >= Settling;
        }
    }

    /// <summary>A code and its CR, in one write.</summary>
    internal void Show(string code)
    {
        var bytes = Encoding.UTF8.GetBytes(code + "\r");
        if (Write(_fd, bytes, (nuint)bytes.Length) != bytes.Length)
            throw new IOException("The scanner's line takes nothing.");
    }

    /// <summary>Nobody listens: what the last listener has not read is gone, as with a real scanner.</summary>
    internal void Clear()
    {
        Interlocked.Exchange(ref _openSince, 0);
        var near = Open(Device, OpenFlags);
        var termios = stackalloc byte[TermiosBytes];
        if (near < 0 || GetAttributes(near, termios) != 0)
            throw new IOException($"{Device} cannot be opened.");
        MakeRaw(termios);
        _ = SetAttributes(near, 0, termios);
        _ = Flush(near, BothQueues);
        _ = Close(near);
    }

    public void Dispose() => _ = Close(_fd);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Results;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);
    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);
    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);
    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int fd, byte[] name, nuint length);
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, byte[] bytes, nuint count);
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollFd* fds, nuint count, int timeoutMs);
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int fd, byte* termios);
    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int fd, int when, byte* termios);
    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    private static partial int Flush(int fd, int queue);
    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* termios);
}
