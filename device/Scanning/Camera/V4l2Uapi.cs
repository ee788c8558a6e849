using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>Numbers and calls of Video for Linux, version 2 (linux/videodev2.h, linux/v4l2-controls.h).</summary>
internal static unsafe partial class V4l2Uapi
{
    internal const uint CapabilityCapture = 0x1, CapabilityCapturePlanar = 0x1000, CapabilityStreaming = 0x0400_0000,
        CapabilityPerDevice = 0x8000_0000;

    internal const uint TypeCapture = 1, TypeCapturePlanar = 9;
    internal const uint FieldNone = 1;
    internal const uint MemoryMapped = 1;
    internal const uint BufferFlagError = 0x40;
    internal const uint Discrete = 1;
    internal const uint TimePerFrameSupported = 0x1000;
    internal const uint InputNoPower = 0x1, InputNoSignal = 0x2;

    internal static readonly uint QueryCapabilities = Read<V4l2Structs.Capability>(0);
    internal static readonly uint EnumerateFormats = ReadWrite<V4l2Structs.FormatDescription>(2);
    internal static readonly uint SetFormat = ReadWrite<V4l2Structs.Format>(5);
    internal static readonly uint RequestBuffers = ReadWrite<V4l2Structs.RequestBuffers>(8);
    internal static readonly uint QueryBuffer = ReadWrite<V4l2Structs.Buffer>(9);
    internal static readonly uint QueueBuffer = ReadWrite<V4l2Structs.Buffer>(15);
    internal static readonly uint DequeueBuffer = ReadWrite<V4l2Structs.Buffer>(17);
    internal static readonly uint StreamOn = Write<int>(18);
    internal static readonly uint StreamOff = Write<int>(19);
    internal static readonly uint GetParameters = ReadWrite<V4l2Structs.StreamParameters>(21);
    internal static readonly uint SetParameters = ReadWrite<V4l2Structs.StreamParameters>(22);
    internal static readonly uint EnumerateInputs = ReadWrite<V4l2Structs.Input>(26);
    internal static readonly uint QueryControl = ReadWrite<V4l2Structs.QueryControl>(36);
    internal static readonly uint QueryMenu = ReadWrite<V4l2Structs.QueryMenu>(37);
    internal static readonly uint SetInput = ReadWrite<int>(39);
    internal static readonly uint TryFormat = ReadWrite<V4l2Structs.Format>(64);
    internal static readonly uint SetControls = ReadWrite<V4l2Structs.ExtendedControls>(72);
    internal static readonly uint EnumerateFrameSizes = ReadWrite<V4l2Structs.FrameSize>(74);
    internal static readonly uint EnumerateFrameIntervals = ReadWrite<V4l2Structs.FrameInterval>(75);

    /// <summary>O_RDWR | O_NONBLOCK | O_CLOEXEC: no call waits for a frame, and no child inherits the camera.</summary>
    internal const int OpenFlags = 0x2 | 0x800 | 0x80000;

    internal const int ProtectReadWrite = 3, MapShared = 1;
    internal const short PollIn = 0x1, PollError = 0x8, PollHangUp = 0x10;

    /// <summary>An ioctl, made again when a signal interrupted it; 0 or an errno.</summary>
    internal static int Call(int fd, uint request, void* argument)
    {
        while (Ioctl(fd, request, argument) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.Interrupted)
                return errno;
        }
        return 0;
    }

    /// <summary>Text of a fixed field that the kernel ends with zero.</summary>
    internal static string Text(byte* field, int size)
    {
        var bytes = new ReadOnlySpan<byte>(field, size);
        var end = bytes.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    // _IOC(direction, 'V', number, size): direction in bits 30-31 (1 write, 2 read), size in bits 16-29.
    private static uint Read<T>(uint number) where T : unmanaged => Number<T>(2, number);
    private static uint Write<T>(uint number) where T : unmanaged => Number<T>(1, number);
    private static uint ReadWrite<T>(uint number) where T : unmanaged => Number<T>(3, number);
    private static uint Number<T>(uint direction, uint number) where T : unmanaged =>
        (direction << 30) | ((uint)sizeof(T) << 16) | ('V' << 8) | number;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Results;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);
    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int fd);
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int fd, nuint request, void* argument);
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollFd* fds, nuint count, int timeoutMs);
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial byte* Map(void* at, nuint length, int protection, int flags, int fd, long offset);
    [LibraryImport("libc", EntryPoint = "munmap")]
    internal static partial int Unmap(void* at, nuint length);
}

/// <summary>Error numbers of 64-bit Linux (asm-generic/errno.h), the same on x86-64 and arm64.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, IoError = 5, NoSuchDevice = 6, Again = 11,
        AccessDenied = 13, Busy = 16, NoDevice = 19, Invalid = 22, NoSpace = 28, BrokenPipe = 32, Protocol = 71,
        NotSupported = 25;
}
