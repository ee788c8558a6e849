namespace CheckIn.Credentials;

/// <summary>What fields of codes are made of, judged on their bytes.</summary>
internal static class CodeText
{
    /// <summary>Longest name, in bytes: 200 letters of four.</summary>
    internal const int MaxNameBytes = 800;

    internal static bool IsDigits(ReadOnlySpan<byte> text, int length) =>
        text.Length == length && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>The number of some digits, which they are.</summary>
    internal static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = (10 * number) + digit - '0';
        return number;
    }

    /// <summary>A day of the calendar from its digits.</summary>
    internal static bool TryDate(
        ReadOnlySpan<byte> day, ReadOnlySpan<byte> month, ReadOnlySpan<byte> year, out DateOnly date)
    {
        date = default;
        if (!IsDigits(day, 2) || !IsDigits(month, 2) || !IsDigits(year, 4))
            return false;
        var (d, m, y) = (Number(day), Number(month), Number(year));
        if (y < 1 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
            return false;
        date = new(y, m, d);
        return true;
    }
}
