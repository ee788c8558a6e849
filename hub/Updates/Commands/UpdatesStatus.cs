using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Updates.Commands;

/// <summary>How updates are, on a terminal.</summary>
internal sealed class UpdatesStatus(CommandContext context)
{
    private readonly RolloutWords _words = new(context.Language);

    internal async Task ShowAllAsync(UpdateOverview all)
    {
        await SayAsync(context.Say("Gates by version:", "Số cổng theo phiên bản:"));
        foreach (var row in all.Versions)
            await SayAsync($"  {row.Gates,7}  {row.Version ?? context.Say("not known", "chưa rõ")}");
        await SayAsync(all.Packages.Count == 0
            ? context.Say("No package yet.", "Chưa có gói nào.")
            : context.Say("Packages: ", "Các gói: ")
                + string.Join(", ", all.Packages.Select(static row => $"{row.Release} ({row.Version})")));
        foreach (var row in all.Rollouts)
            await SayAsync(LineOf(row));
        if (all.Rollouts.Count == 0)
            await SayAsync(context.Say("No rollout yet.", "Chưa có đợt triển khai nào."));
    }

    internal async Task ShowAsync(RolloutRow row, RolloutGateList failed)
    {
        await SayAsync(LineOf(row));
        foreach (var stage in row.Stages)
            await SayAsync(_words.Line(stage));
        await SayAsync("  " + _words.Counts(row));
        foreach (var gate in failed.Gates)
            await SayAsync($"  ✗ {gate.Gate,-24} {_words.Why(gate.Why)}");
    }

    private string LineOf(RolloutRow row) =>
        $"{Mark(row.State)} {row.Id,4}  {row.Version} ({row.Release})  {_words.State(row.State)}  "
        + context.Say($"{row.Confirmed} of {row.Gates} confirmed", $"{row.Confirmed}/{row.Gates} đã xác nhận")
        + (row.Failed > 0 ? context.Say($", {row.Failed} failed", $", {row.Failed} không đạt") : "");

    private static string Mark(string state) => state switch { "stopped_by_rule" => "✗", "done" => "✓", _ => "▸" };

    private Task SayAsync(string text) => context.Output.WriteLineAsync(text);
}
