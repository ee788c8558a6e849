using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Identity;

/// <summary>What <c>checkin-gate decommission</c> says, in one language.</summary>
internal sealed record DecommissionWords
{
    internal required string Runs { get; init; }
    internal required string Nothing { get; init; }
    internal required string Waiting { get; init; }
    internal required string WaitingDo { get; init; }
    internal required string Unreadable { get; init; }
    internal required string Ask { get; init; }
    internal required string Unnamed { get; init; }
    internal required string NotAsked { get; init; }
    internal required string NotConfirmed { get; init; }
    internal required string Wiped { get; init; }
    internal required string Told { get; init; }
    internal required string NotTold { get; init; }
    internal required string Halves { get; init; }
    internal required string Failed { get; init; }

    internal static DecommissionWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    private static readonly DecommissionWords English = new()
    {
        Runs = "✗ The gate is running. Stop it first: systemctl stop checkin-gate. Nothing was changed.",
        Nothing = "! There is nothing here to wipe: no journal, no keys, no enrolment. Is this the gate's directory? "
            + "({0})",
        Waiting = "✗ {0} events have not reached the hub and would be lost. Nothing was changed.",
        WaitingDo = "  Start the gate where it reaches its hub and wait for 'events waiting: 0' (checkin-gate "
            + "status). Without them: --even-undelivered",
        Unreadable = "✗ The journal cannot be read, so nobody knows what the hub has of it: {0} Nothing was changed. "
            + "In spite of that: --even-undelivered",
        Ask = "Journal, keys, certificate and settings of {0} will be wiped; this cannot be undone. Type {0} to go "
            + "on: ",
        Unnamed = "this-gate",
        NotAsked = "✗ Nobody can be asked here. Nothing was changed. If it is meant: --yes",
        NotConfirmed = "✗ That is not {0}. Nothing was changed.",
        Wiped = "✓ {0} is wiped: journal, keys, certificate, settings. {1} says so.",
        Told = "  The hub knows, and takes its certificate no more.",
        NotTold = "  The hub could not be told ({0}): revoke the gate there (checkin-hub revoke).",
        Halves = "  {0} private tracing keys are still in {1}. They open what was sealed before the enrolment: move "
            + "them to a safe place, or wipe them too (--private-keys-too).",
        Failed = "✗ Not all was wiped: {0} Call it again once that is mended, as root or as the gate's user.",
    };

    private static readonly DecommissionWords Vietnamese = new()
    {
        Runs = "✗ Cổng đang chạy. Hãy dừng trước: systemctl stop checkin-gate. Chưa có gì thay đổi.",
        Nothing = "! Ở đây không có gì để xóa: không có nhật ký, khóa hay đăng ký. Đây có đúng thư mục của cổng "
            + "không? ({0})",
        Waiting = "✗ Còn {0} sự kiện chưa về tới trung tâm, xóa thì sẽ mất. Chưa có gì thay đổi.",
        WaitingDo = "  Hãy chạy cổng ở nơi tới được trung tâm và đợi đến khi không còn sự kiện chờ (checkin-gate "
            + "status). Nếu chấp nhận mất: --even-undelivered",
        Unreadable = "✗ Không đọc được nhật ký nên không biết trung tâm đã có những gì: {0} Chưa có gì thay đổi. Nếu "
            + "vẫn muốn xóa: --even-undelivered",
        Ask = "Sẽ xóa nhật ký, khóa, chứng thư và cài đặt của {0}, không khôi phục được. Gõ {0} để tiếp tục: ",
        Unnamed = "cong-nay",
        NotAsked = "✗ Ở đây không hỏi được ai. Chưa có gì thay đổi. Nếu đúng là muốn xóa: --yes",
        NotConfirmed = "✗ Không đúng {0}. Chưa có gì thay đổi.",
        Wiped = "✓ Đã xóa {0}: nhật ký, khóa, chứng thư, cài đặt. Tệp {1} ghi lại việc này.",
        Told = "  Trung tâm đã biết và không nhận chứng thư này nữa.",
        NotTold = "  Chưa báo được cho trung tâm ({0}): hãy thu hồi cổng ở đó (checkin-hub revoke).",
        Halves = "  Còn {0} khóa riêng ở {1}. Chúng mở những gì được niêm phong trước khi đăng ký: hãy chuyển đến "
            + "nơi an toàn, hoặc xóa luôn (--private-keys-too).",
        Failed = "✗ Chưa xóa hết: {0} Hãy sửa rồi gọi lại, với quyền root hoặc người dùng của cổng.",
    };
}
