using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// Linux's own readiness calls on sockets that .NET has opened: one thread serves hundreds of connections, with no
/// task, no pool and no allocation between the wire and the figures, so that the generator is not what is measured.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Modify = 3;
    private const uint In = 1;
    private const uint Out = 4;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Again = 11;
    private const int Interrupted = 4;
    private const int MaxEvents = 256;
    // struct epoll_event is packed on x86-64 alone.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int Data = Size - 8;
    private readonly int _handle = Check(Create(0));
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * Size, pinned: true);

    /// <summary>Watches a socket; <paramref name="number"/> is what <see cref="Ready"/> tells.</summary>
    public void Watch(Socket socket, int number) => Control(Add, socket, number, In);

    /// <summary>Whether to be told as well that it can be written to.</summary>
    public void Watch(Socket socket, int number, bool output) =>
        Control(Modify, socket, number, output ? In | Out : In);

    /// <summary>Waits at most so long; returns how many are ready.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var count = Wait(_handle, events, MaxEvents, milliseconds);
            return count >= 0 || Marshal.GetLastPInvokeError() != Interrupted ? Check(count) : 0;
        }
    }

    public int Ready(int index) => BitConverter.ToInt32(_events, index * Size + Data);

    /// <summary>Bytes received, 0 at the end of the connection, -1 when there is nothing now.</summary>
    public static int Receive(nint socket, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            return Result(Receive(socket, start, buffer.Length, DontWait));
    }

    /// <summary>Bytes sent, -1 when it can take none now.</summary>
    public static int Send(nint socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return Result(Send(socket, start, bytes.Length, DontWait | NoSignal));
    }

    public void Dispose() => _ = Close(_handle);

    private void Control(int operation, Socket socket, int number, uint what)
    {
        var change = stackalloc byte[16];
        *(uint*)change = what;
        *(int*)(change + Data) = number;
        Check(Control(_handle, operation, (int)socket.Handle, change));
    }

    private static int Result(nint bytes)
    {
        if (bytes >= 0)
            return (int)bytes;
        // A reset connection is an ended one.
        return Marshal.GetLastPInvokeError() == Again ? -1 : 0;
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int socket, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, byte* events, int max, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(nint socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(nint socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
