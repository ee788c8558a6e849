using CheckIn.Contract;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Commands;

/// <summary>A command cannot be given; nothing was sent.</summary>
internal sealed class CommandException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static CommandException NoSuchGate(string gate) => new(
        $"There is no gate '{Short(gate)}'. Nothing was sent.", $"Không có cổng '{Short(gate)}'. Chưa gửi gì cả.")
    {
        IsUnknown = true,
    };

    internal static CommandException NoSuchPlace(string place) => new(
        $"There is no '{Short(place)}'. Nothing was sent; a scope is hub, node:CODE, group:DIMENSION=VALUE, site:CODE or "
            + "gate:ID.",
        $"Không có '{Short(place)}'. Chưa gửi gì cả; phạm vi là hub, node:MÃ, group:NHÓM=GIÁ-TRỊ, site:MÃ hoặc gate:ID.")
    {
        IsUnknown = true,
    };

    internal static CommandException Unknown(string id) => new(
        $"There is no command '{Short(id)}'. Commands are kept for {CommandRows.KeptDays} days.",
        $"Không có lệnh '{Short(id)}'. Lệnh được lưu {CommandRows.KeptDays} ngày.")
    {
        IsUnknown = true,
    };

    internal static CommandException NoSuchCommand(string name) => Wrong(
        $"'{Short(name)}' is no command; it is one of {string.Join(", ", CommandWords.All)}. Nothing was sent.",
        $"'{Short(name)}' không phải lệnh; lệnh là một trong {string.Join(", ", CommandWords.All)}. Chưa gửi gì cả.");

    internal static CommandException WrongLane(string name, bool isNeeded) => isNeeded
        ? Wrong($"{name} is for one lane, by its name. Nothing was sent.",
            $"{name} dành cho một làn, nêu tên làn. Chưa gửi gì cả.")
        : Wrong($"{name} takes no such lane. Nothing was sent.", $"{name} không nhận làn này. Chưa gửi gì cả.");

    internal static CommandException WrongSeconds(int most) => Wrong(
        $"Only identify and scan_test last for seconds, 1 to {most}. Nothing was sent.",
        $"Chỉ identify và scan_test có thời gian tính bằng giây, từ 1 đến {most}. Chưa gửi gì cả.");

    internal static CommandException WrongLines(int most) => Wrong(
        $"Only send_logs takes a number of lines, 1 to {most}. Nothing was sent.",
        $"Chỉ send_logs có số dòng, từ 1 đến {most}. Chưa gửi gì cả.");

    internal static CommandException WrongNumber() => Wrong(
        "That is no number of an ID card (12 or 9 digits), an insurance card (10 digits, or 2 letters and 13 digits) or a "
            + "personal QR (18 digits). Nothing was sent; look at it again, or leave it out.",
        "Đó không phải số thẻ căn cước (12 hoặc 9 chữ số), thẻ bảo hiểm y tế (10 chữ số, hoặc 2 chữ cái và 13 chữ số) hay "
            + "mã QR cá nhân (18 chữ số). Chưa gửi gì cả; hãy xem lại số hoặc bỏ trống.");

    internal static CommandException NotForMany(string name) => Wrong(
        $"{name} is given to one gate at a time. Nothing was sent. Doors of many gates are held open by a mode.",
        $"{name} chỉ gửi cho từng cổng. Chưa gửi gì cả. Để mở nhiều cổng, hãy dùng chế độ.");

    internal static CommandException Forbidden() => new(
        "Your roles do not allow this command. Nothing was sent; an administrator can change them.",
        "Vai trò của bạn không cho phép lệnh này. Chưa gửi gì cả; quản trị viên có thể thay đổi vai trò.")
    {
        IsForbidden = true,
    };

    internal static CommandException NotThere(string gate) => new(
        $"Gate {gate} is not connected. Nothing was sent, and nothing will be done when it comes back; give the command again "
            + "then.",
        $"Cổng {gate} không kết nối. Chưa gửi gì cả, và cổng cũng sẽ không làm gì khi kết nối lại; khi đó hãy gửi lại lệnh.");

    internal static CommandException NobodyThere() => new(
        "No gate is there that you may command. Nothing was sent.",
        "Không có cổng nào ở đó mà bạn được ra lệnh. Chưa gửi gì cả.");

    internal static CommandException TooMany(int gates) => new(
        $"{gates} gates are there, and one act commands {CommandDesk.MostGates} at most. Nothing was sent; choose a smaller "
            + "part.",
        $"Ở đó có {gates} cổng, mỗi lần chỉ ra lệnh tối đa {CommandDesk.MostGates} cổng. Chưa gửi gì cả; hãy chọn phạm vi nhỏ "
            + "hơn.");

    internal static CommandException OtherNumber(int confirmed, int gates) => new(
        $"It would concern {gates} gates now, and {confirmed} were confirmed. Nothing was sent; look again and confirm.",
        $"Hiện lệnh áp dụng cho {gates} cổng, còn số đã xác nhận là {confirmed}. Chưa gửi gì cả; hãy xem lại và xác nhận.");

    internal static CommandException Busy() => new(
        $"Answers to {CommandDesk.MostUnderWay} commands are awaited, and more cannot be. Nothing was sent; try again in a "
            + "minute.",
        $"Đang chờ trả lời cho {CommandDesk.MostUnderWay} lệnh, không thể thêm. Chưa gửi gì cả; hãy thử lại sau một phút.")
    {
        IsBusy = true,
    };

    internal static CommandException GateBusy(string gate) => new(
        $"Gate {gate} has not answered {CommandDesk.MostOfGate} commands yet. Nothing was sent; try again in a moment.",
        $"Cổng {gate} chưa trả lời {CommandDesk.MostOfGate} lệnh trước. Chưa gửi gì cả; hãy thử lại sau giây lát.")
    {
        IsBusy = true,
    };

    private static CommandException Wrong(string english, string vietnamese) => new(english, vietnamese)
    {
        IsMalformed = true,
    };

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
