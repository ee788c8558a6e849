using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Desired;

/// <summary>What was asked of settings cannot be done.</summary>
internal sealed class DesiredException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    private const int MostShown = 5;

    internal static DesiredException NoSuchScope(string scope) => new(
        $"There is no '{scope}'. Nothing was changed. A scope is hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID.",
        $"Không có '{scope}'. Chưa thay đổi gì cả. Phạm vi là hub, node:MÃ, group:CHIỀU=GIÁ_TRỊ, site:MÃ hoặc gate:MÃ.")
    {
        IsUnknown = true,
    };

    internal static DesiredException NoSuchGate(string gate) => new(
        $"There is no gate '{gate}'.", $"Không có cổng '{gate}'.")
    {
        IsUnknown = true,
    };

    internal static DesiredException NoSuchVersion(string scope, long number) => new(
        $"{scope} has no version {number}. Nothing was changed.", $"{scope} không có phiên bản {number}. Chưa thay đổi gì cả.")
    {
        IsUnknown = true,
    };

    internal static DesiredException IsAlready(string scope, long number) => new(
        $"{scope} says what version {number} says already. Nothing was changed.",
        $"{scope} hiện đã đúng như phiên bản {number}. Chưa thay đổi gì cả.");

    internal static DesiredException ChangedMeanwhile(string scope, long expected, long current) => new(
        $"{scope} has version {current} by now, and this was written against version {expected}. Nothing was changed; look "
            + "at what it says now, and change that.",
        $"{scope} hiện ở phiên bản {current}, còn thay đổi này viết theo phiên bản {expected}. Chưa thay đổi gì cả; hãy xem nội "
            + "dung hiện tại rồi sửa lại.");

    internal static DesiredException IsRolling(string scope, long number) => new(
        $"Version {number} of {scope} is being rolled out, or was stopped on its way. Nothing was changed: let it end, or roll "
            + "it back first.",
        $"Phiên bản {number} của {scope} đang được triển khai hoặc đã dừng giữa chừng. Chưa thay đổi gì cả: hãy để xong, hoặc "
            + "hoàn tác trước.");

    internal static DesiredException TooManyScopes(int most) => new(
        $"{most} scopes have settings of their own, and more cannot be. Nothing was changed: say it for a whole site or node.",
        $"Đã có {most} phạm vi có cài đặt riêng, không thể thêm. Chưa thay đổi gì cả: hãy đặt cho cả địa điểm hoặc đơn vị.");

    internal static DesiredException Wrong(string english, string vietnamese) => new(english, vietnamese)
    {
        IsMalformed = true,
    };

    /// <summary>The first few of what is wrong.</summary>
    internal static DesiredException Wrong(IReadOnlyList<SettingProblem> problems)
    {
        var shown = problems.Take(MostShown).ToList();
        var more = problems.Count - shown.Count;
        return Wrong(
            string.Join(' ', shown.Select(static one => one.English)) + (more > 0 ? $" And {more} more." : "")
                + " Nothing was changed.",
            string.Join(' ', shown.Select(static one => one.Vietnamese)) + (more > 0 ? $" Và {more} lỗi khác." : "")
                + " Chưa thay đổi gì cả.");
    }
}
