using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Modes;

/// <summary>What was asked of a mode cannot be done.</summary>
internal sealed class ModeException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static ModeException Unknown(string id) => new(
        $"No order '{CellText.Short(id)}' stands: it is over, or there never was one. Nothing was done; see checkin-hub "
            + "mode list.",
        $"Không có lệnh '{CellText.Short(id)}' đang hiệu lực: đã hết hoặc chưa từng có. Chưa làm gì cả; xem checkin-hub mode "
            + "list.")
    {
        IsUnknown = true,
    };

    internal static ModeException NoSuchPlace(string scope) => new(
        $"There is no '{CellText.Short(scope)}', or no gate is there. Nothing was ordered.",
        $"Không có '{CellText.Short(scope)}', hoặc ở đó không có cổng nào. Chưa ra lệnh nào.")
    {
        IsUnknown = true,
    };

    internal static ModeException Beyond() => new(
        "That reaches gates beyond what you look after. Nothing was done; ask an administrator of the whole hub.",
        "Phạm vi này gồm cả cổng bạn không phụ trách. Chưa làm gì cả; hãy liên hệ quản trị viên của trung tâm.")
    {
        IsForbidden = true,
    };

    internal static ModeException TooMany(string gate) => new(
        $"{DesiredMessage.MostModes} orders stand for gate {gate} already, and it can be told no more. Nothing was ordered; "
            + "end some first.",
        $"Cổng {gate} đã có {DesiredMessage.MostModes} lệnh đang hiệu lực, không thể thêm. Chưa ra lệnh nào; hãy kết thúc bớt.");

    internal static ModeException Full(int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"{most} orders stand already. Nothing was ordered; end some first."),
        string.Create(CultureInfo.InvariantCulture, $"Đã có {most} lệnh đang hiệu lực. Chưa ra lệnh nào; hãy kết thúc bớt."));

    internal static ModeException Wrong(string english, string vietnamese) => new(
        english + ". Nothing was ordered.", vietnamese + ". Chưa ra lệnh nào.")
    {
        IsMalformed = true,
    };
}
