using System.Globalization;
using CheckIn.Enrolment;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>Why an enrolment came to nothing and what to do, in one paragraph that begins with ✗.</summary>
internal static class FailureWords
{
    /// <summary>A text that was meant as a code and is none.</summary>
    internal static string Of(CodeFault fault, Language language) => (fault, language) switch
    {
        (CodeFault.WrongLength, Language.Vietnamese) =>
            "✗ Chưa đăng ký: mã đăng ký thiếu hoặc thừa ký tự (phải có 16). Kiểm tra lại, hoặc tạo mã mới ở trung tâm.",
        (CodeFault.WrongLength, _) =>
            "✗ Not enrolled: symbols of the code are missing or too many (it has 16). Look at it again, or make a "
                + "new one at the hub.",
        (CodeFault.NoSymbol or CodeFault.Mistyped, Language.Vietnamese) =>
            "✗ Chưa đăng ký: có ký tự sai trong mã đăng ký, mã bị gõ nhầm hoặc đã bị sửa. Kiểm tra lại, hoặc tạo mã "
                + "mới ở trung tâm.",
        (CodeFault.NoSymbol or CodeFault.Mistyped, _) =>
            "✗ Not enrolled: a symbol of the code is mistaken; it was mistyped, or somebody changed it. Look at it "
                + "again, or make a new "
            + "one at the hub.",
        (_, Language.Vietnamese) =>
            "✗ Chưa đăng ký: mã đăng ký không cho biết trung tâm ở đâu. Phần sau dấu @ cũng thuộc về mã, ví dụ "
            + "7K2M-QF4X-9TWD-HRPA@hub.example.",
        _ =>
            "✗ Not enrolled: the code does not say where the hub is. What follows @ belongs to it, such as "
            + "7K2M-QF4X-9TWD-HRPA@hub.example.",
    };

    /// <summary>How an attempt failed.</summary>
    internal static string Of(EnrolmentOutcome outcome, Language language)
    {
        var words = language == Language.Vietnamese ? Vietnamese(outcome.Failure) : English(outcome.Failure);
        var at = outcome.At is { } time ? (language == Language.Vietnamese ? " lúc " : " at ") + Time(time, language) : "";
        var gate = outcome is { Failure: EnrolmentReasons.Used, Detail: { } who }
            ? (language == Language.Vietnamese ? $" (cổng {who})" : $" (by gate {who})") : "";
        var detail = outcome.Detail is { Length: > 0 } said && gate.Length == 0 ? $" ({said})" : "";
        return string.Format(CultureInfo.InvariantCulture, words, at, gate, detail, outcome.Failure);
    }

    private static string English(string? failure) => failure switch
    {
        EnrolmentReasons.Unknown =>
            "✗ Not enrolled: the hub does not know this code; it is of another hub, or of long ago. Make a new one "
                + "at the hub.",
        EnrolmentReasons.Wrong =>
            "✗ Not enrolled: the hub knows a code of this name, but with other symbols; it was mistyped or changed. "
                + "Look at it again; "
            + "after too many wrong tries the hub withdraws it.",
        EnrolmentReasons.Used =>
            "✗ Not enrolled: this code was used{0}{1}; each is good for one gate. Make a new one at the hub. If "
                + "nobody of yours used "
            + "it, have that gate revoked.",
        EnrolmentReasons.Expired => "✗ Not enrolled: the time of this code is over{0}. Make a new one at the hub and "
            + "use it at once.",
        EnrolmentReasons.Withdrawn =>
            "✗ Not enrolled: this code was withdrawn{0}, by somebody at the hub or after too many wrong tries. Make "
                + "a new one at the hub.",
        EnrolmentReasons.Busy => "✗ Not enrolled: the hub has too much to do{2}. Nothing is used up. Wait a minute "
            + "and show the code again.",
        EnrolmentReasons.Malformed =>
            "✗ Not enrolled: the hub cannot use what this gate asks{2}. Gate and hub are of versions too far apart; "
                + "install the newer one.",
        EnrolmentFailures.Unreachable =>
            "✗ Not enrolled: the hub was not reached{2}. The code is not used up. Look at cable or Wi-Fi, and at the "
                + "address behind @ in the "
            + "code, then show it again.",
        EnrolmentFailures.NotTheHub =>
            "✗ Not enrolled: what answers there does not know this code's secret{2}; it is another hub, or somebody "
                + "stands between. Nothing "
            + "was believed. Look at the address behind @ and at the network, then make a new code.",
        EnrolmentFailures.UnusableAnswer =>
            "✗ Not enrolled: the hub's answer cannot be used{2}. Gate and hub may be of versions too far apart; the "
                + "hub's log says more.",
        EnrolmentFailures.NotStored =>
            "✗ Not enrolled: what the hub sent cannot be stored{2}. Make room on the card and Enrolment:Directory "
                + "writable for the gate's "
            + "user, then show the same code again.",
        EnrolmentFailures.AlreadyEnrolled => "! This gate is enrolled already{2}. Nothing was changed.",
        _ => "✗ Not enrolled: the hub says '{3}'{2}. Its log says more.",
    };

    private static string Vietnamese(string? failure) => failure switch
    {
        EnrolmentReasons.Unknown =>
            "✗ Chưa đăng ký: trung tâm không biết mã này; mã của trung tâm khác hoặc đã quá cũ. Hãy tạo mã mới ở "
                + "trung tâm.",
        EnrolmentReasons.Wrong =>
            "✗ Chưa đăng ký: mã không đúng với mã của trung tâm; mã bị gõ nhầm hoặc đã bị sửa. Kiểm tra lại; sai quá "
                + "nhiều lần thì trung tâm "
            + "huỷ mã.",
        EnrolmentReasons.Used =>
            "✗ Chưa đăng ký: mã này đã được dùng{0}{1}; mỗi mã chỉ dùng cho một cổng. Hãy tạo mã mới ở trung tâm. "
                + "Nếu không phải người của "
            + "bạn dùng, hãy thu hồi cổng đó.",
        EnrolmentReasons.Expired => "✗ Chưa đăng ký: mã này đã hết hạn{0}. Hãy tạo mã mới ở trung tâm và dùng ngay.",
        EnrolmentReasons.Withdrawn =>
            "✗ Chưa đăng ký: mã này đã bị huỷ{0}, do người ở trung tâm hoặc do thử sai quá nhiều lần. Hãy tạo mã mới "
                + "ở trung tâm.",
        EnrolmentReasons.Busy => "✗ Chưa đăng ký: trung tâm đang quá bận{2}. Mã chưa bị dùng. Đợi một phút rồi đưa "
            + "lại mã.",
        EnrolmentReasons.Malformed =>
            "✗ Chưa đăng ký: trung tâm không hiểu yêu cầu của cổng{2}. Phiên bản của cổng và trung tâm cách nhau quá "
                + "xa; hãy cài bản mới hơn.",
        EnrolmentFailures.Unreachable =>
            "✗ Chưa đăng ký: không tới được trung tâm{2}. Mã chưa bị dùng. Xem lại dây mạng hoặc Wi-Fi và địa chỉ "
                + "sau dấu @ trong mã, rồi đưa "
            + "lại mã.",
        EnrolmentFailures.NotTheHub =>
            "✗ Chưa đăng ký: nơi trả lời không biết bí mật của mã{2}; đó là trung tâm khác, hoặc có kẻ đứng giữa. "
                + "Cổng không tin gì từ đó. Xem "
            + "lại địa chỉ sau dấu @ và mạng, rồi tạo mã mới.",
        EnrolmentFailures.UnusableAnswer =>
            "✗ Chưa đăng ký: không dùng được câu trả lời của trung tâm{2}. Có thể phiên bản cách nhau quá xa; xem "
                + "nhật trình của trung tâm.",
        EnrolmentFailures.NotStored =>
            "✗ Chưa đăng ký: không lưu được những gì trung tâm gửi{2}. Dọn chỗ trên thẻ nhớ và cho người dùng của "
                + "cổng quyền ghi "
            + "Enrolment:Directory, rồi đưa lại đúng mã đó.",
        EnrolmentFailures.AlreadyEnrolled => "! Cổng này đã được đăng ký{2}. Không có gì thay đổi.",
        _ => "✗ Chưa đăng ký: trung tâm báo '{3}'{2}. Xem nhật trình của trung tâm.",
    };

    private static string Time(DateTimeOffset at, Language language) => at.ToLocalTime().ToString(
        language == Language.Vietnamese ? "HH:mm 'ngày' dd/MM/yyyy" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
