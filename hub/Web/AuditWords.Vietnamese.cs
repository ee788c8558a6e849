namespace CheckIn.Hub.Web;

public sealed partial record AuditWords
{
    public static AuditWords Vietnamese { get; } = new()
    {
        Audit = "Nhật ký kiểm toán",
        Intro = "Ai đã làm gì và kết quả ra sao. Chỉ thêm dòng mới, không sửa, không xoá; mỗi dòng nối với dòng trước và "
            + "trung tâm niêm phong cả chuỗi.",
        Who = "Người thực hiện",
        From = "Từ đâu",
        What = "Việc",
        Subject = "Đối tượng",
        Place = "Nơi",
        When = "Khi nào",
        Outcome = "Kết quả",
        Detail = "Chi tiết",
        Day = "Ngày",
        Everyone = "tất cả",
        Csv = "Tải CSV",
        Empty = "Chưa có thao tác nào.",
        EmptyNext = "Mọi thao tác từ nay sẽ được ghi ở đây.",
        Broken = "Nhật ký kiểm toán không còn như đã ghi: {0}.",
        BrokenNext = "Hãy giữ nguyên cơ sở dữ liệu và nhờ người khác kiểm tra. Trên máy của trung tâm, lệnh checkin-hub "
            + "audit verify liệt kê mọi chỗ sai.",
        Whole = "Không thấy lỗi nào trong chuỗi.",
        WholeHub = "toàn trung tâm",
        Older = "Cũ hơn",
    };
}
