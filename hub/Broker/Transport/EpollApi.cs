using System.Runtime.InteropServices;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>The system calls of the transport (64-bit Linux; epoll(7), eventfd(2), recv(2), send(2)).</summary>
internal static unsafe partial class EpollApi
{
    public const int In = 0x1;
    public const int Out = 0x4;
    public const int Error = 0x8;
    public const int HangUp = 0x10;
    public const int ReadHangUp = 0x2000;
    public const uint EdgeTriggered = 1u << 31;
    public const int Add = 1;
    public const int BadDescriptor = 9;
    public const int CloseOnExec = 0x80000;
    public const int Interrupted = 4;
    public const int Again = 11;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    /// <summary>struct epoll_event; the kernel packs it on x64 and nowhere else.</summary>
    public static int EventBytes { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static void Set(byte* at, uint events, int data)
    {
        *(uint*)at = events;
        *(long*)(at + EventBytes - 8) = data;
    }

    public static (uint Events, int Data) Get(byte* at) => (*(uint*)at, (int)*(long*)(at + EventBytes - 8));

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int epoll, int operation, int fd, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, byte* events, int most, int milliseconds);

    /// <returns>Bytes, 0 at the end, or the error, negative.</returns>
    public static int Receive(SafeHandle socket, Span<byte> buffer)
    {
        try
        {
            var received = (int)Receive(socket, ref MemoryMarshal.GetReference(buffer), buffer.Length, DontWait);
            if (received >= 0)
                return received;
            // Asked again for the error's sake: to have it fetched every time is dearer than that. A reset is told
            // only once, and then reads as the end.
            received = (int)ReceiveOrError(socket, ref MemoryMarshal.GetReference(buffer), buffer.Length, DontWait);
            return received >= 0 ? received : -Marshal.GetLastPInvokeError();
        }
        catch (ObjectDisposedException)
        {
            return -BadDescriptor;
        }
    }

    /// <returns>Bytes taken, or the error, negative.</returns>
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> buffer)
    {
        const int Flags = DontWait | NoSignal;
        try
        {
            var sent = (int)Send(socket, in MemoryMarshal.GetReference(buffer), buffer.Length, Flags);
            if (sent >= 0)
                return sent;
            sent = (int)SendOrError(socket, in MemoryMarshal.GetReference(buffer), buffer.Length, Flags);
            return sent >= 0 ? sent : -Marshal.GetLastPInvokeError();
        }
        catch (ObjectDisposedException)
        {
            return -BadDescriptor;
        }
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Event(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, in long value, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(SafeHandle socket, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveOrError(SafeHandle socket, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(SafeHandle socket, in byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendOrError(SafeHandle socket, in byte buffer, nint length, int flags);
}
