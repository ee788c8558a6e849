using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>What a guard's pages say, in one language; a page says it in both.</summary>
internal static class GuardWords
{
    internal static string Link(Language language) => language.Of("Guard", "Bảo vệ");

    internal static string WhoTitle(Language language) => language.Of("Who are you?", "Bạn là ai?");

    internal static string Name(Language language) => language.Of("Guard", "Bảo vệ");

    internal static string PinLabel(Language language) => language.Of("PIN", "Mã PIN");

    internal static string Enter(Language language) => language.Of("Go on", "Tiếp tục");

    internal static string Back(Language language) => language.Of("Back to the screen", "Về màn hình");

    internal static string NoGuards(Language language) => language.Of(
        "Nobody has a PIN at this gate. Add a guard on the gate:", "Chưa ai có mã PIN ở cổng này. Thêm bảo vệ tại cổng bằng lệnh:");

    internal static string Unreadable(Language language) => language.Of(
        "The guards of this gate cannot be read. Call whoever looks after it; the gate works as always.",
        "Không đọc được danh sách bảo vệ của cổng. Hãy gọi người phụ trách; cổng vẫn hoạt động bình thường.");

    internal static string Wrong(Language language) => language.Of(
        "That is not the PIN. Try again.", "Mã PIN không đúng. Hãy thử lại.");

    internal static string Shut(int minutes, Language language) => language.Of(
        $"Too many wrong PINs. None is taken for {minutes} min; the hub is told.",
        $"Sai mã PIN quá nhiều lần. Chờ {minutes} phút; trung tâm đã được báo.");

    internal static string DeskTitle(Language language) => language.Of("Let somebody in", "Cho người vào");

    internal static string Lane(Language language) => language.Of("Lane", "Làn");

    internal static string Way(Direction way, Language language) => way == Direction.In
        ? language.Of("in", "vào") : language.Of("out", "ra");

    internal static string LetIn(Language language) => language.Of("Let through", "Cho qua");

    internal static string Number(Language language) => language.Of("Number on the paper, if any", "Số giấy tờ, nếu có");

    internal static string PersonsName(Language language) => language.Of("Name, if it is to be kept", "Họ tên, nếu cần ghi lại");

    internal static string Phone(Language language) => language.Of("Telephone, likewise", "Điện thoại, nếu cần ghi lại");

    internal static string Kept(Language language) => language.Of(
        "What you write is sealed here; only who traces by law opens it. You answer for the person.",
        "Những gì bạn ghi được niêm phong tại đây; chỉ người truy vết theo luật mới mở được. Bạn chịu trách nhiệm về người này.");

    internal static string CloseTitle(Language language) => language.Of("Close", "Đóng cổng");

    internal static string WholeGate(Language language) => language.Of("every lane", "mọi làn");

    internal static string For(Language language) => language.Of("for", "trong");

    internal static string Hours(int hours, Language language) => language.Of($"{hours} h", $"{hours} giờ");

    internal static string Close(Language language) => language.Of("Close now", "Đóng ngay");

    internal static string CloseMeans(Language language) => language.Of(
        "Nobody is let in by a code. The way out and the emergency release stay as they are.",
        "Không ai vào được bằng mã. Lối ra và nút thoát khẩn cấp vẫn như cũ.");

    internal static string ClosedUntil(string until, Language language) => language.Of($"closed until {until}", $"đóng đến {until}");

    internal static string ClosedFor(string time, Language language) => language.Of($"closed for another {time} h", $"đóng thêm {time} giờ");

    internal static string WriteDown(Language language) => language.Of("Write down who it is", "Ghi lại người này");

    internal static string OpenAgain(Language language) => language.Of("Open again", "Mở lại");

    internal static string Done(Language language) => language.Of("Done", "Xong");

    internal static string Of(DeskAnswer answer, Language language) => answer.Say switch
    {
        DeskSentence.Admitted => language.Of("Let through", "Đã cho qua"),
        DeskSentence.Refused => language.Of("Refused. ", "Từ chối. ") + ReasonWords.Of(answer.Reason ?? "", language),
        DeskSentence.NotOpened => language.Of(
            "It is recorded, and the turnstile does not open. Open with the key.", "Đã ghi lại nhưng cửa không mở. Hãy mở bằng chìa khóa."),
        DeskSentence.Emergency => language.Of(
            "An emergency: every way is open already.", "Đang khẩn cấp: mọi lối đã mở."),
        DeskSentence.NoLane => language.Of("That lane is not open now.", "Làn này hiện không hoạt động."),
        DeskSentence.BadNumber => language.Of(
            "That is no number of a paper: 12 digits (ID card), 10 (insurance) or 9.",
            "Số giấy tờ không đúng: 12 chữ số (căn cước), 10 (bảo hiểm) hoặc 9."),
        DeskSentence.BadName => language.Of("The name is too long.", "Họ tên quá dài."),
        DeskSentence.BadPhone => language.Of("That is no telephone number.", "Số điện thoại không đúng."),
        DeskSentence.Closed => language.Of("Closed", "Đã đóng"),
        DeskSentence.Opened => language.Of("Open again", "Đã mở lại"),
        DeskSentence.Slow => language.Of(
            "It takes long. Look whether it has happened before you try again.", "Chưa xong. Hãy xem đã thực hiện chưa trước khi thử lại."),
        _ => language.Of("That was sent twice, and done once.", "Yêu cầu đã được gửi hai lần và chỉ thực hiện một lần."),
    };
}
