using System.Collections.Frozen;
using System.Globalization;
using CheckIn.Credentials;
using CheckIn.Hub.Sites;
using CheckIn.Rules;
using CheckIn.Settings;

namespace CheckIn.Hub.Cards;

/// <summary>The columns of a file of cards, and what may stand in them; the API's fields are understood the same way.</summary>
internal static class CardColumns
{
    internal const string Number = "number", Kind = "kind";

    private static readonly string[] Days = ["yyyy-MM-dd", "d/M/yyyy"];

    private static readonly FrozenDictionary<string, string> Categories = new Dictionary<string, string>
    {
        ["nhân viên"] = "staff",
        ["cán bộ"] = "staff",
        ["khách"] = "visitor",
        ["giao hàng"] = "deliverer",
        ["người giao hàng"] = "deliverer",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, NumberKind> Kinds = new Dictionary<string, NumberKind>
    {
        ["cccd"] = NumberKind.Cccd,
        ["căn cước"] = NumberKind.Cccd,
        ["căn cước công dân"] = NumberKind.Cccd,
        ["cmnd"] = NumberKind.Cmnd,
        ["bhyt"] = NumberKind.Bhyt,
        ["bảo hiểm y tế"] = NumberKind.Bhyt,
        ["qid"] = NumberKind.Qid,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    internal static CensusColumn<CardDraft>[] All { get; } =
    [
        new(Number, "số", static (_, _) => null),
        new(Kind, "loại giấy", static (_, _) => null, static (card, _, text) => card with { Kind = KindIn(text) }),
        new("category", "nhóm", static (_, _) => null, static (card, _, text) => card with { Category = CategoryIn(text) }),
        new("denied", "từ chối", static (_, _) => null, static (card, _, text) => card with { IsDenied = IsYes(text) }),
        new("from", "từ ngày", static (_, _) => null, static (card, _, text) => card with { From = DayIn(text) }),
        new("until", "đến ngày", static (_, _) => null, static (card, _, text) => card with { Until = UntilIn(card, text) }),
    ];

    internal static CensusColumn<CardDraft>? Find(string name) => Array.Find(All, column => column.IsCalled(name));

    /// <exception cref="WrongTextException">It is none.</exception>
    internal static NumberKind? KindIn(string? text) => string.IsNullOrEmpty(text) ? null
        : Kinds.TryGetValue(text, out var kind) ? kind : throw new WrongTextException("is none of cccd, cmnd, bhyt, qid",
            "không thuộc: cccd, cmnd, bhyt, qid");

    /// <exception cref="WrongTextException">It is none.</exception>
    internal static string? CategoryIn(string? text)
    {
        if (text is null)
            return null;
        var word = Categories.TryGetValue(text, out var stable) ? stable : text.ToLowerInvariant();
        return CardList.IsCategory(word) ? word : throw new WrongTextException(
            "is no category: staff, visitor, deliverer, or 1 to 32 of a to z, 0 to 9 and -",
            "không phải nhóm: nhân viên, khách, giao hàng, hoặc 1 đến 32 ký tự a đến z, 0 đến 9 và -");
    }

    /// <exception cref="WrongTextException">It is none.</exception>
    internal static DateOnly? DayIn(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= CardDays.FirstYear and <= CardDays.LastYear ? day : throw new WrongTextException(
            $"is not a date such as 2026-12-31 or 31/12/2026, from {CardDays.FirstYear} to {CardDays.LastYear}",
            $"không phải ngày, ví dụ 2026-12-31 hoặc 31/12/2026, từ {CardDays.FirstYear} đến {CardDays.LastYear}");

    /// <exception cref="WrongTextException">It is a day before the first.</exception>
    internal static DateOnly? UntilIn(CardDraft card, string? text) => DayIn(text) is not { } until ? null
        : until >= (card.From ?? until) ? until
        : throw new WrongTextException("is before the day from which it is good", "trước ngày bắt đầu có hiệu lực");

    private static bool IsYes(string? text) => text?.ToLowerInvariant() switch
    {
        null or "no" or "không" => false,
        "yes" or "có" => true,
        _ => throw new WrongTextException("is not yes, no or empty", "không phải có, không hoặc để trống"),
    };
}
