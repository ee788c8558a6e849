using CheckIn.Hub.Modes.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Passes.Commands;

/// <summary>Passes and keys as lines.</summary>
internal sealed class PassPage(CommandContext context)
{
    internal async Task ShowAsync(PassList list)
    {
        foreach (var row in list.Passes)
        {
            var standing = row.RevokedAt is { } at
                ? context.Say($"revoked {Moments.Local(at)}: {row.RevokedWhy}", $"thu hồi {Moments.Local(at)}: {row.RevokedWhy}")
                : context.Say($"until {Moments.Local(row.ExpiresAt)}", $"đến {Moments.Local(row.ExpiresAt)}");
            var kind = row.IsRotating ? context.Say("rotating", "xoay vòng") : context.Say("static", "cố định");
            await context.Output.WriteLineAsync(
                $"{row.Id}  {row.Category,-10} {kind,-9} {row.Scope,-24} {standing}  {row.Label}".TrimEnd());
        }
        if (list.Passes.Count == 0)
            await context.Output.WriteLineAsync(context.Say("No pass was issued yet.", "Chưa cấp thẻ nào."));
        if (list.Next is { } next)
            await context.Output.WriteLineAsync(context.Say($"  Older ones: --before {next}", $"  Thẻ cũ hơn: --before {next}"));
    }

    internal async Task ShowAsync(PassKeyList list)
    {
        foreach (var key in list.Keys)
        {
            var state = key.State switch
            {
                "next" => context.Say("next", "kế tiếp"),
                "signing" => context.Say("signs", "đang ký"),
                _ => context.Say("believed", "còn tin"),
            };
            await context.Output.WriteLineAsync(context.Say(
                $"{key.Kid}  {state,-9} signs from {Moments.Local(key.SignsFrom)}, believed until {Moments.Local(key.Until)}",
                $"{key.Kid}  {state,-9} ký từ {Moments.Local(key.SignsFrom)}, được tin đến {Moments.Local(key.Until)}"));
        }
        if (list.Keys.Count == 0)
            await context.Output.WriteLineAsync(context.Say(
                "No key yet; the first is made with the first pass.", "Chưa có khoá; khoá đầu tiên được tạo cùng thẻ đầu tiên."));
    }
}
