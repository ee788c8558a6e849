using CheckIn.Hub.Fleet;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>A node that does not exist.</summary>
internal sealed record PlaceNode(string Code, string? Parent, string Level, string Name, string NameEn)
{
    internal string? ValidUntil { get; init; }
    internal string? ValidFrom { get; init; }
    internal IReadOnlyList<string> Successors { get; init; } = [];
}

/// <summary>A site that does not exist.</summary>
internal sealed record PlaceSite(string Code, string Name, string Kind, string? Node, string Deployment = "installed")
{
    internal string? Hours { get; init; }
    /// <summary>Days from today.</summary>
    internal int? Deadline { get; init; }
    internal string Sector { get; init; } = "hành chính";
    internal string Form { get; init; } = "permanent";
}

/// <summary>A gate that does not exist, as it is when the pages are looked at.</summary>
internal sealed record PlaceGate(string Id, string Site, string? Label, PresenceState State = PresenceState.Ready)
{
    internal long Backlog { get; init; }
    internal IReadOnlyList<string> Alarms { get; init; } = [];
    /// <summary>Of a gate that is not there: for how long.</summary>
    internal TimeSpan Away { get; init; }
    internal string? Cause { get; init; }
    /// <summary>It says nothing of what is wanted of it.</summary>
    internal bool IsSilent { get; init; }
    /// <summary>It refuses another pin for its relay.</summary>
    internal bool CannotMoveRelay { get; init; }

    internal bool IsConnected => State is PresenceState.Ready or PresenceState.Degraded or PresenceState.Init;
}

/// <summary>A fleet in which everything that pages must show occurs; nothing in it exists.</summary>
internal static class SyntheticPlaces
{
    internal const string LostGate = "truong-th-sen-02", LostSite = "cho-cuc", Site = "ubnd-phuong-sen", Node = "phuong-sen",
        SilentGate = "benh-vien-bien-01", RefusingSite = "nha-may-cuc";

    internal static IReadOnlyList<PlaceNode> Nodes { get; } =
    [
        new("hoa-mai", null, "province", "Tỉnh Hoa Mai", "Hoa Mai province"),
        new("phuong-sen", "hoa-mai", "commune", "Phường Sen", "Sen ward") { ValidFrom = "2025-07-01" },
        new("phuong-cuc", "hoa-mai", "commune", "Phường Cúc", "Cuc ward") { ValidFrom = "2025-07-01" },
        new("xa-truc", "hoa-mai", "commune", "Xã Trúc", "Truc commune") { ValidFrom = "2025-07-01" },
        new("bien-xanh", null, "province", "Thành phố Biển Xanh", "Bien Xanh city"),
        new("phuong-cat-trang", "bien-xanh", "commune", "Phường Cát Trắng", "Cat Trang ward") { ValidFrom = "2025-07-01" },
        new("dac-khu-dao-yen", "bien-xanh", "commune", "Đặc khu Đảo Yến", "Dao Yen special zone") { ValidFrom = "2025-07-01" },
        new("huyen-ho-sen", "hoa-mai", "district", "Huyện Hồ Sen", "Ho Sen district")
        {
            ValidUntil = "2025-06-30", Successors = ["phuong-sen", "phuong-cuc"],
        },
    ];

    internal static IReadOnlyList<PlaceSite> Sites { get; } =
    [
        new("ubnd-phuong-sen", "Ủy ban nhân dân phường Sen", "office", "phuong-sen")
        {
            Hours = "Mo-Fr 07:00-11:30,13:00-17:00; Sa 07:00-11:30; PH off", Deadline = 12,
        },
        new("truong-th-sen", "Trường Tiểu học Sen Hồng", "school", "phuong-sen") { Sector = "giáo dục" },
        new("tram-y-te-sen", "Trạm Y tế phường Sen", "hospital", "phuong-sen") { Sector = "y tế" },
        new("cho-cuc", "Chợ Cúc Vàng", "market", "phuong-cuc") { Sector = "thương mại" },
        new("nha-may-cuc", "Nhà máy may Cúc Vàng, khu công nghiệp phía Bắc", "factory", "phuong-cuc") { Sector = "công nghiệp" },
        new("chung-cu-cuc", "Chung cư Cúc Trắng", "apartment_block", "phuong-cuc", "poster_only") { Sector = "nhà ở", Deadline = -9 },
        new("dinh-truc", "Đình Trúc", "spiritual_site", "xa-truc", "none") { Sector = "văn hoá", Deadline = -40 },
        new("nha-hang-truc", "Nhà hàng Lá Trúc", "eatery", "xa-truc", "ordered") { Sector = "thương mại", Deadline = 5 },
        new("benh-vien-bien", "Bệnh viện Đa khoa Biển Xanh", "hospital", "phuong-cat-trang") { Sector = "y tế" },
        new("ga-bien-xanh", "Ga Biển Xanh", "station", "phuong-cat-trang") { Sector = "giao thông" },
        new("hoi-xuan", "Hội xuân bãi Cát Trắng", "tourist_site", "phuong-cat-trang") { Sector = "du lịch", Form = "event" },
        new("tau-dao-yen", "Tàu khách Đảo Yến 01", "vehicle", "dac-khu-dao-yen") { Sector = "giao thông", Form = "mobile" },
        new("van-phong-dao", "Văn phòng đặc khu Đảo Yến", "office", "dac-khu-dao-yen", "ordered") { Deadline = 30 },
    ];

    internal static IReadOnlyList<PlaceGate> Gates { get; } =
    [
        new("ubnd-phuong-sen-01", "ubnd-phuong-sen", "Cổng chính, vào"),
        new("ubnd-phuong-sen-02", "ubnd-phuong-sen", "Cổng chính, ra"),
        new("ubnd-phuong-sen-03", "ubnd-phuong-sen", "Bộ phận một cửa", PresenceState.Degraded) { Alarms = ["scanner_lost"] },
        new("truong-th-sen-01", "truong-th-sen", "Cổng A1"),
        new(LostGate, "truong-th-sen", "Cổng A2", PresenceState.Lost) { Away = TimeSpan.FromMinutes(97), Backlog = 37, Cause = "link" },
        new("truong-th-sen-03", "truong-th-sen", "Cổng A3"),
        new("tram-y-te-sen-01", "tram-y-te-sen", null),
        new("cho-cuc-01", "cho-cuc", "Cổng Đông", PresenceState.Lost) { Away = TimeSpan.FromMinutes(24), Backlog = 412, Cause = "power" },
        new("cho-cuc-02", "cho-cuc", "Cổng Tây", PresenceState.Lost) { Away = TimeSpan.FromMinutes(24), Backlog = 388, Cause = "power" },
        new("cho-cuc-03", "cho-cuc", "Cổng Nam", PresenceState.Lost) { Away = TimeSpan.FromMinutes(24), Cause = "power" },
        new("nha-may-cuc-01", RefusingSite, "Cổng công nhân, làn 1") { CannotMoveRelay = true },
        new("nha-may-cuc-02", RefusingSite, "Cổng công nhân, làn 2") { Backlog = 5, CannotMoveRelay = true },
        new("nha-may-cuc-03", RefusingSite, "Cổng công nhân, làn 3") { CannotMoveRelay = true },
        new("nha-may-cuc-04", "nha-may-cuc", "Cổng xe tải", PresenceState.Degraded) { Alarms = ["disk_low", "too_hot"] },
        new("nha-may-cuc-05", "nha-may-cuc", "Cổng văn phòng", PresenceState.Stopped) { Away = TimeSpan.FromHours(17), Cause = "stopped" },
        new(SilentGate, "benh-vien-bien", "Cấp cứu") { IsSilent = true },
        new("benh-vien-bien-02", "benh-vien-bien", "Khám bệnh, vào"),
        new("benh-vien-bien-03", "benh-vien-bien", "Khám bệnh, ra"),
        new("benh-vien-bien-04", "benh-vien-bien", "Khu nội trú", PresenceState.Degraded) { Alarms = ["door_held_open"] },
        new("ga-bien-xanh-01", "ga-bien-xanh", "Cửa 1"),
        new("ga-bien-xanh-02", "ga-bien-xanh", "Cửa 2"),
        new("ga-bien-xanh-03", "ga-bien-xanh", "Cửa 3", PresenceState.Lost) { Away = TimeSpan.FromDays(3), Backlog = 12_408, Cause = "unknown" },
        new("hoi-xuan-01", "hoi-xuan", "Cổng chào", PresenceState.NeverSeen),
        new("tau-dao-yen-01", "tau-dao-yen", "Cầu tàu"),
        new("ga-bien-xanh-00", "ga-bien-xanh", "Cửa cũ", PresenceState.Revoked) { Away = TimeSpan.FromDays(20), Cause = "revoked" },
    ];
}
