using System.Text;

namespace CheckIn.Hardware.Devices;

/// <summary>
/// Scanners on USB serial lines, seen from their inside: one of class CDC-ACM, and one behind an FTDI converter that
/// the emulator plugs in, wired to the machine's own second serial port.
/// </summary>
internal sealed class SerialGadget
{
    internal const string Device = "/dev/serial/by-id/usb-CheckInLab_SerialScanner_S1-if00";

    internal const string FtdiDevice = "/dev/ttyUSB0";

    internal Gadget Plug { get; } = new("serial", "dummy_udc.0");

    /// <summary>Scans a code.</summary>
    internal static void Scan(string code) => Send("/dev/ttyGS0", code);

    /// <summary>Scans a code with the scanner behind the converter.</summary>
    internal static void ScanByFtdi(string code) => Send("/dev/ttyS1", code);

    private static void Send(string inside, string code)
    {
        using var line = new FileStream(inside, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        line.Write(Encoding.UTF8.GetBytes(code + "\r"));
    }
}
