namespace CheckIn.Hub.Web.Steering;

public sealed partial record SteeringWords
{
    internal static SteeringWords Vietnamese { get; } = new()
    {
        OfHub = "trung tâm",
        WholeHub = "Tất cả cổng",
        OfNode = "đơn vị",
        OfGroup = "nhóm",
        OfSite = "địa điểm",
        OfGate = "cổng",
        Find = "Tìm đơn vị, nhóm, địa điểm hoặc cổng",
        Search = "Tìm",
        FindLess = "Không có gì mang tên đó.",
        FindLessNext = "Hãy thử ít chữ hơn, hoặc nhập mã.",
        FindMore = "Hiển thị {0} kết quả đầu; nhập thêm để thu hẹp.",
        Where = "Phạm vi",
        Settings = "Cài đặt",
        Modes = "Chế độ",
        NoSuchScope = "Không có nơi này, hoặc không thuộc phạm vi của bạn. Hãy chọn trong danh sách cài đặt.",
    };
}
