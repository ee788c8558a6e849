using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>A pass cannot be issued or revoked; nothing was done.</summary>
internal sealed class PassException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static PassException Wrong(string english, string vietnamese) => new(
        english + ". No pass was issued.", vietnamese + ". Chưa cấp thẻ nào.")
    {
        IsMalformed = true,
    };

    internal static PassException NoSuchPlace(string place) => new(
        $"There is no '{CellText.Short(place)}'. No pass was issued; a scope is hub, node:CODE or site:CODE.",
        $"Không có '{CellText.Short(place)}'. Chưa cấp thẻ nào; phạm vi là hub, node:MÃ hoặc site:MÃ.")
    {
        IsUnknown = true,
    };

    internal static PassException Beyond() => new(
        "A pass for the whole hub is not yours to issue. No pass was issued; name a site or node that you look after.",
        "Bạn không được cấp thẻ cho cả trung tâm. Chưa cấp thẻ nào; hãy nêu địa điểm hoặc đơn vị bạn phụ trách.")
    {
        IsForbidden = true,
    };

    internal static PassException Unknown(string id) => new(
        $"There is no pass '{CellText.Short(id)}'. Nothing was revoked; see checkin-hub pass list.",
        $"Không có thẻ '{CellText.Short(id)}'. Chưa thu hồi gì; xem checkin-hub pass list.")
    {
        IsUnknown = true,
    };

    internal static PassException TooManyKeys() => new(
        $"Gates believe {PassKeys.Most} keys at most, and so many there are. No key was made; those that are believed "
            + "end by themselves, see checkin-hub pass keys.",
        $"Cổng chỉ tin nhiều nhất {PassKeys.Most} khoá và đã đủ. Chưa tạo khoá; các khoá đang được tin sẽ tự hết hạn, xem "
            + "checkin-hub pass keys.");

    internal static PassException Full(int most) => new(
        $"{most} passes are revoked and have not ended; gates take no more. Nothing was revoked. Change the key instead: "
            + "checkin-hub pass rotate --distrust ends every pass of before.",
        $"Đã có {most} thẻ bị thu hồi còn hạn; cổng không nhận thêm. Chưa thu hồi gì. Hãy đổi khoá: checkin-hub pass rotate "
            + "--distrust chấm dứt mọi thẻ cũ.");
}
