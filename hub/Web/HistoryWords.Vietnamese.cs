using CheckIn.Contract;

namespace CheckIn.Hub.Web;

public sealed partial record HistoryWords
{
    public static HistoryWords Vietnamese { get; } = new()
    {
        Course = "Diễn biến",
        Day = "24 giờ",
        Week = "7 ngày",
        Temperature = "Nhiệt độ bộ xử lý",
        Backlog = "Sự kiện đang chờ ở cổng",
        Decisions = "Quyết định mỗi giờ",
        Memory = "Bộ nhớ của chương trình",
        RoundTrip = "Thời gian đến trung tâm và về",
        DecisionsColumn = "Quyết định",
        RangeIs = "{0} đến {1}",
        NothingKept = "Không có số liệu nào của khoảng thời gian này.",
        NothingKeptNext = "Khi đang kết nối, cổng gửi số liệu mỗi phút; trung tâm giữ trong 7 ngày.",
        Events = "Sự kiện mới nhất",
        EventsHint = "Việc gì, ở đâu. Người đó là ai đã được niêm phong và không trang nào hiển thị.",
        NoEvents = "Chưa có sự kiện nào của cổng này.",
        NoEventsNext = "Mã đầu tiên được đưa vào cổng sẽ hiện ở đây.",
        What = "Việc gì",
        Lane = "Làn",
        Way = "Hướng",
        Code = "Loại mã",
        In = "vào",
        Out = "ra",
        Admitted = "cho qua",
        Refused = "từ chối",
        AlarmBegan = "báo động: {0}",
        AlarmOver = "đã hết: {0}",
        Reasons = new Dictionary<string, string>
        {
            [Contract.Reasons.KnownCredential] = "loại mã đã biết",
            [Contract.Reasons.UnknownCode] = "mã lạ",
            [Contract.Reasons.MalformedCredential] = "mã sai quy cách",
            [Contract.Reasons.VenueCode] = "mã của địa điểm",
            [Contract.Reasons.EnrolmentCode] = "mã đăng ký thiết bị",
            [Contract.Reasons.CodeTooLong] = "mã quá dài",
            [Contract.Reasons.JournalFailed] = "không ghi được nhật ký",
            [Contract.Reasons.TurnstileFailed] = "cửa xoay không mở được",
            [ModeWords.Lockdown] = "đang khoá lối vào",
            [ModeWords.FreePassage] = "đang cho qua tự do",
        },
        Codes = new Dictionary<string, string>
        {
            ["unknown"] = "chưa rõ",
            ["national_personal_qr"] = "QR cá nhân quốc gia",
            ["cccd"] = "căn cước công dân",
            ["can_cuoc"] = "căn cước 2024",
            ["health_certificate"] = "chứng nhận sức khoẻ",
            ["insurance_card"] = "thẻ bảo hiểm y tế",
            ["pass"] = "thẻ ra vào",
            ["venue_code"] = "mã địa điểm",
            ["enrolment_code"] = "mã đăng ký",
        },
        Passages = new Dictionary<string, string>
        {
            [PassageWords.Turned] = "có người đi qua",
            [PassageWords.TimedOut] = "không ai qua trong thời hạn",
            [PassageWords.Forced] = "có người qua không quét mã",
        },
        Operations = new Dictionary<string, string>
        {
            [OperationWords.Started] = "cổng khởi động",
            [OperationWords.Stopped] = "cổng dừng",
            [OperationWords.RequestToExit] = "nút bấm ra",
            [OperationWords.SelfTest] = "kỹ thuật viên thử thiết bị",
            [OperationWords.SettingsChanged] = "cài đặt thay đổi",
            [OperationWords.ServiceEntered] = "bắt đầu bảo trì",
            [OperationWords.ServiceLeft] = "kết thúc bảo trì",
            [OperationWords.UpdateConfirmed] = "giữ phiên bản mới",
            [OperationWords.UpdateRolledBack] = "quay lại phiên bản cũ",
            [OperationWords.UpdateRefused] = "từ chối phiên bản mới",
            [OperationWords.Command] = "lệnh",
            [OperationWords.ModeBegun] = "bắt đầu chế độ",
            [OperationWords.ModeEnded] = "kết thúc chế độ",
            [OperationWords.SettingsReverted] = "lấy lại cài đặt cũ",
        },
    };
}
