namespace CheckIn.Hub.Web;

/// <summary>What pages say of who is inside a site, in one language.</summary>
public sealed record PresenceWords
{
    public required string Title { get; init; }
    public required string Inside { get; init; }
    public required string InsideNow { get; init; }
    public required string Nobody { get; init; }
    public required string NobodyNext { get; init; }
    public required string Person { get; init; }
    public required string Category { get; init; }
    public required string Since { get; init; }
    public required string By { get; init; }
    public required string Today { get; init; }
    public required string Entries { get; init; }
    public required string Exits { get; init; }
    public required string LeftOpen { get; init; }
    public required string EnteredBefore { get; init; }
    public required string ExitOnly { get; init; }
    public required string Dwell { get; init; }
    public required string NotHeard { get; init; }
    public required string NoNames { get; init; }
    public required string More { get; init; }
    public required string AsOf { get; init; }
    public required string Print { get; init; }

    public static PresenceWords English { get; } = new()
    {
        Title = "Who is inside",
        Inside = "inside now",
        InsideNow = "Inside now",
        Nobody = "Nobody is inside.",
        NobodyNext = "Whoever comes in by one of the site's gates is listed here until he leaves.",
        Person = "Person",
        Category = "Category",
        Since = "Since",
        By = "Came by",
        Today = "Today",
        Entries = "Entries",
        Exits = "Exits",
        LeftOpen = "Came again, exit not seen",
        EnteredBefore = "Left, came before 03:00 or unseen",
        ExitOnly = "Left again, entry not seen",
        Dwell = "Stay, median",
        NotHeard = "Not heard now: {0}. Who passed there since is missing here; ask the gate itself: checkin-gate muster.",
        NoNames = "People are told apart by a code of today; nobody's name is kept here. The day begins at 03:00.",
        More = "The {0} who have been inside the longest are listed.",
        AsOf = "as of {0}",
        Print = "Print this list",
    };

    public static PresenceWords Vietnamese { get; } = new()
    {
        Title = "Người đang ở trong",
        Inside = "người đang ở trong",
        InsideNow = "Đang ở trong",
        Nobody = "Không có ai ở trong.",
        NobodyNext = "Ai vào qua cổng của địa điểm sẽ hiện ở đây cho đến khi ra.",
        Person = "Người",
        Category = "Nhóm",
        Since = "Từ lúc",
        By = "Vào qua",
        Today = "Hôm nay",
        Entries = "Lượt vào",
        Exits = "Lượt ra",
        LeftOpen = "Vào lại, chưa ghi nhận ra",
        EnteredBefore = "Ra, đã vào từ trước 03:00 hoặc không ghi nhận",
        ExitOnly = "Ra lần nữa, chưa ghi nhận vào",
        Dwell = "Thời gian ở lại, trung vị",
        NotHeard = "Đang mất kết nối: {0}. Ai qua các cổng đó từ lúc ấy chưa có ở đây; xem ngay tại cổng: checkin-gate muster.",
        NoNames = "Mỗi người được phân biệt bằng một mã của riêng hôm nay; ở đây không lưu tên ai. Ngày tính từ 03:00.",
        More = "Danh sách gồm {0} người ở trong lâu nhất.",
        AsOf = "lúc {0}",
        Print = "In danh sách này",
    };

    /// <summary>In the language of the page's other words.</summary>
    public static PresenceWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
