using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Gate.Kiosk;

/// <summary>What a screen says in one language: a few words to be read from two metres, and what to do next.</summary>
internal sealed record ScreenText(string Title, string Text);

/// <summary>What a lane's screen says of what it shows.</summary>
internal static class ScreenWords
{
    /// <summary>The words of a view.</summary>
    /// <param name="view">It.</param>
    /// <param name="direction">Which way the lane leads.</param>
    /// <param name="language">In which language.</param>
    internal static ScreenText Of(ScreenView view, Direction direction, Language language) => view.Kind switch
    {
        ScreenKind.Admitted => Admitted(direction, language),
        ScreenKind.Refused => new(
            language.Of("You cannot pass yet", "Chưa qua được"),
            ReasonWords.Of(view.Reason ?? "", language)),
        ScreenKind.OutOfOrder => new(
            language.Of("Out of order", "Cổng tạm ngừng"),
            language.Of("Please use another gate.", "Mời đi cổng khác.")),
        ScreenKind.Emergency => new(
            language.Of("The way is open", "Lối đi đang mở"),
            language.Of("Leave calmly by the nearest exit.", "Hãy bình tĩnh ra theo lối gần nhất.")),
        _ => Waiting(view.Kind, direction, language) ?? Ordered(view.Kind, language),
    };

    private static ScreenText Admitted(Direction direction, Language language) => direction == Direction.Out
        ? new(language.Of("Goodbye", "Mời ra"), language.Of("Please go out.", "Hẹn gặp lại."))
        : new(language.Of("Please go in", "Mời vào"), language.Of("Welcome.", "Xin chào."));

    private static ScreenText? Waiting(ScreenKind kind, Direction direction, Language language) => kind switch
    {
        ScreenKind.Idle => new(
            direction == Direction.Out
                ? language.Of("Show your code to go out", "Đưa mã để ra") : language.Of("Show your code to go in", "Đưa mã để vào"),
            language.Of("Phone, card or paper, before the scanner.", "Điện thoại, thẻ hoặc giấy, trước ô quét.")),
        ScreenKind.Reading => new(
            language.Of("Reading", "Đang đọc"),
            language.Of("Hold the code still, flat and a little further away.", "Giữ yên mã, để phẳng và xa thêm một chút.")),
        ScreenKind.Wait => new(
            language.Of("Please wait", "Vui lòng chờ"),
            language.Of("Somebody is coming the other way.", "Có người đang đi chiều ngược lại.")),
        _ => null,
    };

    private static ScreenText Ordered(ScreenKind kind, Language language) => kind switch
    {
        ScreenKind.LockedDown => new(
            language.Of("Closed", "Tạm đóng"), ReasonWords.Of(Reasons.Lockdown, language)),
        ScreenKind.HeldOpen => new(
            language.Of("Please close the door", "Vui lòng đóng cửa"),
            language.Of("It has been open for too long.", "Cửa mở đã quá lâu.")),
        ScreenKind.FreePassage => new(
            language.Of("Please go through", "Mời đi qua"),
            language.Of("Show any code; everybody is let through now.", "Đưa mã bất kỳ; hiện ai cũng được qua.")),
        _ => new(
            language.Of("The gate is open", "Cổng đang mở"),
            language.Of("Please show your code as you pass.", "Vui lòng đưa mã khi đi qua.")),
    };
}
