namespace CheckIn.Hub.Web.Visitors;

/// <summary>What the pages of invitations say, in one language.</summary>
public sealed partial record InvitationWords
{
    public required string Invitations { get; init; }
    public required string Intro { get; init; }
    public required string None { get; init; }
    public required string Invite { get; init; }
    public required string InviteTo { get; init; }
    public required string WhereHint { get; init; }
    public required string Label { get; init; }
    public required string LabelHint { get; init; }
    public required string People { get; init; }
    public required string PeopleHint { get; init; }
    public required string PeopleWrong { get; init; }
    public required string Do { get; init; }
    public required string Number { get; init; }
    public required string Used { get; init; }
    public required string UsedOf { get; init; }
    public required string State { get; init; }
    public required string Open { get; init; }
    public required string Full { get; init; }
    public required string Ended { get; init; }
    public required string Revoked { get; init; }
    public required string LinkTitle { get; init; }
    public required string LinkOnce { get; init; }
    public required string LinkWhat { get; init; }
    public required string LinkQr { get; init; }
    public required string WhoCame { get; init; }
    public required string Nobody { get; init; }
    public required string Declared { get; init; }
    public required string HasPass { get; init; }
    public required string HasNoPass { get; init; }
    public required string Revoke { get; init; }
    public required string RevokeTitle { get; init; }
    public required string RevokeWhat { get; init; }
    public required string RevokeNoMore { get; init; }
    public required string DoneRevoked { get; init; }
    public required string NoSuch { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static InvitationWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    internal static InvitationWords English { get; } = new()
    {
        Invitations = "Invitations",
        Intro = "Whoever has the link of an invitation declares by himself and gets a pass on his phone, without an account.",
        None = "Nobody is invited by link yet.",
        Invite = "Invite by link",
        InviteTo = "Invite to {0}",
        WhereHint = "Where shall they be let in? A place, or a node with all of its places.",
        Label = "What the hub calls it",
        LabelHint = "To find it again, such as \"audit of 3 December\". No names. Empty: nothing.",
        People = "How many people",
        PeopleHint = "Who may use the same link, each for a pass of his own. 1 to 200.",
        PeopleWrong = "Type a number from 1 to {0}.",
        Do = "Make the link",
        Number = "Invitation",
        Used = "Came",
        UsedOf = "{0} of {1}",
        State = "State",
        Open = "open",
        Full = "all have come",
        Ended = "over",
        Revoked = "revoked",
        LinkTitle = "Link of invitation {0}",
        LinkOnce = "This link is shown once: the hub does not keep it. Send it to those who are invited; it is good until {0}.",
        LinkWhat = "Whoever has it can use it, up to the number that you have given. If it gets into wrong hands, revoke it.",
        LinkQr = "The link as a picture",
        WhoCame = "Who has declared",
        Nobody = "Nobody yet.",
        Declared = "Declared",
        HasPass = "has a pass",
        HasNoPass = "no pass yet",
        Revoke = "Revoke",
        RevokeTitle = "Revoke invitation {0}",
        RevokeWhat = "Nobody declares by this link any more, and every pass that came of it ends: {0} so far.",
        RevokeNoMore = "Gates that are connected know it within a minute; others when they are back. It cannot be undone.",
        DoneRevoked = "The invitation is revoked. Gates are being told.",
        NoSuch = "There is no such invitation, or it is not yours to see.",
    };

    internal static InvitationWords Vietnamese { get; } = new()
    {
        Invitations = "Lời mời",
        Intro = "Người có liên kết lời mời tự khai báo và nhận thẻ trên điện thoại, không cần tài khoản.",
        None = "Chưa có lời mời nào bằng liên kết.",
        Invite = "Mời bằng liên kết",
        InviteTo = "Mời đến {0}",
        WhereHint = "Khách được vào đâu? Một địa điểm, hoặc một đơn vị cùng mọi địa điểm của nó.",
        Label = "Trung tâm gọi lời mời này là",
        LabelHint = "Để tìm lại, ví dụ \"đoàn kiểm tra 03/12\". Không ghi tên người. Để trống: không đặt.",
        People = "Bao nhiêu người",
        PeopleHint = "Số người được dùng chung liên kết, mỗi người một thẻ. 1 đến 200.",
        PeopleWrong = "Hãy nhập một số từ 1 đến {0}.",
        Do = "Tạo liên kết",
        Number = "Lời mời",
        Used = "Đã khai",
        UsedOf = "{0} trên {1}",
        State = "Trạng thái",
        Open = "đang mở",
        Full = "đã đủ người",
        Ended = "hết hạn",
        Revoked = "đã thu hồi",
        LinkTitle = "Liên kết của lời mời {0}",
        LinkOnce = "Liên kết chỉ hiện một lần: trung tâm không lưu. Hãy gửi cho người được mời; có hiệu lực đến {0}.",
        LinkWhat = "Ai có liên kết đều dùng được, đến hết số người bạn đã chọn. Nếu lộ ra ngoài, hãy thu hồi.",
        LinkQr = "Liên kết dạng ảnh",
        WhoCame = "Ai đã khai báo",
        Nobody = "Chưa có ai.",
        Declared = "Khai lúc",
        HasPass = "đã có thẻ",
        HasNoPass = "chưa có thẻ",
        Revoke = "Thu hồi",
        RevokeTitle = "Thu hồi lời mời {0}",
        RevokeWhat = "Không ai khai báo bằng liên kết này được nữa, và mọi thẻ từ lời mời này chấm dứt: hiện có {0}.",
        RevokeNoMore = "Cổng đang kết nối biết trong một phút; cổng khác khi có mạng lại. Không thể hoàn tác.",
        DoneRevoked = "Đã thu hồi lời mời. Đang báo cho các cổng.",
        NoSuch = "Không có lời mời này, hoặc bạn không được xem.",
    };
}
