using CheckIn.Settings;

namespace CheckIn.Contract;

/// <summary>What each of <see cref="Reasons"/> says to who stands at the gate: whether to go, and if not, what to do.</summary>
public static class ReasonWords
{
    /// <summary>One or two short sentences; of a reason that this version does not know, one that is never wrong.</summary>
    public static string Of(string reason, Language language) => reason switch
    {
        Reasons.KnownCredential or Reasons.Assisted or Reasons.FreePassage or Reasons.UnknownAdmitted or Reasons.SelfRecorded =>
            language.Of("Please go through.", "Mời đi qua."),
        _ => OfCode(reason, language) ?? OfProof(reason, language) ?? OfRule(reason, language) ?? OfGate(reason, language)
            ?? language.Of("You cannot enter now. Please ask the staff.", "Hiện chưa vào được. Hãy hỏi nhân viên."),
    };

    private static string? OfCode(string reason, Language language) => reason switch
    {
        Reasons.UnknownCode => language.Of(
            "This code is not known here. Show your ID card's code or your pass.",
            "Không nhận ra mã này. Hãy đưa mã trên thẻ căn cước hoặc thẻ ra vào."),
        Reasons.MalformedCredential => language.Of(
            "The code is incomplete. Show the original again, whole and flat.",
            "Mã không đầy đủ. Hãy đưa lại bản gốc, để phẳng và trọn mã."),
        Reasons.VenueCode => language.Of(
            "This is a place's code. Show your own code.", "Đây là mã của địa điểm. Hãy đưa mã của bạn."),
        Reasons.EnrolmentCode => language.Of(
            "This code sets up gates. Keep it secret and show your own code.",
            "Mã này dùng để cài đặt cổng. Hãy giữ kín và đưa mã của bạn."),
        Reasons.CodeTooLong => language.Of(
            "This code is too long. Show your ID card's code or your pass.",
            "Mã này quá dài. Hãy đưa mã trên thẻ căn cước hoặc thẻ ra vào."),
        Reasons.KindNotAdmitted => language.Of(
            "This kind of code is not accepted here. Show another one, or ask the staff.",
            "Ở đây không nhận loại mã này. Hãy đưa mã khác hoặc hỏi nhân viên."),
        _ => null,
    };

    private static string? OfProof(string reason, Language language) => reason switch
    {
        Reasons.NoKey or Reasons.ListTooOld => language.Of(
            "This gate cannot check the code. Show another code, or ask the staff.",
            "Cổng không kiểm tra được mã này. Hãy đưa mã khác hoặc hỏi nhân viên."),
        Reasons.BadSignature => language.Of(
            "The code is not genuine. Show the original, or ask who gave it to you.",
            "Mã không hợp lệ. Hãy đưa bản gốc hoặc hỏi nơi đã cấp mã."),
        Reasons.Expired => language.Of(
            "The code has expired. Please get a new one.", "Mã đã hết hạn. Hãy xin mã mới."),
        Reasons.NotYetValid => language.Of(
            "The code is not valid yet. Come back when it is.", "Mã chưa có hiệu lực. Hãy quay lại khi mã có hiệu lực."),
        Reasons.Revoked => language.Of(
            "This pass was withdrawn. Ask who gave it to you.", "Thẻ này đã bị thu hồi. Hãy hỏi nơi đã cấp thẻ."),
        Reasons.Elsewhere => language.Of(
            "This pass is for another place. Ask the staff for one of this place.",
            "Thẻ này dùng cho nơi khác. Hãy xin nhân viên thẻ của nơi này."),
        Reasons.CodeTooOld => language.Of(
            "The code has changed meanwhile. Show it live from your phone, and check the phone's clock.",
            "Mã đã thay đổi. Hãy mở mã trực tiếp trên điện thoại và kiểm tra giờ của máy."),
        Reasons.CodeFromFuture => language.Of(
            "Your phone's clock is fast. Set it to automatic and show the code again.",
            "Đồng hồ điện thoại chạy nhanh. Hãy đặt giờ tự động rồi đưa lại mã."),
        Reasons.CodeReplayed => language.Of(
            "This code was used already. Wait for the next one on your phone.",
            "Mã này đã được dùng. Hãy chờ mã tiếp theo trên điện thoại."),
        _ => null,
    };

    private static string? OfRule(string reason, Language language) => reason switch
    {
        Reasons.Denied => language.Of(
            "You cannot enter with this code. Please ask the staff.", "Mã này không được vào. Hãy gặp nhân viên."),
        Reasons.NotListed => language.Of(
            "You are not on the list here. Register with the staff.", "Bạn chưa có trong danh sách. Hãy đăng ký với nhân viên."),
        Reasons.CardExpired => language.Of(
            "Your card has expired. Have it renewed.", "Thẻ đã hết hạn. Hãy gia hạn thẻ."),
        Reasons.CardNotYetValid => language.Of(
            "Your card is not valid yet. Come back when it is.", "Thẻ chưa có hiệu lực. Hãy quay lại khi thẻ có hiệu lực."),
        Reasons.CategoryNotAdmitted => language.Of(
            "This entrance is for others. Use another one, or ask the staff.",
            "Lối này dành cho nhóm khác. Hãy đi lối khác hoặc hỏi nhân viên."),
        Reasons.EventNotBegun => language.Of(
            "Entry has not begun yet. Please wait.", "Chưa đến giờ vào. Vui lòng chờ."),
        Reasons.EventOver => language.Of("The event is over. Entry is closed.", "Sự kiện đã kết thúc. Không còn nhận khách vào."),
        Reasons.OutsideHours => language.Of(
            "You cannot enter at this hour. Come back in opening hours.", "Ngoài giờ vào cửa. Hãy quay lại trong giờ mở cửa."),
        Reasons.Passback => language.Of(
            "You are inside already. Show your code on the way out first, or ask the staff.",
            "Bạn đã vào rồi. Hãy quét mã khi ra trước, hoặc hỏi nhân viên."),
        Reasons.TooSoon => language.Of(
            "You entered just now. Wait a little, or ask the staff.", "Bạn vừa vào xong. Hãy chờ một lát hoặc hỏi nhân viên."),
        Reasons.EntriesUsedUp => language.Of(
            "Your entries for today are used up. Please ask the staff.", "Bạn đã hết lượt vào hôm nay. Hãy hỏi nhân viên."),
        Reasons.Full => language.Of(
            "It is full now. Please wait until somebody leaves.", "Hiện đã đủ người. Vui lòng chờ có người ra."),
        _ => null,
    };

    private static string? OfGate(string reason, Language language) => reason switch
    {
        Reasons.Lockdown => language.Of(
            "Nobody is let in now. Follow the staff's directions.", "Hiện không cho vào. Hãy làm theo hướng dẫn của nhân viên."),
        Reasons.JournalFailed => language.Of(
            "This gate is out of order. Use another one, or ask the staff.", "Cổng đang hỏng. Hãy đi cổng khác hoặc hỏi nhân viên."),
        Reasons.TurnstileFailed => language.Of(
            "This turnstile does not open. Use another one, or ask the staff.",
            "Cửa xoay này không mở được. Hãy đi cửa khác hoặc hỏi nhân viên."),
        Reasons.ClockUnsure => language.Of(
            "The gate's clock is being set. Try again in some minutes, show another code, or ask the staff.",
            "Cổng đang chỉnh giờ. Hãy thử lại sau vài phút, đưa mã khác hoặc hỏi nhân viên."),
        _ => null,
    };
}
