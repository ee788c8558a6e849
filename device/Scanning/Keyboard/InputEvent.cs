using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>struct input_event of linux/input.h, as on every 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct InputEvent
{
    internal const int Bytes = 24;

    /// <summary>EV_SYN: the end of a packet, or a gap.</summary>
    internal const ushort Sync = 0;
    /// <summary>EV_KEY.</summary>
    internal const ushort Key = 1;

    /// <summary>SYN_REPORT: what came since the last one happened at once.</summary>
    internal const ushort Report = 0;
    /// <summary>
    /// SYN_DROPPED: the kernel had no more room; what follows up to the next report is worth nothing.
    /// </summary>
    internal const ushort Dropped = 3;

    /// <summary>The values of a key; 2 is its repetition while it is held.</summary>
    internal const int Released = 0, Pressed = 1;

    private readonly long _seconds;
    private readonly long _microseconds;

    internal InputEvent(ushort type, ushort code, int value) => (Type, Code, Value) = (type, code, value);

    internal ushort Type { get; }

    internal ushort Code { get; }

    internal int Value { get; }
}
