namespace CheckIn.Hub.Web;

/// <summary>What a guard's pages say, in one language.</summary>
public sealed record GuardWords
{
    public required string Title { get; init; }
    public required string LetIn { get; init; }
    public required string At { get; init; }
    public required string Number { get; init; }
    public required string NumberHint { get; init; }
    public required string InYourName { get; init; }
    public required string OtherLane { get; init; }
    public required string Choose { get; init; }
    public required string Find { get; init; }
    public required string More { get; init; }
    public required string NoLanes { get; init; }
    public required string NoLanesNext { get; init; }
    public required string Offline { get; init; }
    public required string OfflineNext { get; init; }
    public required string Admitted { get; init; }
    public required string Refused { get; init; }
    public required string Waiting { get; init; }
    public required string WaitingNext { get; init; }
    public required string NotDone { get; init; }
    public required string NotKnown { get; init; }
    public required string NotKnownNext { get; init; }
    public required string RefusedNext { get; init; }

    public static GuardWords English { get; } = new()
    {
        Title = "Let somebody in",
        LetIn = "Let in",
        At = "{0}, lane {1}",
        Number = "Number on the paper, if there is one",
        NumberHint = "ID card, insurance card. It goes to the gate, which seals it; the hub keeps it nowhere.",
        InYourName = "For who has no device and no code. The gate decides by its rules and records that you answer for the "
            + "person.",
        OtherLane = "Another lane",
        Choose = "At which lane do you stand?",
        Find = "Name of the gate",
        More = "There are more; type part of the gate's name.",
        NoLanes = "No gate that you may open is connected.",
        NoLanesNext = "Open the lane with its key, and write down who came in.",
        Offline = "The gate is not connected, so it can be told nothing now.",
        OfflineNext = "People with a code pass as always. Open for the others with the key, and write down who came in.",
        Admitted = "Let in",
        Refused = "Refused",
        Waiting = "Waiting for the gate",
        WaitingNext = "It answers within ten seconds, or does nothing.",
        NotDone = "Not done",
        NotKnown = "The gate has not answered",
        NotKnownNext = "Look whether it opened before you try again.",
        RefusedNext = "Whoever must come in nevertheless is let in with Open once, under the gate's commands.",
    };

    public static GuardWords Vietnamese { get; } = new()
    {
        Title = "Cho người vào",
        LetIn = "Cho vào",
        At = "{0}, làn {1}",
        Number = "Số trên giấy tờ, nếu có",
        NumberHint = "Thẻ căn cước, thẻ bảo hiểm y tế. Số được chuyển tới cổng và niêm phong ở đó; trung tâm không lưu.",
        InYourName = "Dành cho người không có thiết bị và không có mã. Cổng quyết định theo quy tắc và ghi rằng bạn "
            + "chịu trách nhiệm.",
        OtherLane = "Làn khác",
        Choose = "Bạn đang trực ở làn nào?",
        Find = "Tên cổng",
        More = "Còn nữa; hãy gõ một phần tên cổng.",
        NoLanes = "Không có cổng nào bạn được mở đang kết nối.",
        NoLanesNext = "Hãy mở làn bằng chìa khóa và ghi lại ai đã vào.",
        Offline = "Cổng đang mất kết nối nên chưa thể ra lệnh.",
        OfflineNext = "Người có mã vẫn qua bình thường. Với người khác, hãy mở bằng chìa khóa và ghi lại ai đã vào.",
        Admitted = "Đã cho vào",
        Refused = "Từ chối",
        Waiting = "Đang chờ cổng",
        WaitingNext = "Cổng trả lời trong mười giây, nếu không thì không làm gì.",
        NotDone = "Chưa làm được",
        NotKnown = "Cổng chưa trả lời",
        NotKnownNext = "Hãy xem cửa đã mở chưa trước khi thử lại.",
        RefusedNext = "Nếu vẫn phải cho người này vào, hãy dùng Mở một lần trong phần lệnh của cổng.",
    };

    /// <summary>In the language of the page's other words.</summary>
    public static GuardWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
