using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// The kernel's GPIO character device, uAPI version 2 (linux/gpio.h, Linux 5.10 and later): structures and request
/// numbers as on every 64-bit Linux.
/// </summary>
internal static unsafe partial class GpioUapi
{
    internal const int MaxLines = 64;
    internal const int MaxName = 32;
    internal const int MaxAttributes = 10;

    internal const ulong FlagUsed = 1ul << 0;
    internal const ulong FlagActiveLow = 1ul << 1;
    internal const ulong FlagInput = 1ul << 2;
    internal const ulong FlagOutput = 1ul << 3;
    internal const ulong FlagEdgeRising = 1ul << 4;
    internal const ulong FlagEdgeFalling = 1ul << 5;
    internal const ulong FlagBiasPullUp = 1ul << 8;
    internal const ulong FlagBiasPullDown = 1ul << 9;
    internal const ulong FlagBiasDisabled = 1ul << 10;
    internal const uint AttributeOutputValues = 2;
    internal const uint AttributeDebounce = 3;
    internal const uint EventRising = 1;
    internal const uint EventFalling = 2;

    /// <summary>GPIO_GET_CHIPINFO_IOCTL = _IOR(0xB4, 0x01, struct gpiochip_info).</summary>
    internal static readonly nuint GetChipInfo = Number(2, 0x01, sizeof(ChipInfo));

    /// <summary>GPIO_V2_GET_LINEINFO_IOCTL = _IOWR(0xB4, 0x05, struct gpio_v2_line_info).</summary>
    internal static readonly nuint GetLineInfo = ReadWrite(0x05, sizeof(LineInfo));

    /// <summary>GPIO_V2_GET_LINE_IOCTL = _IOWR(0xB4, 0x07, struct gpio_v2_line_request).</summary>
    internal static readonly nuint GetLine = ReadWrite(0x07, sizeof(LineRequest));

    /// <summary>GPIO_V2_LINE_GET_VALUES_IOCTL = _IOWR(0xB4, 0x0E, struct gpio_v2_line_values).</summary>
    internal static readonly nuint GetValues = ReadWrite(0x0E, sizeof(LineValues));

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL = _IOWR(0xB4, 0x0F, struct gpio_v2_line_values).</summary>
    internal static readonly nuint SetValues = ReadWrite(0x0F, sizeof(LineValues));

    private static nuint ReadWrite(int number, int size) => Number(3, number, size);

    private static nuint Number(uint direction, int number, int size) =>
        (nuint)((direction << 30) | ((uint)size << 16) | (0xB4u << 8) | (uint)number);

    [StructLayout(LayoutKind.Sequential)]
    internal struct ChipInfo
    {
        internal fixed byte Name[MaxName];
        internal fixed byte Label[MaxName];
        internal uint Lines;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineInfo
    {
        internal fixed byte Name[MaxName];
        internal fixed byte Consumer[MaxName];
        internal uint Offset;
        internal uint NumAttributes;
        internal ulong Flags;
        internal LineAttributes Attributes;
        internal fixed uint Padding[4];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineEvent
    {
        internal ulong TimestampNs;
        internal uint Id;
        internal uint Offset;
        internal uint Seqno;
        internal uint LineSeqno;
        internal fixed uint Padding[6];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineValues
    {
        internal ulong Bits;
        internal ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineAttribute
    {
        internal uint Id;
        internal uint Padding;
        internal ulong Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineConfigAttribute
    {
        internal LineAttribute Attribute;
        internal ulong Mask;
    }

    [InlineArray(MaxAttributes)]
    internal struct ConfigAttributes
    {
        private LineConfigAttribute _first;
    }

    [InlineArray(MaxAttributes)]
    internal struct LineAttributes
    {
        private LineAttribute _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineConfig
    {
        internal ulong Flags;
        internal uint NumAttributes;
        internal fixed uint Padding[5];
        internal ConfigAttributes Attributes;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineRequest
    {
        internal fixed uint Offsets[MaxLines];
        internal fixed byte Consumer[MaxName];
        internal LineConfig Config;
        internal uint NumLines;
        internal uint EventBufferSize;
        internal fixed uint Padding[5];
        internal int Fd;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Poll
    {
        internal int Fd;
        internal short Events;
        internal short Happened;
    }

    /// <summary>A name as the kernel gives it: up to the first zero.</summary>
    internal static string Text(byte* name)
    {
        var bytes = new ReadOnlySpan<byte>(name, MaxName);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int fd, void* buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int fd, void* buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int PollAll(Poll* descriptors, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    /// <summary>Reads of it return at once.</summary>
    internal static void SetNonBlocking(int fd) => _ = Fcntl(fd, 4, Fcntl(fd, 3, 0) | 0x800); // F_SETFL, F_GETFL, O_NONBLOCK

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int fd, int command, nint argument);
}
