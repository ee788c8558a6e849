namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>Why a PIN is none.</summary>
internal enum PinProblem
{
    /// <summary>Not 6 to 12 digits.</summary>
    Digits,
    /// <summary>One digit again and again, or one after the other: those are tried first.</summary>
    TooSimple,
}

/// <summary>What may be a guard's PIN: 6 to 12 digits that are not the first ones to be guessed.</summary>
internal static class Pin
{
    internal const int Shortest = 6, Longest = 12;

    /// <summary>Null = nothing is wrong with it.</summary>
    internal static PinProblem? ProblemOf(string? pin)
    {
        if (pin is null || !IsPin(pin))
            return PinProblem.Digits;
        var steps = pin.Zip(pin.Skip(1), static (one, next) => next - one).Distinct().ToArray();
        return steps is [0 or 1 or -1] ? PinProblem.TooSimple : null;
    }

    /// <summary>Whether it can be one at all.</summary>
    internal static bool IsPin(string? pin) => pin is { Length: >= Shortest and <= Longest } && pin.All(char.IsAsciiDigit);
}
