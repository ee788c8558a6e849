using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Hub.Commands;

/// <summary>Something in both languages.</summary>
internal readonly record struct Wording(string English, string Vietnamese)
{
    internal string In(Language language) => language.Of(English, Vietnamese);
}

/// <summary>Names, states and reasons of commands for people; a word of a newer gate is shown as it is.</summary>
internal static class CommandWordings
{
    private static readonly Dictionary<string, Wording> All = new(StringComparer.Ordinal)
    {
        [CommandWords.OpenOnce] = new("open once", "mở một lần"),
        [CommandWords.Admit] = new("let in", "cho vào"),
        [CommandWords.Identify] = new("identify", "nhận diện cổng"),
        [CommandWords.SelfTest] = new("self-test", "tự kiểm tra"),
        [CommandWords.Restart] = new("restart", "khởi động lại"),
        [CommandWords.SendLogs] = new("send log", "gửi nhật trình"),
        [CommandWords.ScanTest] = new("scan test", "thử đọc mã"),
        [CommandStates.Sent] = new("sent, not answered yet", "đã gửi, chưa có trả lời"),
        [CommandStates.Unanswered] = new(
            "not answered; the gate's events tell whether it was done", "không có trả lời; sự kiện của cổng cho biết đã làm chưa"),
        [CommandStates.NotSent] = new("not sent, the gate is not connected", "chưa gửi, cổng không kết nối"),
        [ReplyStates.Accepted] = new("being done", "đang làm"),
        [ReplyStates.Done] = new("done", "đã làm"),
        [ReplyStates.Refused] = new("refused", "bị từ chối"),
        [ReplyStates.Failed] = new("failed", "thất bại"),
        [CommandRefusals.Retained] = new("it was kept by the server", "lệnh bị máy chủ lưu lại"),
        [CommandRefusals.Expired] = new("it came too late", "lệnh đến quá muộn"),
        [CommandRefusals.Repeated] = new("it was given before", "lệnh đã có trước đó"),
        [CommandRefusals.Malformed] = new("it cannot be read", "không đọc được lệnh"),
        [CommandRefusals.Unknown] = new("this gate does not know it; update the gate", "cổng chưa biết lệnh này; hãy cập nhật cổng"),
        [CommandRefusals.NoSuchLane] = new("it has no such lane", "cổng không có làn này"),
        [CommandRefusals.NotWired] = new("nothing is wired there for it", "không có thiết bị nối vào đó"),
        [CommandRefusals.Emergency] = new("there is an emergency, and everything is open", "đang có khẩn cấp, mọi lối đều mở"),
        [CommandRefusals.Busy] = new("it is busy with another one", "cổng đang bận việc khác"),
        [CommandRefusals.JournalFailed] = new(
            "it could not be recorded, so it was not done", "không ghi được vào nhật ký nên không làm"),
        [CommandRefusals.HardwareFailed] = new("the hardware does not work", "phần cứng không hoạt động"),
    };

    internal static Wording Of(string word) => All.TryGetValue(word, out var wording) ? wording : new(word, word);
}
