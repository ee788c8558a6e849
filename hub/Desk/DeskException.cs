using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desk;

/// <summary>A question at a service desk that cannot be answered.</summary>
internal sealed class DeskException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static DeskException NoCode() => new(
        "This is neither a code that gates know nor a number of a card. Nothing was looked up; scan the code again, or type the "
            + "number as it is printed.",
        "Đây không phải mã mà cổng nhận ra, cũng không phải số trên thẻ. Chưa tra cứu gì; hãy quét lại mã hoặc gõ đúng số "
            + "in trên thẻ.")
    {
        IsMalformed = true,
    };

    internal static DeskException NoSuchSite(string code) => new(
        $"There is no site '{CellText.Short(code)}' that you may ask of. Nothing was looked up.",
        $"Không có địa điểm '{CellText.Short(code)}' mà bạn được tra cứu. Chưa tra cứu gì.")
    {
        IsUnknown = true,
    };

    internal static DeskException TooManySites(int most) => new(
        $"You look after more than {most} sites, too many for one question. Nothing was looked up; name the site.",
        $"Bạn phụ trách hơn {most} địa điểm, quá nhiều cho một lần tra cứu. Chưa tra cứu gì; hãy nêu địa điểm.")
    {
        IsMalformed = true,
    };

    internal static DeskException TooOften() => new(
        "More was asked here within a minute than a service desk needs. Nothing was looked up; wait a minute.",
        "Đã tra cứu quá nhiều trong một phút so với nhu cầu của quầy. Chưa tra cứu gì; hãy chờ một phút.")
    {
        IsBusy = true,
    };
}
