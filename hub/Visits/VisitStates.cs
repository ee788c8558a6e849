namespace CheckIn.Hub.Visits;

/// <summary>
/// How a visit stands. Words are stable. A tag is of one day, so whoever stays past its end is two people to the hub: one
/// whose visit was closed then, and one who is first seen the next day, when he leaves.
/// </summary>
public static class VisitStates
{
    /// <summary>He is inside.</summary>
    public const string Inside = "inside";
    /// <summary>He came and went.</summary>
    public const string Complete = "complete";
    /// <summary>He was not seen to leave, and came in once more.</summary>
    public const string LeftOpen = "left_open";
    /// <summary>He was inside when the day ended, and his visit was closed with it.</summary>
    public const string Closed = "closed";
    /// <summary>He was first seen that day when he left: he had come before it began, or nobody saw him come.</summary>
    public const string EnteredBefore = "entered_before";
    /// <summary>He was seen to leave once more, and not to come in between.</summary>
    public const string ExitOnly = "exit_only";

    internal static IReadOnlyList<string> All { get; } = [Inside, Complete, LeftOpen, Closed, EnteredBefore, ExitOnly];

    /// <summary>The state of a visit by its row.</summary>
    /// <param name="came">Its entry is known.</param>
    /// <param name="left">Its exit is known.</param>
    /// <param name="isOver">Nobody is inside by it, whatever the day.</param>
    /// <param name="isFirst">It is his first of that day.</param>
    /// <param name="isToday">The day is not over.</param>
    internal static string Of(bool came, bool left, bool isOver, bool isFirst, bool isToday) => (came, left, isOver) switch
    {
        (false, _, _) => isFirst ? EnteredBefore : ExitOnly,
        (_, true, _) => Complete,
        (_, _, true) => LeftOpen,
        _ => isToday ? Inside : Closed,
    };

    /// <summary>The same as a condition on rows; null = all.</summary>
    internal static string Condition(string? state, bool isToday) => state switch
    {
        null => "1",
        Inside => isToday ? "is_over = 0" : "0",
        Closed => isToday ? "0" : "is_over = 0",
        Complete => "entered_at IS NOT NULL AND left_at IS NOT NULL",
        LeftOpen => "left_at IS NULL AND is_over = 1",
        EnteredBefore => "entered_at IS NULL AND ordinal = 0",
        _ => "entered_at IS NULL AND ordinal > 0",
    };
}
