using System.Runtime.InteropServices;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// A scanner that is a keyboard, by the kernel's event interface (linux/input.h). It is grabbed: no key reaches the
/// console or any other program, so that a code is never typed into a login prompt. Only keys are asked for, since the
/// kernel's buffer for a slow reader is some ten characters long.
/// </summary>
internal static unsafe partial class EventDevice
{
    private const string Group = "input";
    private const int KeyBytes = 96; // KEY_CNT bits
    private const uint TypesOfEvents = 0; // EVIOCSMASK for EV_SYN is about the types themselves

    /// <summary>EVIOCGID = _IOR('E', 0x02, struct input_id).</summary>
    internal static readonly nuint GetId = Request(2, 0x02, sizeof(InputId));
    /// <summary>EVIOCGBIT(EV_KEY, 96).</summary>
    internal static readonly nuint GetKeys = Request(2, 0x20 + InputEvent.Key, KeyBytes);
    /// <summary>EVIOCGRAB = _IOW('E', 0x90, int).</summary>
    internal static readonly nuint Grab = Request(1, 0x90, sizeof(int));
    /// <summary>EVIOCSMASK = _IOW('E', 0x93, struct input_mask).</summary>
    internal static readonly nuint SetMask = Request(1, 0x93, sizeof(InputMask));

    /// <summary>A lane's keyboard scanner, by its settings.</summary>
    internal static ScannerLine LineOf(ScannerOptions options)
    {
        var setting = options.Device!;
        var idle = options.IdleTime ?? ScannerOptions.KeyboardIdleTime;
        return new ScannerLine(setting, () => Open(setting, DevicePath.OfKeyboard(setting)), new KeyFraming(idle).Rehearsed(), idle);
    }

    /// <exception cref="IOException">It cannot be had; the message says why.</exception>
    internal static InputLine Open(string setting, string device)
    {
        var line = InputLine.Open(device, InputLine.ReadOnly, Group);
        try
        {
            CheckWhoItIs(setting, device, line.Handle);
            // Before Linux 4.4 it hands over everything, and the rest is left out here.
            var types = 1u << InputEvent.Key;
            var mask = new InputMask { Type = TypesOfEvents, Bytes = sizeof(uint), Bits = (ulong)&types };
            _ = Control(line.Handle, SetMask, &mask);
            if (Control(line.Handle, Grab, (void*)1) != 0)
                throw DeviceTrouble.Of(device, Marshal.GetLastPInvokeError(), Group);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Between looking and opening, another device may have come under the same number.</summary>
    private static void CheckWhoItIs(string setting, string device, int fd)
    {
        var id = new InputId();
        if (Control(fd, GetId, &id) != 0)
            throw new IOException($"{device}: is no input device");
        var found = $"{id.Vendor:x4}:{id.Product:x4}";
        if (UsbDevice.IsId(setting) && !string.Equals(found, setting, StringComparison.OrdinalIgnoreCase))
            throw new IOException($"{device}: is {found} now, not {setting}");
        var keys = stackalloc byte[KeyBytes];
        new Span<byte>(keys, KeyBytes).Clear();
        if (Control(fd, GetKeys, keys) < 0 || !InputDevice.HasTypingKeys(new ReadOnlySpan<byte>(keys, KeyBytes)))
            throw new IOException($"{device}: has no keys for letters, digits and Enter; it is not what a scanner types with");
    }

    private static nuint Request(uint direction, uint number, int size) =>
        (nuint)((direction << 30) | ((uint)size << 16) | ((uint)'E' << 8) | number);

    [StructLayout(LayoutKind.Sequential)]
    internal struct InputId
    {
        internal ushort Bus;
        internal ushort Vendor;
        internal ushort Product;
        internal ushort Version;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct InputMask
    {
        internal uint Type;
        internal uint Bytes;
        internal ulong Bits;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, nuint request, void* argument);
}
