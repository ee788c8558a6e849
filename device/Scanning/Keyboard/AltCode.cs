namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// A character that is typed by its number: digits on the keypad while Alt is held. Some scanners press all digits at
/// once; a digit that the number has twice is pressed once then, and Linux cannot tell which one it was.
/// </summary>
internal struct AltCode
{
    /// <summary>Fewer digits at once than this are not all that were meant: scanners send at least three.</summary>
    internal const int LeastChord = 3;

    private const int MostValue = 0x10FFFF;
    private int _inReport;

    /// <summary>The number, not above what Unicode has by more than one digit.</summary>
    internal int Value { get; private set; }

    internal int Digits { get; private set; }

    /// <summary>Whether digits were pressed at once.</summary>
    internal bool IsChord { get; private set; }

    /// <summary>Whether a digit that came twice is missing.</summary>
    internal readonly bool IsShort => IsChord && Digits < LeastChord;

    internal void Add(int digit)
    {
        if (Value <= MostValue)
            Value = (Value * 10) + digit;
        Digits = Math.Min(Digits + 1, 9);
        IsChord |= ++_inReport > 1;
    }

    /// <summary>What follows happens later.</summary>
    internal void EndReport() => _inReport = 0;
}
