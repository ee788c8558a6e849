using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Rollouts;

/// <summary>What was asked of a rollout cannot be done.</summary>
internal sealed class RolloutException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static RolloutException Unknown(long id) => new(
        $"There is no rollout {id}. Nothing was done; see checkin-hub updates status, or settings rollouts.",
        $"Không có đợt triển khai {id}. Chưa làm gì cả; xem checkin-hub updates status, hoặc settings rollouts.")
    {
        IsUnknown = true,
    };

    internal static RolloutException NoGates() => new(
        "There is no gate there that could take it: none is in service, or all have it or a later one. Nothing was begun.",
        "Không có cổng nào ở đó nhận được: không có cổng đang hoạt động, hoặc tất cả đã có bản này hay bản mới hơn. "
            + "Chưa bắt đầu gì cả.");

    internal static RolloutException NoSuchPlace(string code) => new(
        $"There is no node, site or gate '{code}'. Nothing was begun.",
        $"Không có đơn vị, địa điểm hoặc cổng '{code}'. Chưa bắt đầu gì cả.")
    {
        IsUnknown = true,
    };

    internal static RolloutException Overlaps(int gates, long other, string command) => new(
        $"{gates} of these gates are still part of rollout {other}. Nothing was begun; stop that one first: "
            + $"checkin-hub {command} stop {other}",
        $"{gates} trong số các cổng này còn thuộc đợt triển khai {other}. Chưa bắt đầu gì cả; hãy dừng đợt đó trước: "
            + $"checkin-hub {command} stop {other}");

    internal static RolloutException TooMany(int most) => new(
        $"{most} rollouts are under way, and more cannot be. Stop one first; see checkin-hub updates status, or settings rollouts.",
        $"Đang có {most} đợt triển khai, không thể thêm. Hãy dừng bớt; xem checkin-hub updates status, hoặc settings rollouts.");

    internal static RolloutException IsOver(long id) => new(
        $"Rollout {id} is done; there is nothing to stop or to go on with.",
        $"Đợt triển khai {id} đã xong; không còn gì để dừng hay tiếp tục.");

    internal static RolloutException NotStopped(long id) => new(
        $"Rollout {id} is under way; it cannot go on because it has not stopped.",
        $"Đợt triển khai {id} đang chạy; chưa dừng nên không thể tiếp tục.");

    internal static RolloutException IsWithdrawn(long id) => new(
        $"What rollout {id} brought was taken back; it cannot go on.",
        $"Nội dung của đợt triển khai {id} đã bị thu hồi; không thể tiếp tục.");

    internal static RolloutException Beyond(long id) => new(
        $"Rollout {id} has gates beyond what you look after. Nothing was done; ask an administrator of the whole hub.",
        $"Đợt triển khai {id} có cổng ngoài phạm vi của bạn. Chưa làm gì cả; hãy liên hệ quản trị viên của trung tâm.");

    internal static RolloutException Wrong(string english, string vietnamese) => new(english, vietnamese)
    {
        IsMalformed = true,
    };
}
