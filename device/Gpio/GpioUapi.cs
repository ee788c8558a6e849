using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    internal const ulong FlagActiveLow = 1ul << 1;
    internal const ulong FlagOutput = 1ul << 3;
    internal const uint AttributeOutputValues = 2;

    /// <summary>GPIO_V2_GET_LINE_IOCTL = _IOWR(0xB4, 0x07, struct gpio_v2_line_request).</summary>
    internal static readonly nuint GetLine = ReadWrite(0x07, sizeof(LineRequest));

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL = _IOWR(0xB4, 0x0F, struct gpio_v2_line_values).</summary>
    internal static readonly nuint SetValues = ReadWrite(0x0F, sizeof(LineValues));

    private static nuint ReadWrite(int number, int size) => (nuint)((3u << 30) | ((uint)size << 16) | (0xB4u << 8) | (uint)number);

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

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);
}
