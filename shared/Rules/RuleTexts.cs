using System.Buffers;
using System.Globalization;
using CheckIn.Credentials;
using CheckIn.Settings;
using CheckIn.Time;

namespace CheckIn.Rules;

/// <summary>
/// What stands in the texts of rules; null says as little as an empty one. Each throws <see cref="WrongTextException"/> where
/// that is nothing.
/// </summary>
internal static class RuleTexts
{
    private static readonly SearchValues<char> OfWords = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    /// <summary>Kinds that rules may admit: those that stand for somebody.</summary>
    private static readonly CredentialKind[] Admissible =
    [
        CredentialKind.NationalPersonalQr, CredentialKind.Cccd, CredentialKind.CanCuoc, CredentialKind.InsuranceCard,
        CredentialKind.HealthCertificate, CredentialKind.Pass,
    ];

    /// <summary>Kinds as bits by their number.</summary>
    internal static uint Kinds(string? text)
    {
        var kinds = 0u;
        foreach (var word in Words(text))
        {
            var kind = Admissible.Where(kind => kind.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                .Select(static kind => (CredentialKind?)kind).FirstOrDefault()
                ?? throw None(word, Admissible.Select(static kind => kind.ToString()));
            kinds |= 1u << (int)kind;
        }
        return kinds;
    }

    /// <summary>Words of categories.</summary>
    internal static IReadOnlyList<string> Categories(string? text)
    {
        var words = Words(text).Distinct(StringComparer.Ordinal).ToList();
        foreach (var word in words.Where(static word => !IsCategory(word)))
            throw new WrongTextException(
                $"'{word}' is no category: 1 to 32 of a to z, 0 to 9 and \"-\"",
                $"'{word}' không phải nhóm: 1 đến 32 ký tự a đến z, 0 đến 9 và \"-\"");
        return words;
    }

    /// <summary>Whether a word may name a category.</summary>
    internal static bool IsCategory(ReadOnlySpan<char> word) => word.Length is >= 1 and <= 32 && !word.ContainsAnyExcept(OfWords);

    /// <summary>Null = always.</summary>
    internal static OpeningHours? Hours(string? text) => string.IsNullOrWhiteSpace(text) ? null : OpeningHours.Parse(text);

    internal static Holidays Holidays(string? text)
    {
        var days = new List<DateOnly>();
        foreach (var word in Words(text))
            days.Add(DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day : throw new WrongTextException(
                    $"'{word}' is not a date such as 2026-02-17", $"'{word}' không phải ngày, ví dụ 2026-02-17"));
        return new Holidays(days);
    }

    /// <summary>A time on the wall; null = none.</summary>
    internal static DateTime? Wall(string? text) => string.IsNullOrEmpty(text) ? null
        : DateTime.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) ? wall
            : throw new WrongTextException(
                $"'{text}' is not a time such as 2026-12-24T18:00", $"'{text}' không phải thời điểm, ví dụ 2026-12-24T18:00");

    internal static TimeZoneInfo Zone(string name) => RuleZone.Find(name) ?? throw new WrongTextException(
        $"'{name}' is no time zone that this machine has data of, such as Asia/Ho_Chi_Minh; install tzdata if it is one",
        $"máy này không có dữ liệu múi giờ '{name}', ví dụ đúng: Asia/Ho_Chi_Minh; nếu tên đúng hãy cài tzdata");

    internal static string[] Words(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static WrongTextException None(string word, IEnumerable<string> words)
    {
        var all = string.Join(", ", words);
        return new WrongTextException($"'{word}' is none of {all}", $"'{word}' không thuộc: {all}");
    }
}
