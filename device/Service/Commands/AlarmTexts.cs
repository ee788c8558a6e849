using System.Collections.Frozen;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Commands;

/// <summary>Alarms in words for people.</summary>
internal static class AlarmTexts
{
    private static readonly FrozenDictionary<string, (string English, string Vietnamese)> Known =
        new Dictionary<string, (string, string)>
        {
            ["journal_filling"] = ("journal nearly full", "nhật ký sắp đầy"),
            ["journal_full"] = ("journal full", "nhật ký đầy"),
            ["journal_failed"] = ("journal cannot be written", "không ghi được nhật ký"),
            ["unknown_codes"] = ("many unknown codes", "nhiều mã lạ"),
            ["under_voltage"] = ("supply too weak", "nguồn điện yếu"),
            ["throttled"] = ("board slowed down", "bo mạch tự giảm tốc"),
            ["too_hot"] = ("too hot", "quá nóng"),
            ["disk_low"] = ("little room on the card", "sắp hết chỗ trên thẻ nhớ"),
            ["door_forced"] = ("door forced", "cửa bị cạy"),
            ["door_held_open"] = ("door held open", "cửa mở quá lâu"),
            ["passage_forced"] = ("passage without a code", "đi qua không quét mã"),
            ["tamper"] = ("case opened", "vỏ thiết bị bị mở"),
            ["emergency"] = ("emergency, gate open", "khẩn cấp, cửa đang mở"),
            ["mains_lost"] = ("mains power lost", "mất điện lưới"),
            ["duress"] = ("duress alarm", "báo bị cưỡng ép"),
            ["hub_lost"] = ("no connection to the hub", "mất kết nối trung tâm"),
            ["scanner_lost"] = ("scanner gone", "đầu đọc mất"),
            ["guard_lost"] = ("relay guard gone", "mất bộ giữ rơ-le"),
            ["locked_by_guard"] = ("closed by its guard", "bảo vệ đã đóng cổng"),
            ["pins_refused"] = ("wrong PINs at the screen", "nhập sai PIN nhiều lần tại màn hình"),
            ["identity_copied"] = ("key copied: another machine took this gate's place", "khoá bị sao chép: máy khác đã chiếm chỗ của cổng"),
        }.ToFrozenDictionary();

    /// <summary>One that this program does not know is shown as it is.</summary>
    internal static string Of(string alarm, Language language) => !Known.TryGetValue(alarm, out var words)
        ? alarm : language == Language.Vietnamese ? words.Vietnamese : words.English;
}
