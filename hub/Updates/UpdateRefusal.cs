using CheckIn.Hub.Settings;
using CheckIn.Settings;
using CheckIn.Updates;

namespace CheckIn.Hub.Updates;

/// <summary>What was asked about packages cannot be done.</summary>
internal sealed class UpdateRefusal(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    /// <summary>The package is not to be used.</summary>
    internal static UpdateRefusal Of(UpdateException why) => new(
        $"The package was not taken: {UpdateWords.OfReason(why.Reason, Language.English)} ({why.Message}). Nothing was kept.",
        $"Không nhận gói cập nhật: {UpdateWords.OfReason(why.Reason, Language.Vietnamese)} ({why.Message}). Chưa lưu gì cả.")
    {
        IsMalformed = true,
    };

    internal static UpdateRefusal KeysUnreadable(string why) => new(
        $"The package was not taken: {why}. Mend Updates:Keys. Nothing was kept.",
        $"Không nhận gói cập nhật: {why}. Hãy sửa Updates:Keys. Chưa lưu gì cả.");

    internal static UpdateRefusal IsThere(UpdatePackage other) => new(
        $"Release {other.Release} is there already, as version {other.Version}; a release is one package only. Nothing was "
            + "kept. Make the package with a higher release.",
        $"Đã có bản phát hành {other.Release}, phiên bản {other.Version}; mỗi bản phát hành chỉ có một gói. Chưa lưu gì cả. "
            + "Hãy tạo gói với số phát hành lớn hơn.");

    internal static UpdateRefusal TooMany(int most) => new(
        $"There are {most} packages, and more are not kept (Updates:MostPackages). Remove one first: checkin-hub updates "
            + "remove RELEASE",
        $"Đã có {most} gói, không lưu thêm (Updates:MostPackages). Hãy xoá bớt: checkin-hub updates remove SỐ");

    internal static UpdateRefusal Busy() => new(
        "Another package is just being added. Nothing was kept; try again when that is done.",
        "Đang nhận một gói khác. Chưa lưu gì cả; hãy thử lại sau.")
    {
        IsBusy = true,
    };

    internal static UpdateRefusal NoRoom(string why) => new(
        $"The package could not be kept: {why} Nothing was changed; see that there is room and the folder is the hub's.",
        $"Không lưu được gói: {why} Chưa thay đổi gì; hãy kiểm tra dung lượng và quyền của thư mục.");

    internal static UpdateRefusal Unknown(long release) => new(
        $"There is no package of release {release}. Nothing was done; see checkin-hub updates list.",
        $"Không có gói của bản phát hành {release}. Chưa làm gì cả; xem checkin-hub updates list.")
    {
        IsUnknown = true,
    };

    internal static UpdateRefusal InUse(long release, long rollout) => new(
        $"Release {release} is being rolled out (rollout {rollout}). Nothing was removed; stop that first: checkin-hub "
            + $"updates stop {rollout}",
        $"Bản phát hành {release} đang được triển khai (đợt {rollout}). Chưa xoá gì; hãy dừng đợt đó trước: checkin-hub "
            + $"updates stop {rollout}");
}
