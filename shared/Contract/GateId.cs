namespace CheckIn.Contract;

/// <summary>The rule for gate ids and topic levels: <c>[a-z0-9-]{1,64}</c>.</summary>
public static class GateId
{
    /// <summary>Longest allowed id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>True when <paramref name="id"/> may stand as a topic level.</summary>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaxLength)
            return false;
        foreach (var c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        }
        return true;
    }
}
