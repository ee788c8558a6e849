using System.Globalization;

namespace CheckIn.Supply.Checking;

/// <summary>
/// A version as NuGet orders them: up to four numbers, absent ones 0; a pre-release before its release, its parts
/// compared as numbers where both are, else as words without case; what is behind '+' does not count (SemVer 2.0.0,
/// section 11). SQLite's and the frameworks' versions are of the same kind.
/// </summary>
internal readonly struct PackageVersion : IComparable<PackageVersion>
{
    private readonly int[] _numbers;
    private readonly string[] _preRelease;

    private PackageVersion(int[] numbers, string[] preRelease) => (_numbers, _preRelease) = (numbers, preRelease);

    /// <exception cref="FormatException">It is none.</exception>
    internal static PackageVersion Parse(string text)
    {
        var plain = text.Split('+')[0];
        var dash = plain.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? plain : plain[..dash]).Split('.');
        if (numbers.Length > 4)
            throw new FormatException($"'{text}' is no version: it has more than four numbers.");
        var parsed = new int[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[i]))
                throw new FormatException($"'{text}' is no version.");
        }
        return new PackageVersion(parsed, dash < 0 ? [] : plain[(dash + 1)..].Split('.'));
    }

    public int CompareTo(PackageVersion other)
    {
        for (var i = 0; i < 4; i++)
        {
            if (_numbers[i] != other._numbers[i])
                return _numbers[i].CompareTo(other._numbers[i]);
        }
        if (_preRelease.Length == 0 || other._preRelease.Length == 0)
            return other._preRelease.Length.CompareTo(_preRelease.Length);
        for (var i = 0; i < Math.Min(_preRelease.Length, other._preRelease.Length); i++)
        {
            var order = Compare(_preRelease[i], other._preRelease[i]);
            if (order != 0)
                return order;
        }
        return _preRelease.Length.CompareTo(other._preRelease.Length);
    }

    private static int Compare(string one, string other)
    {
        var isNumber = int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var a);
        var otherIsNumber = int.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var b);
        return (isNumber, otherIsNumber) switch
        {
            (true, true) => a.CompareTo(b),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.Compare(one, other, StringComparison.OrdinalIgnoreCase),
        };
    }
}
