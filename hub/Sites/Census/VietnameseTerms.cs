using System.Collections.Frozen;

namespace CheckIn.Hub.Sites;

/// <summary>What a Vietnamese census writes for the stable words.</summary>
internal static class VietnameseTerms
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["cơ quan"] = "office",
        ["văn phòng"] = "office",
        ["cơ quan, văn phòng"] = "office",
        ["nhà máy"] = "factory",
        ["quán ăn"] = "eatery",
        ["nhà hàng"] = "eatery",
        ["quán bar"] = "bar",
        ["karaoke"] = "bar",
        ["phòng tập"] = "gym",
        ["hội họp"] = "meeting",
        ["bệnh viện"] = "hospital",
        ["trạm y tế"] = "hospital",
        ["cơ sở y tế"] = "hospital",
        ["chung cư"] = "apartment_block",
        ["trường học"] = "school",
        ["trường"] = "school",
        ["nhà ga"] = "station",
        ["bến xe"] = "station",
        ["phương tiện"] = "vehicle",
        ["trung tâm thương mại"] = "mall",
        ["siêu thị"] = "mall",
        ["chợ"] = "market",
        ["cửa hàng"] = "shop",
        ["tang lễ"] = "funeral",
        ["đám tang"] = "funeral",
        ["đám cưới"] = "wedding",
        ["điểm du lịch"] = "tourist_site",
        ["cơ sở tín ngưỡng"] = "spiritual_site",
        ["cơ sở tôn giáo"] = "spiritual_site",
        ["chốt kiểm soát"] = "checkpoint",
        ["nơi khác"] = "other",
        ["khác"] = "other",
        ["cố định"] = "permanent",
        ["sự kiện"] = "event",
        ["di động"] = "mobile",
        ["lưu động"] = "mobile",
        ["chưa triển khai"] = "none",
        ["chỉ có poster"] = "poster_only",
        ["đã đặt"] = "ordered",
        ["đã lắp"] = "installed",
        ["tỉnh"] = "province",
        ["thành phố"] = "province",
        ["huyện"] = "district",
        ["quận"] = "district",
        ["xã"] = "commune",
        ["phường"] = "commune",
        ["đặc khu"] = "commune",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The stable word, or what was written, in small letters.</summary>
    internal static string Stable(string text) =>
        Words.TryGetValue(text, out var word) ? word : text.ToLowerInvariant();
}
