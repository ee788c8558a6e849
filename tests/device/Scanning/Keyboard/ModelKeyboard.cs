using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CheckIn.Gate.Scanning.Keyboard;

namespace CheckIn.Gate.Tests.Scanning.Keyboard;

/// <summary>How a scanner types what its layout has no key for.</summary>
public enum AltStyle { Utf8Bytes, Unicode, Windows1252 }

/// <summary>
/// What the kernel tells of a scanner that types: made from the layout as printed on keys, independently of the gate's table.
/// </summary>
internal sealed class ModelKeyboard
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz", Digits = "1234567890";
    private const string OnDigits = "!@#$%^&*()";
    private const string Below = "-=[]\\;'`,./", Above = "_+{}|:\"~<>?";

    // linux/input-event-codes.h
    private static readonly (string Keys, ushort[] Codes)[] Table =
    [
        (Digits, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        (Letters, [30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44]),
        (Below, [12, 13, 26, 27, 43, 39, 40, 41, 51, 52, 53]),
        (" ", [57]),
    ];

    private static readonly Dictionary<char, ushort> Codes = Table
        .SelectMany(row => row.Keys.Zip(row.Codes)).ToDictionary(pair => pair.First, pair => pair.Second);

    private static readonly ushort[] Keypad = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];
    private readonly List<InputEvent> _events = [];

    internal const ushort LeftShift = 42, RightShift = 54, LeftAlt = 56, RightAlt = 100, LeftControl = 29, Enter = 28;

    /// <summary>The events so far, as bytes.</summary>
    internal byte[] Bytes => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_events)).ToArray();

    internal int Count => _events.Count;

    internal ModelKeyboard Down(ushort key) => Event(InputEvent.Key, key, 1);

    internal ModelKeyboard Up(ushort key) => Event(InputEvent.Key, key, 0);

    internal ModelKeyboard Report() => Event(InputEvent.Sync, InputEvent.Report, 0);

    internal ModelKeyboard Event(ushort type, ushort code, int value)
    {
        _events.Add(new InputEvent(type, code, value));
        return this;
    }

    internal ModelKeyboard Press(ushort key) => Down(key).Report().Up(key).Report();

    /// <summary>One character by its own key.</summary>
    internal ModelKeyboard Type(char character, ushort shift = LeftShift)
    {
        var (key, shifted) = KeyOf(character);
        if (!shifted)
            return Press(Codes[key]);
        return Down(shift).Down(Codes[key]).Report().Up(shift).Up(Codes[key]).Report();
    }

    /// <summary>A number on the keypad while Alt is held.</summary>
    internal ModelKeyboard Alt(string digits, ushort alt = LeftAlt)
    {
        Down(alt).Report();
        foreach (var digit in digits)
            Press(Keypad[digit - '0']);
        return Up(alt).Report();
    }

    /// <summary>All digits at once, as the kernel tells of it: a key that is down already is not pressed again.</summary>
    internal ModelKeyboard Chord(string digits)
    {
        Down(LeftAlt);
        foreach (var digit in digits.Distinct())
            Down(Keypad[digit - '0']);
        Report().Up(LeftAlt);
        foreach (var digit in digits.Distinct())
            Up(Keypad[digit - '0']);
        return Report();
    }

    internal ModelKeyboard Keypads(string digits)
    {
        foreach (var digit in digits)
            Press(Keypad[digit - '0']);
        return this;
    }

    /// <summary>A whole text, keys where there are some and numbers for the rest.</summary>
    internal ModelKeyboard Type(string text, AltStyle style)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && rune.Value >= ' ' && rune.Value < 0x7F)
                Type((char)rune.Value);
            else if (rune.IsAscii)
                Alt(Number(rune.Value, 3));
            else
                Alt(rune, style);
        }
        return this;
    }

    private void Alt(Rune rune, AltStyle style)
    {
        if (style == AltStyle.Unicode)
        {
            foreach (var unit in rune.ToString())
                Alt(Number(unit, 4));
            return;
        }
        var encoding = style == AltStyle.Utf8Bytes ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        foreach (var value in encoding.GetBytes(rune.ToString()))
            Alt("0" + Number(value, 3));
    }

    private static string Number(int value, int digits) => value.ToString("D" + digits, CultureInfo.InvariantCulture);

    private static (char Key, bool Shifted) KeyOf(char character)
    {
        if (Letters.Contains(char.ToLowerInvariant(character), StringComparison.Ordinal))
            return (char.ToLowerInvariant(character), char.IsUpper(character));
        if (OnDigits.IndexOf(character, StringComparison.Ordinal) is >= 0 and var at)
            return (Digits[at], true);
        return Above.IndexOf(character, StringComparison.Ordinal) is >= 0 and var above ? (Below[above], true) : (character, false);
    }
}
