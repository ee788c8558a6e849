using CheckIn.Settings;

namespace CheckIn.Visits;

/// <summary>What is said of visits at gate and hub alike.</summary>
public static class VisitWords
{
    /// <summary>That people who came before the day began may still be inside.</summary>
    /// <param name="people">How many at most.</param>
    /// <param name="language">In which.</param>
    public static string StayedOver(int people, Language language) => language.Of(
        $"Up to {people} more came before 03:00 and were not seen to leave: a night shift, or forgotten exits.",
        $"Tối đa {people} người nữa đã vào trước 03:00 và chưa ghi nhận ra: ca đêm, hoặc quên quét khi ra.");
}
