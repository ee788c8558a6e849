namespace CheckIn.Hub.Web;

/// <summary>What the pages of enrolment and of one gate say, in one language.</summary>
public sealed record EnrolmentWords
{
    public required string Gates { get; init; }
    public required string Enrol { get; init; }
    public required string EnrolIntro { get; init; }
    public required string NotPossible { get; init; }
    public required string NotDone { get; init; }
    public required string Site { get; init; }
    public required string SiteHint { get; init; }
    public required string Plan { get; init; }
    public required string GateId { get; init; }
    public required string GateIdHint { get; init; }
    public required string Label { get; init; }
    public required string LabelHint { get; init; }
    public required string Issue { get; init; }
    public required string Another { get; init; }
    public required string CodeTitle { get; init; }
    public required string CodeOnce { get; init; }
    public required string CodeHow { get; init; }
    public required string CodeFor { get; init; }
    public required string ReplacementFor { get; init; }
    public required string QrTitle { get; init; }
    public required string Until { get; init; }
    public required string Left { get; init; }
    public required string Waiting { get; init; }
    public required string WaitingNext { get; init; }
    public required string Used { get; init; }
    public required string UsedNext { get; init; }
    public required string Expired { get; init; }
    public required string ExpiredNext { get; init; }
    public required string Withdrawn { get; init; }
    public required string WithdrawnNext { get; init; }
    public required string Failures { get; init; }
    public required string Withdraw { get; init; }
    public required string LookAgain { get; init; }
    public required string OpenGate { get; init; }
    public required string NoSuchCode { get; init; }
    public required string Automatic { get; init; }
    public required string Identity { get; init; }
    public required string Standing { get; init; }
    public required string Fingerprint { get; init; }
    public required string FingerprintHint { get; init; }
    public required string Machine { get; init; }
    public required string Certificate { get; init; }
    public required string Certificates { get; init; }
    public required string DaysLeft { get; init; }
    public required string NoCertificate { get; init; }
    public required string Serial { get; init; }
    public required string Issued { get; init; }
    public required string ValidUntil { get; init; }
    public required string FirstUsed { get; init; }
    public required string Good { get; init; }
    public required string NotYetUsed { get; init; }
    public required string Over { get; init; }
    public required string Revoked { get; init; }
    public required string Active { get; init; }
    public required string Leaving { get; init; }
    public required string Departed { get; init; }
    public required string NeverEnrolled { get; init; }
    public required string Version { get; init; }
    public required string NoSuchGate { get; init; }
    public required string Actions { get; init; }
    public required string Cancel { get; init; }
    public required string Replace { get; init; }
    public required string ReplaceBrief { get; init; }
    public required string ReplaceDo { get; init; }
    public required IReadOnlyList<string> ReplaceWhat { get; init; }
    public required string Revoke { get; init; }
    public required string RevokeBrief { get; init; }
    public required string RevokeDo { get; init; }
    public required IReadOnlyList<string> RevokeWhat { get; init; }
    public required string RevokeDone { get; init; }
    public required string Why { get; init; }
    public required string WhyHint { get; init; }
    public required string WhyDefault { get; init; }
    public required string Decommission { get; init; }
    public required string DecommissionBrief { get; init; }
    public required string DecommissionDo { get; init; }
    public required IReadOnlyList<string> DecommissionWhat { get; init; }
    public required string DecommissionDone { get; init; }
    public required string BacklogNote { get; init; }
    public required string OfflineNote { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static EnrolmentWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>A lane plan by its name; one that was saved here is called what it was called.</summary>
    public string PlanOf(string name) => (this == English, name) switch
    {
        (true, "in") => "in: one lane, entry",
        (true, "out") => "out: one lane, exit",
        (true, "in-out") => "in-out: two lanes, entry and exit",
        (false, "in") => "in: một làn vào",
        (false, "out") => "out: một làn ra",
        (false, "in-out") => "in-out: hai làn, vào và ra",
        _ => name,
    };

    /// <summary>What became of a gate: word and shape.</summary>
    public (string Word, string Shape) StandingOf(string? standing) => standing switch
    {
        "active" => (Active, "●"),
        "leaving" => (Leaving, "○"),
        "left" => (Departed, "○"),
        "revoked" => (Revoked, "✕"),
        null => (NeverEnrolled, "◌"),
        _ => (standing, "◌"),
    };

    public static EnrolmentWords Vietnamese { get; } = new()
    {
        Gates = "Các cổng",
        Enrol = "Đăng ký thiết bị",
        EnrolIntro = "Cấp một mã dùng một lần cho cổng mới. Cổng đọc mã QR bằng đầu đọc của nó, hoặc kỹ thuật viên gõ mã trên máy.",
        NotPossible = "Hiện chưa đăng ký được cổng nào",
        NotDone = "Chưa thực hiện được",
        Site = "Địa điểm",
        SiteHint = "Chữ thường không dấu, số và dấu gạch nối, ví dụ ubnd-phuong-1. Cổng cùng địa điểm dùng chung khoá mã ẩn danh.",
        Plan = "Sơ đồ làn",
        GateId = "Định danh của cổng (không bắt buộc)",
        GateIdHint = "Để trống thì trung tâm tự đánh số theo địa điểm, ví dụ ubnd-phuong-1-01.",
        Label = "Tên cổng (không bắt buộc)",
        LabelHint = "Tên để mọi người nhận ra, ví dụ Cổng A2.",
        Issue = "Cấp mã đăng ký",
        Another = "Cấp mã khác",
        CodeTitle = "Mã đăng ký",
        CodeOnce = "Mã chỉ hiện ở đây một lần và không được lưu lại.",
        CodeHow = "Đưa mã QR trước đầu đọc của cổng, hoặc chạy trên cổng:",
        CodeFor = "Dành cho",
        ReplacementFor = "Thiết bị thay thế cho",
        QrTitle = "Mã QR đăng ký",
        Until = "Hiệu lực đến",
        Left = "còn",
        Waiting = "đang chờ cổng",
        WaitingNext = "Trạng thái tự cập nhật khi cổng dùng mã.",
        Used = "đã đăng ký xong",
        UsedNext = "So dấu vân tay khoá này với dấu vân tay hiện trên cổng. Nếu khác nhau, hãy thu hồi chứng thư ngay.",
        Expired = "mã đã hết hạn",
        ExpiredNext = "Chưa có cổng nào dùng mã này. Hãy cấp mã khác.",
        Withdrawn = "mã đã bị huỷ",
        WithdrawnNext = "Mã đã được huỷ, hoặc bị nhập sai quá nhiều lần. Hãy cấp mã khác.",
        Failures = "Số lần nhập sai",
        Withdraw = "Huỷ mã này",
        LookAgain = "Xem trạng thái của mã",
        OpenGate = "Mở trang của cổng",
        NoSuchCode = "Không có mã đăng ký này. Mã có thể đã quá cũ.",
        Automatic = "tự đánh số",
        Identity = "Danh tính",
        Standing = "Tình trạng",
        Fingerprint = "Dấu vân tay khoá",
        FingerprintHint = "phải giống dấu vân tay mà cổng hiện",
        Machine = "Máy",
        Certificate = "Chứng thư",
        Certificates = "Các chứng thư",
        DaysLeft = "còn {0} ngày",
        NoCertificate = "Cổng này chưa có chứng thư nào của trung tâm.",
        Serial = "Số sê-ri",
        Issued = "Cấp lúc",
        ValidUntil = "Hiệu lực đến",
        FirstUsed = "Dùng lần đầu",
        Good = "còn hiệu lực",
        NotYetUsed = "chưa dùng",
        Over = "đã hết hạn",
        Revoked = "đã thu hồi",
        Active = "đang hoạt động",
        Leaving = "đang ngừng sử dụng",
        Departed = "đã ngừng sử dụng",
        NeverEnrolled = "chưa đăng ký",
        Version = "Phiên bản",
        NoSuchGate = "Không có cổng này.",
        Actions = "Việc có thể làm",
        Cancel = "Quay lại",
        Replace = "Thay thế thiết bị",
        ReplaceBrief = "Lắp máy mới vào vị trí này, giữ nguyên lịch sử.",
        ReplaceDo = "Cấp mã cho thiết bị mới",
        ReplaceWhat =
        [
            "Trung tâm cấp một mã dùng một lần cho thiết bị mới, mang cùng định danh, địa điểm và sơ đồ làn.",
            "Thiết bị cũ vẫn làm việc cho đến khi mã được dùng; ngay lúc đó chứng thư của nó bị thu hồi.",
            "Lịch sử của cổng giữ nguyên. Sự kiện mà thiết bị cũ chưa gửi sẽ ở lại trên thiết bị đó.",
        ],
        Revoke = "Thu hồi chứng thư",
        RevokeBrief = "Khi cổng bị mất, bị lấy cắp hoặc bị sao chép.",
        RevokeDo = "Thu hồi ngay",
        RevokeWhat =
        [
            "Mọi chứng thư của cổng bị thu hồi và kết nối đang mở bị cắt trong vòng một phút. Không thể hoàn tác.",
            "Cổng vẫn tự quyết định và ghi nhật ký, nhưng không gửi được nữa; sự kiện chưa gửi ở lại trên cổng cho đến khi đăng ký lại.",
            "Lịch sử ở trung tâm giữ nguyên. Nếu cổng bị lấy cắp, hãy đổi cả khoá của địa điểm: checkin-hub keys rotate --site {0}",
        ],
        RevokeDone = "Đã thu hồi mọi chứng thư của cổng này.",
        Why = "Lý do (không bắt buộc)",
        WhyHint = "Được ghi vào nhật ký kiểm tra. Đừng ghi tên người.",
        WhyDefault = "thu hồi trên trang",
        Decommission = "Cho ngừng sử dụng",
        DecommissionBrief = "Khi cổng không còn cần ở đây nữa.",
        DecommissionDo = "Cho cổng ngừng sử dụng",
        DecommissionWhat =
        [
            "Cổng gửi hết sự kiện còn lại, rồi tự xoá khoá, chứng thư, cài đặt và nhật ký. Không thể hoàn tác.",
            "Sau đó chứng thư bị thu hồi và cổng chờ được đăng ký lại.",
            "Lịch sử ở trung tâm giữ nguyên.",
        ],
        DecommissionDone = "Cổng được yêu cầu gửi hết sự kiện và tự xoá.",
        BacklogNote = "Còn {0} sự kiện chưa gửi theo lần báo gần nhất.",
        OfflineNote = "Cổng hiện không kết nối: việc này được thực hiện khi cổng kết nối lại.",
    };

    public static EnrolmentWords English { get; } = new()
    {
        Gates = "Gates",
        Enrol = "Enrol a gate",
        EnrolIntro = "Issue a one-time code for a new gate. The gate reads the QR code with its own scanner, or a technician types the code.",
        NotPossible = "No gate can be enrolled at present",
        NotDone = "Not done",
        Site = "Site",
        SiteHint = "Lower-case letters, digits and hyphens, such as ubnd-phuong-1. Gates of one site share their tag keys.",
        Plan = "Lane plan",
        GateId = "Gate id (optional)",
        GateIdHint = "If empty, the hub numbers it after the site, such as ubnd-phuong-1-01.",
        Label = "Gate name (optional)",
        LabelHint = "What people call it, such as Gate A2.",
        Issue = "Issue a code",
        Another = "Issue another code",
        CodeTitle = "Enrolment code",
        CodeOnce = "The code is shown here once and is not kept.",
        CodeHow = "Show the QR code to the gate's scanner, or run on the gate:",
        CodeFor = "For",
        ReplacementFor = "A unit that replaces",
        QrTitle = "QR code for enrolment",
        Until = "Good until",
        Left = "left:",
        Waiting = "waiting for the gate",
        WaitingNext = "This follows by itself when the gate uses the code.",
        Used = "the gate is enrolled",
        UsedNext = "Compare this fingerprint with the one that the gate shows. If they differ, revoke the certificate at once.",
        Expired = "the code has expired",
        ExpiredNext = "No gate has used it. Issue another code.",
        Withdrawn = "the code is withdrawn",
        WithdrawnNext = "It was withdrawn, or tried wrongly too often. Issue another code.",
        Failures = "Wrong attempts",
        Withdraw = "Withdraw this code",
        LookAgain = "Look how the code is",
        OpenGate = "Open the gate's page",
        NoSuchCode = "There is no such code. It may be too old.",
        Automatic = "numbered by the hub",
        Identity = "Identity",
        Standing = "Standing",
        Fingerprint = "Key fingerprint",
        FingerprintHint = "must be the one that the gate shows",
        Machine = "Machine",
        Certificate = "Certificate",
        Certificates = "Certificates",
        DaysLeft = "{0} days left",
        NoCertificate = "This gate has no certificate of this hub.",
        Serial = "Serial number",
        Issued = "Issued",
        ValidUntil = "Good until",
        FirstUsed = "First used",
        Good = "good",
        NotYetUsed = "not used yet",
        Over = "expired",
        Revoked = "revoked",
        Active = "in service",
        Leaving = "being decommissioned",
        Departed = "decommissioned",
        NeverEnrolled = "not enrolled",
        Version = "Version",
        NoSuchGate = "There is no such gate.",
        Actions = "What can be done",
        Cancel = "Back",
        Replace = "Replace the unit",
        ReplaceBrief = "Put a new machine in this place and keep the history.",
        ReplaceDo = "Issue a code for the new unit",
        ReplaceWhat =
        [
            "The hub issues a one-time code for the new unit, with the same id, site and lane plan.",
            "The old unit goes on working until the code is used; at that moment its certificate is revoked.",
            "The gate's history stays. Events that the old unit has not sent stay on that unit.",
        ],
        Revoke = "Revoke the certificate",
        RevokeBrief = "When the gate is lost, stolen or copied.",
        RevokeDo = "Revoke now",
        RevokeWhat =
        [
            "Every certificate of the gate is revoked and its open connection is cut within a minute. This cannot be undone.",
            "The gate goes on deciding and recording but can send nothing; what it has not sent stays on it until it is enrolled anew.",
            "The history at the hub stays. If the gate was stolen, rotate the site's keys as well: checkin-hub keys rotate --site {0}",
        ],
        RevokeDone = "Every certificate of this gate is revoked.",
        Why = "Reason (optional)",
        WhyHint = "Goes into the audit. Name no person.",
        WhyDefault = "revoked on the page",
        Decommission = "Decommission",
        DecommissionBrief = "When the gate is no longer needed here.",
        DecommissionDo = "Decommission the gate",
        DecommissionWhat =
        [
            "The gate sends everything it still has, then erases its keys, certificate, settings and journal. This cannot be undone.",
            "After that its certificate is revoked, and it waits to be enrolled again.",
            "The history at the hub stays.",
        ],
        DecommissionDone = "The gate is told to send what it has and to erase itself.",
        BacklogNote = "{0} events were still to be sent when it last told.",
        OfflineNote = "The gate is not connected: this is done when it comes back.",
    };
}
