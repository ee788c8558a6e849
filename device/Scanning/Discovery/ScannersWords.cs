using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>What <c>checkin-gate scanners</c> says.</summary>
internal sealed record ScannersWords
{
    internal required string Help { get; init; }
    internal required string Found { get; init; }
    internal required string None { get; init; }
    internal required string Nameless { get; init; }
    internal required string Serial { get; init; }
    internal required string Keyboard { get; init; }
    internal required string Camera { get; init; }
    internal required string Likely { get; init; }
    internal required string Possible { get; init; }
    internal required string Unlikely { get; init; }
    internal required string SerialNumber { get; init; }
    internal required string Settings { get; init; }
    internal required string BetterSerial { get; init; }
    internal required string MayNotOpen { get; init; }
    internal required string NoKernelAccount { get; init; }
    internal required string MeansNothing { get; init; }

    internal static ScannersWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    internal static readonly ScannersWords English = new()
    {
        Help = """
            checkin-gate scanners: which scanners and cameras are plugged in, and what to put in the settings.

            Usage: checkin-gate scanners [--json] [--lang vi|en]

            It opens no device; the gate may run meanwhile. "Lanes:0" stands for the lane: 0 is the first one.
            Ends with 0 when something was found that this user may open, 1 when nothing was or may be, 2 when it cannot look.
            """,
        Found = "{0} found, the likeliest first:",
        None = "No scanner and no camera is plugged in. Look at cable and plug, wait some seconds, and ask again; "
            + "dmesg tells whether the machine noticed it. A virtual machine or a container shows only what was given to it.",
        Nameless = "a device without a name",
        Serial = "serial line",
        Keyboard = "types like a keyboard",
        Camera = "camera",
        Likely = "likely",
        Possible = "possible: it does not say what it is",
        Unlikely = "unlikely: by its name it is something else",
        SerialNumber = "serial number {0}",
        Settings = "settings:",
        BetterSerial = "better: set it to a serial line (\"USB serial\", \"CDC-ACM\", \"virtual COM\" in its manual), "
            + "with Enter (CR) after a code",
        MayNotOpen = "✗ the user {0} may not open {1}: sudo usermod -aG {2} {0}, then log in again "
            + "(a service: start it again)",
        NoKernelAccount = "✗ {0} is not there: this machine does not tell which devices it has. It cannot be looked here.",
        MeansNothing = "✗ '{0}' means nothing to scanners. Nothing was done; see checkin-gate scanners --help.",
    };

    internal static readonly ScannersWords Vietnamese = new()
    {
        Help = """
            checkin-gate scanners: những đầu đọc và camera đang cắm, và cần ghi gì vào cài đặt.

            Cách dùng: checkin-gate scanners [--json] [--lang vi|en]

            Lệnh này không mở thiết bị nào; cổng vẫn có thể đang chạy. "Lanes:0" là làn: 0 là làn thứ nhất.
            Kết thúc với 0 khi tìm thấy thiết bị mà người dùng này được mở, 1 khi không thấy hoặc không được mở, 2 khi không xem được.
            """,
        Found = "Tìm thấy {0}, khả năng cao nhất đứng trước:",
        None = "Không có đầu đọc hay camera nào đang cắm. Hãy xem lại dây và đầu cắm, đợi vài giây rồi hỏi lại; "
            + "lệnh dmesg cho biết máy có nhận ra thiết bị không. Máy ảo hoặc container chỉ thấy những gì được giao cho nó.",
        Nameless = "thiết bị không có tên",
        Serial = "cổng nối tiếp",
        Keyboard = "gõ phím như bàn phím",
        Camera = "máy ảnh (camera)",
        Likely = "rất có thể",
        Possible = "có thể: thiết bị không cho biết nó là gì",
        Unlikely = "khó có thể: theo tên gọi thì là thiết bị khác",
        SerialNumber = "số sê-ri {0}",
        Settings = "cài đặt:",
        BetterSerial = "tốt hơn: chuyển sang cổng nối tiếp (mục \"USB serial\", \"CDC-ACM\", \"virtual COM\" trong hướng dẫn của máy), "
            + "thêm Enter (CR) sau mỗi mã",
        MayNotOpen = "✗ người dùng {0} không được phép mở {1}: sudo usermod -aG {2} {0}, rồi đăng nhập lại "
            + "(nếu là dịch vụ: khởi động lại)",
        NoKernelAccount = "✗ không có {0}: máy này không cho biết nó có những thiết bị nào, nên không xem được ở đây.",
        MeansNothing = "✗ '{0}' không có nghĩa với lệnh scanners. Chưa làm gì cả; xem checkin-gate scanners --help.",
    };
}
