namespace CheckIn.Updates;

/// <summary>A package that is not to be used.</summary>
/// <param name="reason">One of <see cref="UpdateReasons"/>.</param>
/// <param name="detail">More about that, in English, for a log.</param>
public sealed class UpdateException(string reason, string detail) : Exception(detail)
{
    /// <summary>One of <see cref="UpdateReasons"/>.</summary>
    public string Reason { get; } = reason;
}
