using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>struct termios as glibc and musl have it on every 64-bit Linux (bits/termios.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios
{
    private const uint IgnoreBreak = 0x1, IgnoreParityErrors = 0x4; // IGNBRK, IGNPAR
    private const uint SendXonXoff = 0x400 | 0x1000; // IXON, IXOFF
    private const uint EightBits = 0x30, SizeMask = 0x30; // CS8, CSIZE
    private const uint Receive = 0x80, IgnoreCarrier = 0x800, HangUpOnClose = 0x400; // CREAD, CLOCAL, HUPCL
    private const uint HardwareFlow = 0x80000000; // CRTSCTS
    private const uint SpeedMask = 0x100F; // CBAUD
    private const int Time = 5, Minimum = 6; // VTIME, VMIN

    internal uint Input;
    internal uint Output;
    internal uint Control;
    internal uint Local;
    internal byte Discipline;
    internal ControlCharacters Characters;
    internal uint InputSpeed;
    internal uint OutputSpeed;

    /// <summary>
    /// Every byte as it comes: 8 data bits, no parity, one stop bit. A scanner has no carrier to detect, and a program
    /// before us may have left the line waiting for one. A break (a plug that is pulled) is no byte.
    /// </summary>
    internal void SetRaw(FlowControl flow)
    {
        Input = IgnoreBreak | IgnoreParityErrors | (flow == FlowControl.Software ? SendXonXoff : 0);
        Output = 0;
        Local = 0;
        Control = (Control & SpeedMask) | EightBits | Receive | IgnoreCarrier | HangUpOnClose
            | (flow == FlowControl.Hardware ? HardwareFlow : 0);
        // The line is opened without waiting; poll() tells when there is something.
        Characters[Time] = 0;
        Characters[Minimum] = 1;
    }

    internal readonly bool IsRaw =>
        Local == 0 && Output == 0 && (Input & ~(IgnoreBreak | IgnoreParityErrors | SendXonXoff)) == 0
        && (Control & SizeMask) == EightBits;

    [InlineArray(32)]
    internal struct ControlCharacters
    {
        private byte _first;
    }
}
