using System.Globalization;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What stands in a cell, understood within bounds.</summary>
internal static class CellText
{
    private static readonly string[] Days = ["yyyy-MM-dd", "d/M/yyyy"];
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "d/M/yyyy H:mm",
        "yyyy-MM-dd HH:mm:ss"];

    internal static string? Plain(string? text, int most)
    {
        if (text is null)
            return null;
        if (text.Length > most)
            throw new WrongTextException($"has {text.Length} characters, and {most} may be",
                $"dài {text.Length} ký tự, tối đa {most}");
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
            {
                throw new WrongTextException(
                    "has a line break or another sign that cannot be shown",
                    "có dấu xuống dòng hoặc ký tự không hiển thị được");
            }
        }
        return text;
    }

    internal static string Required(string? text, int most) => Plain(text, most)
        ?? throw new WrongTextException("is empty", "đang trống");

    internal static string? Phone(string? text)
    {
        if (text is null)
            return null;
        if (text.Length is < 3 or > 40
            || !text.All(static sign => char.IsAsciiDigit(sign) || " +-./()".Contains(sign, StringComparison.Ordinal))
            || !text.Any(char.IsAsciiDigit))
            throw new WrongTextException($"'{Short(text)}' is no telephone number",
                $"'{Short(text)}' không phải số điện thoại");
        return text;
    }

    internal static DateOnly? Day(string? text)
    {
        if (text is null)
            return null;
        return DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new WrongTextException(
                $"'{Short(text)}' is not a date such as 2026-12-31 or 31/12/2026",
                $"'{Short(text)}' không phải ngày, ví dụ 2026-12-31 hoặc 31/12/2026");
    }

    /// <summary>With its offset, or as the clock on the wall has it there.</summary>
    internal static DateTimeOffset? Moment(string? text, TimeZoneInfo zone)
    {
        if (text is null)
            return null;
        if (DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            && wall.Year is > 1970 and < 9999 && !zone.IsInvalidTime(wall))
            return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
        // Milliseconds are what is kept.
        return text.Length > 16 && text[10] == 'T' && (text.EndsWith('Z') || text.AsSpan(16).ContainsAny('+', '-'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && at.Year is > 1970 and < 9999
            ? DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds())
            : throw new WrongTextException(
                $"'{Short(text)}' is not a time such as 2026-12-31 07:30 or 2026-12-31T07:30+07:00",
                $"'{Short(text)}' không phải ngày giờ, ví dụ 2026-12-31 07:30 hoặc 2026-12-31T07:30+07:00");
    }

    internal static string? Written(DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } at
        ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture)
        : null;

    internal static WrongTextException NoneOf(string text, IEnumerable<string> words) => new(
        $"'{Short(text)}' is none of {string.Join(", ", words)}",
        $"'{Short(text)}' không thuộc: {string.Join(", ", words)}");

    internal static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
