using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Cards;

/// <summary>Cards cannot be listed as somebody wants; nothing was changed. It says no number.</summary>
internal sealed class CardException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static CardException Wrong(string english, string vietnamese) => new(
        english + ". No card was changed.", vietnamese + ". Chưa thay đổi thẻ nào.")
    {
        IsMalformed = true,
    };

    internal static CardException NoNumber(int place) => Wrong(
        $"Number {place} is none of a citizen card (12 digits), an old identity card (9), an insurance card (10, or 2 letters "
            + "and 13) or a QID (18)",
        $"Số thứ {place} không phải số căn cước (12 chữ số), CMND (9), thẻ BHYT (10, hoặc 2 chữ cái và 13 chữ số) hay QID (18)");

    internal static CardException NoSuchSite(string site) => new(
        $"There is no site '{CellText.Short(site)}'. No card was changed; see checkin-hub sites list.",
        $"Không có địa điểm '{CellText.Short(site)}'. Chưa thay đổi thẻ nào; xem checkin-hub sites list.")
    {
        IsUnknown = true,
    };

    internal static CardException Beyond() => new(
        "The cards of everywhere are not yours to change. No card was changed; name a site that you look after.",
        "Bạn không được sửa danh sách thẻ chung. Chưa thay đổi thẻ nào; hãy nêu địa điểm bạn phụ trách.")
    {
        IsForbidden = true,
    };

    internal static CardException NotListed(int place) => new(
        $"Number {place} is not listed there. No card was changed; checkin-hub card add lists it.",
        $"Số thứ {place} không có trong danh sách đó. Chưa thay đổi thẻ nào; dùng checkin-hub card add để thêm.")
    {
        IsUnknown = true,
    };

    internal static CardException TooMany(int most) => new(
        $"Together with those of everywhere a gate would have more than {most} cards. No card was changed; take some out, or "
            + "issue passes.",
        $"Cùng với danh sách chung, cổng sẽ có hơn {most} thẻ. Chưa thay đổi thẻ nào; hãy bớt thẻ hoặc cấp thẻ ra vào.");

    internal static CardException TooManyInAll(int most) => new(
        $"The lists of all sites together would have more than {most} cards. No card was changed; take some out.",
        $"Tổng số thẻ của mọi địa điểm sẽ vượt {most}. Chưa thay đổi thẻ nào; hãy bớt thẻ.");

    internal static CardException TooManyCategories(int most) => new(
        $"Together with those of everywhere a gate would know more than {most} categories. No card was changed; use fewer.",
        $"Cùng với danh sách chung, cổng sẽ có hơn {most} nhóm. Chưa thay đổi thẻ nào; hãy dùng ít nhóm hơn.");
}
