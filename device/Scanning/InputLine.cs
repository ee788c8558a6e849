using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning;

/// <summary>
/// A device file that a scanner's input is read from. A hang-up (poll's POLLHUP, a read of nothing, EIO, ENODEV) is
/// told apart from silence: a reader that takes the one for the other never ends.
/// </summary>
internal sealed unsafe partial class InputLine : IDisposable
{
    internal const int ReadOnly = 0x0, ReadWrite = 0x2;
    private const int Flags = 0x100 | 0x800 | 0x80000; // O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    private const int Interrupted = 4, TryAgain = 11;
    private const short PollIn = 0x1;

    internal InputLine(int handle) => Handle = handle;

    /// <summary>The file descriptor, for the requests that only this kind of device knows.</summary>
    internal int Handle { get; }

    /// <exception cref="IOException">It cannot be opened; the message says why and what to do.</exception>
    internal static InputLine Open(string path, int access, string group)
    {
        var handle = OpenFile(path, access | Flags);
        return handle >= 0 ? new InputLine(handle) : throw DeviceTrouble.Of(path, Marshal.GetLastPInvokeError(), group);
    }

    /// <summary>Bytes read; 0 when none came within <paramref name="wait"/>.</summary>
    /// <exception cref="IOException">The device hung up.</exception>
    internal int Read(Span<byte> buffer, TimeSpan wait)
    {
        var poll = new PollFd { Fd = Handle, Events = PollIn };
        var ready = Poll(&poll, 1, (int)Math.Ceiling(wait.TotalMilliseconds));
        if (ready == 0 || (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted))
            return 0;
        fixed (byte* target = buffer)
        {
            var count = (poll.Results & PollIn) != 0 ? ReadFile(Handle, target, (nuint)buffer.Length) : 0;
            if (count > 0)
                return (int)count;
            if (count < 0 && Marshal.GetLastPInvokeError() is Interrupted or TryAgain)
                return 0;
        }
        throw new IOException("the device hung up");
    }

    public void Dispose() => _ = Close(Handle);

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
}
