namespace CheckIn.Hub.Web.Venues;

public sealed partial record VenueWords
{
    public static VenueWords Vietnamese { get; } = new()
    {
        Poster = "Áp phích",
        None = "Địa điểm này chưa có áp phích. Khách dùng điện thoại của mình quét áp phích và tự ghi nhận vào hoặc ra trên "
            + "trang của trung tâm; không cần cổng.",
        Make = "Tạo áp phích",
        Print = "In",
        How = "In trên giấy A4 đúng kích thước (100 %) để mã rộng ít nhất 15 cm, rồi treo ở nơi người ra vào.",
        Version = "Phiên bản {0}, tạo lúc {1}",
        Replace = "Thay áp phích",
        ReplaceWhat = "Mọi bản in của áp phích này mất hiệu lực ngay: ai quét sẽ được báo là không còn sử dụng. Hãy in và treo "
            + "bản mới ngay.",
        CodeOf = "Mã của {0}",
        Step1 = "Quét mã này bằng máy ảnh điện thoại.",
        Step2 = "Bấm Vào khi đến, bấm Ra khi về.",
        Step3 = "Không có điện thoại? Hãy hỏi nhân viên.",
        Support = "Hỗ trợ: {0}",
        Who = "Nơi quản lý địa điểm này và trung tâm nhận được thời điểm, việc bạn vào hay ra, và một mã đại diện cho điện thoại "
            + "này ở đây trong một ngày; lưu cùng thời hạn với dữ liệu ra vào của các cổng. Điện thoại của bạn giữ một số "
            + "ngẫu nhiên trong một năm để ghép lượt vào với lượt ra. Không hỏi tên hay số điện thoại của bạn.",
        Enter = "Vào",
        Leave = "Ra",
        Pass = "Nội dung thẻ ra vào (chỉ khi bạn được cấp)",
        PassHint = "Bắt đầu bằng CI1:. Để trống để dùng điện thoại này.",
        Entered = "Đã ghi nhận bạn vào lúc {0}.",
        Left = "Đã ghi nhận bạn ra lúc {0}.",
        NotIn = "Chưa ghi nhận bạn vào, lúc {0}.",
        Again = "Ghi nhận lượt khác",
        CannotUse = "Không dùng được mã này",
        Desk = "Quầy phục vụ",
        DeskHow = "Quét mã của khách vào ô, hoặc gõ số in trên thẻ. Không lưu nội dung đã nhập; chỉ ghi việc đã tra cứu.",
        Code = "Mã hoặc số",
        CodeHint = "Căn cước, thẻ bảo hiểm y tế, mã QR cá nhân hoặc thẻ ra vào; máy quét tự gõ rồi nhấn Enter.",
        Site = "Địa điểm",
        SiteHint = "Mã địa điểm; để trống = mọi nơi bạn phụ trách.",
        Ask = "Tra cứu",
        NotToday = "Hôm nay chưa",
        NotTodayNext = "Hôm nay chưa ghi nhận ai vào bằng mã hoặc số này. Cổng mất kết nối sẽ gửi dữ liệu sau.",
        Yes = "Có, hôm nay đã vào",
        InAt = "vào lúc {0}, {1}",
        OutAt = "ra lúc {0}, {1}",
        OutOnly = "chỉ ghi nhận lượt ra",
        StillInside = "đang ở trong",
        AtPoster = "áp phích",
    };
}
