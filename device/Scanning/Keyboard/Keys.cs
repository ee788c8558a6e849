namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// The keys of a United States keyboard by their codes in linux/input-event-codes.h. The keypad is as with Num Lock on:
/// a scanner means digits.
/// </summary>
internal static class Keys
{
    internal const ushort Tab = 15, Enter = 28, LeftControl = 29, LeftShift = 42, RightShift = 54, LeftAlt = 56;
    internal const ushort CapsLock = 58, FirstLetter = 16, KeypadNine = 73, KeypadEnter = 96;
    internal const ushort RightControl = 97, RightAlt = 100;

    /// <summary>The first key of each row of keys, and what they type without and with Shift.</summary>
    private static readonly (ushort First, string Plain, string Shifted)[] Rows =
    [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (55, "*", "*"),
        (57, " ", " "),
        (71, "789-456+1230.", "789-456+1230."),
        (86, "\\", "|"),
        (98, "/", "/"),
        (117, "=", "="),
        (121, ",", ","),
    ];

    private static readonly char[] Plain = Table(static row => row.Plain), Shifted = Table(static row => row.Shifted);

    /// <summary>What a key types; 0 = nothing.</summary>
    internal static char Character(ushort key, bool shift, bool capsLock)
    {
        if (key >= Plain.Length)
            return '\0';
        return shift ^ (capsLock && char.IsAsciiLetter(Plain[key])) ? Shifted[key] : Plain[key];
    }

    /// <summary>A digit of the keypad; -1 = another key.</summary>
    internal static int KeypadDigit(ushort key) =>
        key is >= 71 and <= 82 && char.IsAsciiDigit(Plain[key]) ? Plain[key] - '0' : -1;

    /// <summary>The control character that a key types with Ctrl, as on terminals since the VT100; -1 = none.</summary>
    internal static int ControlCharacter(ushort key) => Character(key, false, false) switch
    {
        >= 'a' and <= 'z' and var letter => letter - 'a' + 1,
        '2' or ' ' => 0,
        '[' => 0x1B,
        '\\' => 0x1C,
        ']' => 0x1D,
        '6' => 0x1E,
        '-' or '/' => 0x1F,
        _ => -1,
    };

    private static char[] Table(Func<(ushort First, string Plain, string Shifted), string> of)
    {
        var table = new char[Rows.Max(static row => row.First + row.Plain.Length)];
        foreach (var row in Rows)
            of(row).CopyTo(0, table, row.First, row.Plain.Length);
        return table;
    }
}
