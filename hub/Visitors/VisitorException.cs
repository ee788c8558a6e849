using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Visitors;

/// <summary>An invitation or a declaration cannot be; nothing was done.</summary>
internal sealed class VisitorException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static VisitorException Wrong(string english, string vietnamese) => new(
        english + ". Nobody was invited.", vietnamese + ". Chưa mời ai.")
    {
        IsMalformed = true,
    };

    internal static VisitorException NoSuchPlace(string place) => new(
        $"There is no '{CellText.Short(place)}'. Nobody was invited; a scope is node:CODE or site:CODE.",
        $"Không có '{CellText.Short(place)}'. Chưa mời ai; phạm vi là node:MÃ hoặc site:MÃ.")
    {
        IsUnknown = true,
    };

    internal static VisitorException Unknown() => new(
        "There is no such invitation, or it is not yours to see. Nothing was revoked.",
        "Không có lời mời này, hoặc bạn không được xem. Chưa thu hồi gì.")
    {
        IsUnknown = true,
    };

    /// <summary>The link is none, or is good no more.</summary>
    internal static VisitorException Gone() => new(
        "This link is good no more: it has ended, was withdrawn, or as many have used it as were invited. Nothing was kept; "
            + "ask whoever sent it.",
        "Liên kết này không còn hiệu lực: đã hết hạn, bị thu hồi hoặc đã đủ số người được mời. Chưa lưu gì; hãy hỏi người "
            + "gửi liên kết.")
    {
        IsUnknown = true,
    };

    internal static VisitorException TooManyToday() => new(
        "As many people have declared here today as the hub takes in a day. Nothing was kept; ask the guard at the gate.",
        "Hôm nay đã đủ số lượt khai báo mà trung tâm nhận trong một ngày. Chưa lưu gì; hãy hỏi bảo vệ tại cổng.")
    {
        IsBusy = true,
    };

    internal static VisitorException TooManyPasses(int most) => new(
        $"{most} codes were made of this declaration already. No other was made; ask whoever invited you, or the guard.",
        $"Đã tạo {most} mã từ lượt khai báo này. Không tạo thêm; hãy hỏi người mời bạn hoặc bảo vệ.");
}
