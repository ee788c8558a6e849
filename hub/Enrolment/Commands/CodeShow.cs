using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary>
/// Shows a code as text and as a QR picture, and waits until a gate has used it: then its fingerprint, to be compared
/// with what the gate itself shows.
/// </summary>
/// <param name="context">Where it is shown.</param>
/// <param name="hub">The hub that made it.</param>
/// <param name="isJson">One object a line in place of words.</param>
/// <param name="picture">A file for the picture as PNG; null = none.</param>
internal sealed class CodeShow(CommandContext context, RunningHub hub, bool isJson, string? picture = null)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const string WipeLine = "\r\e[K";

    internal async Task<int> RunAsync(string heading, CodeAnswer code, bool isWaiting, CancellationToken cancellation)
    {
        if (isJson)
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(code, AdminJson.Default.CodeAnswer));
        else
            await ShowAsync(heading, code);
        if (picture is not null && !await IsSavedAsync(picture, code))
            return CommandContext.Refused;
        if (!isWaiting)
            return CommandContext.Done;
        try
        {
            return await WaitAsync(code, cancellation);
        }
        catch (OperationCanceledException)
        {
            await EndLineAsync();
            await SayAsync("!",
                $"No longer waited for. The code stays good until {Clock(code.ExpiresAt)}; to end it: checkin-hub "
                    + $"withdraw {code.Id}",
                $"Không chờ nữa. Mã vẫn còn hiệu lực đến {Clock(code.ExpiresAt)}; để huỷ: checkin-hub withdraw "
                    + $"{code.Id}");
            return CommandContext.Refused;
        }
    }

    private async Task ShowAsync(string heading, CodeAnswer code)
    {
        var (output, minutes) = (context.Output, TimeSpan.FromSeconds(code.LifetimeS));
        await output.WriteLineAsync($"✓ {heading}: {code.Code}");
        await output.WriteLineAsync(context.Say(
            $"  Good until {Clock(code.ExpiresAt)} ({Span(minutes)}), for one gate. It is shown only now.",
            $"  Có hiệu lực đến {Clock(code.ExpiresAt)} ({Span(minutes)}), dùng cho một cổng. Mã chỉ hiện lần này."));
        if (context.IsTerminal)
        {
            await output.WriteLineAsync();
            await context.Terminal.WriteAsync(QrPicture.Draw(code.Qr));
            await output.WriteLineAsync();
        }
        var show = context.IsTerminal
            ? context.Say("show this picture to its scanner, or type", "đưa hình này trước đầu đọc, hoặc gõ")
            : context.Say("type", "gõ");
        await output.WriteLineAsync(
            context.Say("  At the gate: ", "  Tại cổng: ") + $"{show}: sudo checkin-gate enrol {code.Code}");
    }

    private async Task<bool> IsSavedAsync(string path, CodeAnswer code)
    {
        try
        {
            QrPicture.Save(code.Qr, path);
            await SayAsync(" ", $"The picture is in {path}.", $"Hình QR ở tệp {path}.");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await SayAsync("✗",
                $"The picture cannot be written: {e.Message} The code is good all the same.",
                $"Không ghi được hình QR: {e.Message} Mã vẫn dùng được.");
            return false;
        }
    }

    private async Task<int> WaitAsync(CodeAnswer code, CancellationToken cancellation)
    {
        if (!isJson && !context.IsTerminal)
            await context.Output.WriteLineAsync(context.Say("  Waiting for the gate.", "  Đang chờ cổng."));
        while (true)
        {
            var claim = await hub.AskAsync(
                HttpMethod.Get, "/api/v1/enrolment-codes/" + code.Id, null, AdminJson.Default.ClaimState, cancellation);
            if (claim.Status != ClaimStatus.Waiting)
            {
                await EndLineAsync();
                return await EndAsync(claim);
            }
            await ProgressAsync(code);
            await Task.Delay(Every, TimeProvider.System, cancellation);
        }
    }

    private async Task ProgressAsync(CodeAnswer code)
    {
        if (isJson || !context.IsTerminal)
            return;
        var left = code.ExpiresAt - TimeProvider.System.GetUtcNow();
        var text = left <= TimeSpan.Zero ? "0:00"
            : left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
        await context.Terminal.WriteAsync(
            WipeLine + context.Say($"… waiting for the gate, {text} left", $"… đang chờ cổng, còn {text}"));
    }

    private async Task<int> EndAsync(ClaimState claim)
    {
        if (isJson)
        {
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(claim, AdminJson.Default.ClaimState));
            return claim.Status == ClaimStatus.Used ? CommandContext.Done : CommandContext.Refused;
        }
        switch (claim.Status)
        {
            case ClaimStatus.Used:
                await SayAsync("✓", $"Gate {claim.Gate} is enrolled.", $"Cổng {claim.Gate} đã đăng ký xong.");
                await SayAsync(
                    " ", $"Its key's fingerprint: {claim.Fingerprint}. The gate shows the same; if it shows another, "
                    + $"somebody else has used the code: checkin-hub revoke {claim.Gate}",
                    $"Dấu vân tay khoá: {claim.Fingerprint}. Cổng phải hiện đúng như vậy; nếu khác, người khác đã dùng "
                        + $"mã: checkin-hub revoke {claim.Gate}");
                if (claim.Machine is { } machine)
                    await SayAsync(" ", $"Its machine: {machine}", $"Máy: {machine}");
                return CommandContext.Done;
            case ClaimStatus.Withdrawn when claim.Failures > 0:
                await SayAsync("✗",
                    $"The code was tried wrongly {claim.Failures} times and is withdrawn. Nothing was changed; ask "
                        + "for another one.",
                    $"Mã bị nhập sai {claim.Failures} lần nên đã bị huỷ. Chưa có gì thay đổi; hãy lấy mã khác.");
                return CommandContext.Refused;
            case ClaimStatus.Withdrawn:
                await SayAsync(
                    "✗", "The code was withdrawn. Nothing was changed.", "Mã đã bị huỷ. Chưa có gì thay đổi.");
                return CommandContext.Refused;
            default:
                await SayAsync(
                    "✗", "No gate came in time, and the code has expired. Nothing was changed; ask for another one.",
                    "Không có cổng nào dùng mã kịp lúc, mã đã hết hiệu lực. Chưa có gì thay đổi; hãy lấy mã khác.");
                return CommandContext.Refused;
        }
    }

    private Task SayAsync(string mark, string english, string vietnamese) => isJson
        ? Task.CompletedTask : context.Output.WriteLineAsync($"{mark} {context.Say(english, vietnamese)}");

    private async Task EndLineAsync()
    {
        if (!isJson && context.IsTerminal)
            await context.Terminal.WriteAsync(WipeLine);
    }

    private string Span(TimeSpan span) => span.TotalHours >= 2
        ? context.Say($"{span.TotalHours:0.#} hours", $"{span.TotalHours:0.#} giờ")
        : context.Say($"{span.TotalMinutes:0.#} minutes", $"{span.TotalMinutes:0.#} phút");

    private static string Clock(DateTimeOffset at) =>
        at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
