using CheckIn.Contract;
using CheckIn.Hub.Updates;
using CheckIn.Settings;
using CheckIn.Updates;

namespace CheckIn.Hub.Rollouts;

/// <summary>The words of rollouts, for people.</summary>
internal sealed class RolloutWords(Language language)
{
    /// <summary>One that is not known as it is.</summary>
    internal string State(string state) => state switch
    {
        "running" => Say("under way", "đang chạy"),
        "waiting" => Say("waiting", "đang chờ"),
        "stopped_by_rule" => Say("stopped: too many failed", "đã dừng: quá nhiều cổng không đạt"),
        "stopped_by_person" => Say("stopped", "đã dừng"),
        "done" => Say("done", "đã xong"),
        _ => state,
    };

    internal string Step(string step) => step switch
    {
        "pending" => Say("not asked yet", "chưa đến lượt"),
        "asked" => Say("at it", "đang cập nhật"),
        "undecided" => Say("silent", "im lặng"),
        "confirmed" => Say("confirmed", "đã xác nhận"),
        "failed" => Say("failed", "không đạt"),
        "passed" => Say("needs it not", "không cần"),
        "gone" => Say("out of service", "ngừng hoạt động"),
        _ => step,
    };

    /// <summary>A reason of an update as one knows it; of settings the gate's state, and after it what it said itself.</summary>
    internal string Why(string? why) => why?.Split(": ", 2) switch
    {
        null => "",
        [RolloutGate.Silent] => Say("said nothing in its time", "không trả lời kịp thời gian"),
        [ReportedStates.Refused, .. var said] => string.Join(": ", [Say("refused", "từ chối"), .. said]),
        [ReportedStates.Reverted, .. var said] =>
            string.Join(": ", [Say("tried it and went back", "đã chạy thử rồi quay lại"), .. said]),
        _ => UpdateWords.OfReason(why, language),
    };

    internal string Counts(RolloutRow row) => string.Join(", ", new (string Step, int Count)[]
    {
        ("confirmed", row.Confirmed), ("failed", row.Failed), ("asked", row.Asked - row.Undecided), ("undecided", row.Undecided),
        ("pending", row.Pending), ("passed", row.Passed), ("gone", row.Gone),
    }.Where(static one => one.Count > 0).Select(one => $"{one.Count} {Step(one.Step)}"));

    /// <summary>A line of a terminal: one that is over, the one that is on, or one to come, and how many gates it has.</summary>
    internal string Line(StageRow stage) =>
        $"  {stage.State switch { "done" => "✓", "now" => "▸", _ => " " }} {stage.Stage,6}  "
        + Say($"{stage.Gates} gates", $"{stage.Gates} cổng");

    private string Say(string english, string vietnamese) => language.Of(english, vietnamese);
}
