using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Venues;

/// <summary>A poster cannot be made or used; nothing was done.</summary>
internal sealed class VenueException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    /// <summary>What was asked for was there, and is void.</summary>
    internal bool IsGone { get; private init; }

    internal static VenueException NoRules() => new(
        "The rules of this place cannot be read. Nothing was recorded; please tell the staff.",
        "Không đọc được quy định của địa điểm này. Chưa ghi nhận gì; hãy báo cho nhân viên.");

    internal static VenueException NoAddress() => new(
        "This hub has no address that phones of visitors can reach, so no poster can be printed. Nothing was done. Set "
            + "Accounts:Address to the address of its pages, such as https://hub.example, or Enrolment:Address, and start it "
            + "again.",
        "Trung tâm chưa có địa chỉ mà điện thoại của khách truy cập được nên chưa in được áp phích. Chưa làm gì cả. Hãy đặt "
            + "Accounts:Address là địa chỉ các trang, ví dụ https://hub.example, hoặc Enrolment:Address, rồi khởi động lại.");

    internal static VenueException TooLong(string site) => new(
        $"The code of site {site} is longer than {PosterGate.LongestSite} characters, so it cannot have a poster. Nothing was "
            + "done; keep a site with a shorter code.",
        $"Mã địa điểm {site} dài hơn {PosterGate.LongestSite} ký tự nên không thể có áp phích. Chưa làm gì cả; hãy dùng địa điểm "
            + "có mã ngắn hơn.");

    internal static VenueException NameTaken(string gate) => new(
        $"A gate is called {gate}, which is what the records of this poster would be called. Nothing was done; take that gate "
            + "out of service first.",
        $"Đã có cổng tên {gate}, trùng với tên bản ghi của áp phích này. Chưa làm gì cả; hãy ngừng sử dụng cổng đó trước.");

    internal static VenueException NoSuchSite(string site) => new(
        $"There is no site {site}. Nothing was done.", $"Không có địa điểm {site}. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    internal static VenueException Forged() => new(
        "This code is not one of this hub's posters. Nothing was recorded; scan the poster at the entrance again, or ask the "
            + "staff.",
        "Mã này không phải áp phích của trung tâm này. Chưa ghi nhận gì; hãy quét lại áp phích ở lối vào hoặc hỏi nhân viên.")
    {
        IsUnknown = true,
    };

    internal static VenueException Replaced() => new(
        "This poster is no longer used. Nothing was recorded; scan the new poster at the entrance, or ask the staff.",
        "Áp phích này không còn được sử dụng. Chưa ghi nhận gì; hãy quét áp phích mới ở lối vào hoặc hỏi nhân viên.")
    {
        IsGone = true,
    };

    internal static VenueException FormTooOld() => new(
        "This page has been open too long. Nothing was recorded; load it again and press once more.",
        "Trang này đã mở quá lâu. Chưa ghi nhận gì; hãy tải lại trang rồi bấm lần nữa.");

    internal static VenueException NoDirection() => new(
        "It is not said whether you come in or leave. Nothing was recorded; press one of the two buttons.",
        "Chưa rõ bạn vào hay ra. Chưa ghi nhận gì; hãy bấm một trong hai nút.")
    {
        IsMalformed = true,
    };

    internal static VenueException NoPass() => new(
        "What was entered is no pass. Nothing was recorded; paste the whole text of the pass, which begins with CI1:, or leave "
            + "the field empty.",
        "Nội dung đã nhập không phải thẻ. Chưa ghi nhận gì; hãy dán toàn bộ nội dung thẻ bắt đầu bằng CI1:, hoặc để trống.")
    {
        IsMalformed = true,
    };

    internal static VenueException TooOften() => new(
        "So much is being recorded here that this was not taken. Nothing was recorded; wait a minute and press again.",
        "Hiện có quá nhiều lượt ghi nhận nên lượt này chưa được nhận. Chưa ghi nhận gì; hãy chờ một phút rồi bấm lại.")
    {
        IsBusy = true,
    };
}
