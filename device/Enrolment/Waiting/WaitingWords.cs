using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>What a gate that waits to be enrolled says, in its log and on a terminal.</summary>
internal sealed record WaitingWords
{
    internal required string Waits { get; init; }
    internal required string Nobody { get; init; }
    internal required string NobodyDo { get; init; }
    internal required string NoScannerYet { get; init; }
    internal required string NoScannerYetDo { get; init; }
    internal required string WhetherItRuns { get; init; }
    internal required string ByScanner { get; init; }
    internal required string NoScanner { get; init; }
    internal required string ByCode { get; init; }
    internal required string ByFile { get; init; }
    internal required string Listening { get; init; }
    internal required string Shown { get; init; }
    internal required string MakingKey { get; init; }
    internal required string ReachingHub { get; init; }
    internal required string AwaitingCertificate { get; init; }
    internal required string Storing { get; init; }
    internal required string Enrolled { get; init; }
    internal required string EnrolledElsewhere { get; init; }
    internal required string Replaced { get; init; }
    internal required string Claims { get; init; }
    internal required string ClaimTaken { get; init; }
    internal required string ClaimsUsedUp { get; init; }
    internal required string ClaimsTriedAgain { get; init; }
    internal required string FileChanged { get; init; }
    internal required string FileNoBundle { get; init; }
    internal required string FileUnreadable { get; init; }
    internal required string FileRemoved { get; init; }
    internal required string ChooseScanner { get; init; }
    internal required string AnyCodeAt { get; init; }
    internal required string ScannerChosen { get; init; }

    /// <summary>What <c>status</c> says of a gate that waits, or would if it ran; null = it does not.</summary>
    internal IReadOnlyList<string>? ForStatus(IConfiguration settings)
    {
        if (EnrolledSettings.IsNobody(settings))
            return [Waits, "  " + char.ToUpperInvariant(NobodyDo[0]) + NobodyDo[1..], "  " + WhetherItRuns];
        return EnrolledSettings.IsEnrolled(settings) && ScannerChoice.Missing(settings) is [var (_, lane), ..]
            ? [Say.In(ChooseScanner, lane), "  " + WhetherItRuns] : null;
    }

    internal static WaitingWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    private static readonly WaitingWords English = new()
    {
        Waits = "! This gate waits to be enrolled: it has no identity yet. Nobody passes, its relays are off.",
        Nobody = "it waits to be enrolled: it has no identity yet",
        NobodyDo = "show the hub's enrolment QR to its scanner, or: sudo checkin-gate enrol CODE",
        NoScannerYet = "it is enrolled and waits: lane {0} has no scanner yet",
        NoScannerYetDo = "show any code to the scanner that shall be this lane's, or name it in the settings: "
            + "checkin-gate scanners",
        WhetherItRuns = "Whether its program runs: systemctl status checkin-gate",
        ByScanner = "Show the hub's enrolment QR to its scanner ({0}),",
        NoScanner = "Plug a scanner in and show the hub's enrolment QR to it (none was found yet),",
        ByCode = "or enter the code (checkin-gate enrol CODE),",
        ByFile = "or put the hub's {0} on the card and start the gate again.",
        Listening = "An enrolment QR is looked for at: {0}.",
        Shown = "An enrolment code was shown to {0}. It asks the hub {1}.",
        MakingKey = "1/4 The gate makes its key.",
        ReachingHub = "2/4 It looks for the hub {0}.",
        AwaitingCertificate = "3/4 The hub is there; its certificate is asked for.",
        Storing = "4/4 What the hub sent is stored.",
        Enrolled = "✓ Enrolled as {0}. Compare with the hub's page: fingerprint {1}. The gate goes into service now.",
        EnrolledElsewhere = "✓ Enrolled by another program. The gate goes into service now.",
        Replaced = "Another enrolment code came in between; that one is asked for.",
        Claims = "{0} holds {1} claims for site {2}, as the hub signed them. The gate takes one that is free.",
        ClaimTaken = "Claim {0} is not to be had ({1}); the next one is tried.",
        ClaimsUsedUp = "✗ Not enrolled: none of the {0} claims in {1} can be had any more (the last answer: {2}). "
            + "Make a new bundle at the "
            + "hub: checkin-hub bundle. An enrolment QR or code works as well.",
        ClaimsTriedAgain = "Not enrolled yet: {0} The claim is tried again in {1} s; an enrolment QR or code works "
            + "meanwhile.",
        FileChanged = "✗ {0} is not as the hub signed it ({1}). Nothing in it was used. Copy the hub's file to the "
            + "card again, as it is, and "
            + "start the gate again.",
        FileNoBundle = "✗ {0} is no file of claims ({1}). Nothing in it was used. Copy the hub's checkin-enrol.json "
            + "to the card, as it is, and "
            + "start the gate again.",
        FileUnreadable = "✗ {0} cannot be read: {1} Make it readable for the gate's user, or copy it to the card "
            + "again, and start the gate again.",
        FileRemoved = "{0} is removed: its claims are no longer needed here.",
        AnyCodeAt = "A code is looked for at: {0}.",
        ChooseScanner = "! This gate is enrolled, but lane {0} has no scanner yet. Show any code to the scanner that "
            + "shall be this lane's. "
            + "Nobody passes until then. Or name it in the settings: checkin-gate scanners lists what there is, "
            + "checkin-gate doctor says what is missing.",
        ScannerChosen = "✓ Lane {0} has the scanner {1} from now on.",
    };

    private static readonly WaitingWords Vietnamese = new()
    {
        Waits = "! Cổng này đang chờ đăng ký thiết bị: chưa có danh tính. Chưa ai qua được, rơ-le đều tắt.",
        Nobody = "đang chờ đăng ký thiết bị: chưa có danh tính",
        NobodyDo = "đưa mã QR đăng ký của trung tâm trước đầu đọc của cổng, hoặc: sudo checkin-gate enrol MÃ",
        NoScannerYet = "cổng đã đăng ký và đang chờ: làn {0} chưa có đầu đọc",
        NoScannerYetDo = "đưa một mã bất kỳ trước đầu đọc của làn này, hoặc ghi đầu đọc vào cài đặt: checkin-gate "
            + "scanners",
        WhetherItRuns = "Xem chương trình có đang chạy không: systemctl status checkin-gate",
        ByScanner = "Đưa mã QR đăng ký của trung tâm trước đầu đọc ({0}),",
        NoScanner = "Cắm đầu đọc rồi đưa mã QR đăng ký của trung tâm trước đầu đọc (chưa thấy đầu đọc nào),",
        ByCode = "hoặc nhập mã đăng ký (checkin-gate enrol MÃ),",
        ByFile = "hoặc chép tệp {0} của trung tâm vào thẻ nhớ rồi khởi động lại cổng.",
        Listening = "Đang chờ mã QR đăng ký ở: {0}.",
        Shown = "Đã đọc mã đăng ký ở {0}. Cổng hỏi trung tâm {1}.",
        MakingKey = "1/4 Cổng tạo khoá của mình.",
        ReachingHub = "2/4 Cổng tìm trung tâm {0}.",
        AwaitingCertificate = "3/4 Đã gặp trung tâm, đang xin chứng thư.",
        Storing = "4/4 Đang lưu những gì trung tâm gửi.",
        Enrolled = "✓ Đã đăng ký với tên {0}. So với trang của trung tâm: dấu vân tay khoá {1}. Cổng bắt đầu phục vụ.",
        EnrolledElsewhere = "✓ Một chương trình khác đã đăng ký xong. Cổng bắt đầu phục vụ.",
        Replaced = "Có mã đăng ký khác vừa được đưa ra, cổng hỏi bằng mã mới.",
        Claims = "{0} có {1} mã đăng ký cho địa điểm {2}, đúng chữ ký của trung tâm. Cổng lấy một mã còn trống.",
        ClaimTaken = "Không lấy được mã {0} ({1}), cổng thử mã kế tiếp.",
        ClaimsUsedUp = "✗ Chưa đăng ký: không còn lấy được mã nào trong {0} mã của {1} (câu trả lời cuối: {2}). Hãy "
            + "tạo tệp mới ở trung tâm: "
            + "checkin-hub bundle. Mã QR hoặc mã đăng ký nhập tay cũng được.",
        ClaimsTriedAgain = "Chưa đăng ký được: {0} Sẽ thử lại sau {1} giây; trong lúc đó có thể dùng mã QR hoặc mã "
            + "đăng ký nhập tay.",
        FileChanged = "✗ {0} không còn như trung tâm đã ký ({1}). Cổng không dùng gì trong tệp này. Hãy chép lại "
            + "nguyên tệp của trung tâm vào thẻ "
            + "nhớ rồi khởi động lại cổng.",
        FileNoBundle = "✗ {0} không phải tệp mã đăng ký ({1}). Cổng không dùng gì trong tệp này. Hãy chép nguyên tệp "
            + "checkin-enrol.json của trung "
            + "tâm vào thẻ nhớ rồi khởi động lại cổng.",
        FileUnreadable = "✗ Không đọc được {0}: {1} Hãy cho người dùng của cổng quyền đọc, hoặc chép lại tệp vào thẻ "
            + "nhớ, rồi khởi động lại cổng.",
        FileRemoved = "Đã xoá {0}: ở đây không cần các mã đó nữa.",
        AnyCodeAt = "Đang chờ mã ở: {0}.",
        ChooseScanner = "! Cổng đã đăng ký, nhưng làn {0} chưa có đầu đọc. Đưa một mã bất kỳ trước đầu đọc của làn "
            + "này. Chưa ai "
            + "qua được cho đến lúc đó. Hoặc ghi vào cài đặt: checkin-gate scanners cho biết có những gì, "
            + "checkin-gate doctor cho biết còn "
            + "thiếu gì.",
        ScannerChosen = "✓ Từ nay làn {0} dùng đầu đọc {1}.",
    };
}
