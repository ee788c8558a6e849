namespace CheckIn.Hardware.Devices;

/// <summary>
/// A scanner that types (USB HID, boot keyboard), seen from its inside: what it reads goes out key by key in the layout
/// of the United States, ended by Enter. Usages are those of the HID Usage Tables, chapter 10.
/// </summary>
internal sealed class KeyboardGadget
{
    internal const string Device = "usb-CheckInLab_KeyboardScanner_K1-event-kbd";
    private const byte LeftShift = 2, Enter = 0x28;

    /// <summary>Scanners leave some time between keys; the kernel keeps only so many for a slow reader.</summary>
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(3);

    private static readonly ManualResetEvent Never = new(false);

    internal Gadget Plug { get; } = new("keyboard", "dummy_udc.1");

    /// <summary>Scans a code of ASCII characters.</summary>
    internal static void Scan(string code)
    {
        using var keys = new FileStream(
            "/dev/hidg0", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        foreach (var letter in code)
            Press(keys, Key(letter));
        Press(keys, (0, Enter));
    }

    private static void Press(FileStream keys, (byte Modifier, byte Usage) key)
    {
        keys.Write([key.Modifier, 0, key.Usage, 0, 0, 0, 0, 0]);
        keys.Write(new byte[8]);
        Never.WaitOne(BetweenKeys);
    }

    private static (byte Modifier, byte Usage) Key(char letter) => letter switch
    {
        >= 'a' and <= 'z' => (0, (byte)(4 + letter - 'a')),
        >= 'A' and <= 'Z' => (LeftShift, (byte)(4 + letter - 'A')),
        >= '1' and <= '9' => (0, (byte)(0x1E + letter - '1')),
        '0' => (0, 0x27),
        ' ' => (0, 0x2C),
        '-' => (0, 0x2D),
        '|' => (LeftShift, 0x31),
        '<' => (LeftShift, 0x36),
        '*' => (LeftShift, 0x25),
        _ => throw new ArgumentException($"The keyboard has no key for '{letter}'."),
    };
}
