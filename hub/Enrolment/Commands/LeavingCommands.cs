using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary><c>checkin-hub revoke</c>, <c>decommission</c> and <c>withdraw</c>: how gates and codes end.</summary>
internal static class LeavingCommands
{
    internal static Command Revoke(CommandContext context)
    {
        var gate = CommandOptions.Gate();
        var why = new Option<string?>("--why")
        {
            HelpName = "TEXT",
            Description = "kept with the certificate, such as \"stolen\"",
        };
        var (yes, hub) = (CommandOptions.Yes(), CommandOptions.Hub());
        var command = new Command(
            "revoke", "a gate's certificates are good for nothing any more; its connection is cut, its history stays")
        {
            gate, why, yes, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var id = line.GetRequiredValue(gate);
            if (!line.GetValue(yes) && !await ConfirmAsync(context, id,
                $"Gate {id} will be cut off at once and must be enrolled anew; it goes on deciding alone.",
                $"Cổng {id} sẽ bị ngắt ngay và phải đăng ký lại; cổng vẫn tự quyết định."))
                return CommandContext.Refused;
            await running.TellAsync(
                HttpMethod.Post, Path(id, "revoke"),
                JsonContent.Create(new RevokeRequest(line.GetValue(why)), AdminJson.Default.RevokeRequest),
                cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Gate {id} is revoked and its connection cut.",
                $"✓ Cổng {id} đã bị thu hồi chứng thư và ngắt kết nối."));
            return CommandContext.Done;
        }));
        return command;
    }

    internal static Command Decommission(CommandContext context)
    {
        var gate = CommandOptions.Gate();
        var (yes, hub) = (CommandOptions.Yes(), CommandOptions.Hub());
        var command = new Command("decommission", "a gate delivers what it has and wipes itself; then it is revoked")
        {
            gate, yes, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var id = line.GetRequiredValue(gate);
            if (!line.GetValue(yes) && !await ConfirmAsync(context, id,
                $"Gate {id} will admit nobody any more: it delivers its journal and wipes keys, settings and journal.",
                $"Cổng {id} sẽ không cho ai qua nữa: cổng gửi hết nhật ký rồi xoá khoá, cài đặt và nhật ký."))
                return CommandContext.Refused;
            await running.TellAsync(HttpMethod.Post, Path(id, "decommission"), null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Gate {id} is told to deliver what it has and wipe itself.",
                $"✓ Đã yêu cầu cổng {id} gửi hết dữ liệu rồi tự xoá."));
            await context.Output.WriteLineAsync(context.Say(
                "  It does so when it is connected; checkin-hub audit says when. Will it not come back: checkin-hub "
                    + $"revoke {id}",
                "  Cổng sẽ làm khi có kết nối; xem checkin-hub audit. Nếu cổng không kết nối lại nữa: checkin-hub "
                    + $"revoke {id}"));
            return CommandContext.Done;
        }));
        return command;
    }

    internal static Command Withdraw(CommandContext context)
    {
        var claim = new Argument<string>("code")
        {
            HelpName = "CODE",
            Description = "the first four symbols of a code, or the name of a bundle",
        };
        var hub = CommandOptions.Hub();
        var command = new Command(
            "withdraw", "a code, or what is left of a bundle, is good for nothing any more") { claim, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var id = line.GetRequiredValue(claim);
            var answer = await running.AskAsync(
                HttpMethod.Delete, "/api/v1/enrolment-codes/" + Uri.EscapeDataString(id), null,
                AdminJson.Default.WithdrawnAnswer, cancellation);
            await context.Output.WriteLineAsync(answer.Withdrawn == 0
                ? context.Say($"✓ Nothing of {id} was waiting any more.", $"✓ {id}: không còn mã nào đang chờ.")
                : context.Say($"✓ Withdrawn: {answer.Withdrawn}.", $"✓ Đã huỷ: {answer.Withdrawn} mã."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static string Path(string gate, string act) => $"/api/v1/gates/{Uri.EscapeDataString(gate)}/{act}";

    /// <summary>What cannot be undone is done when its name is typed.</summary>
    private static async Task<bool> ConfirmAsync(CommandContext context, string gate, string english, string vietnamese)
    {
        if (context.Input is not { } input)
        {
            await context.Errors.WriteLineAsync(context.Say(
                "✗ Nobody can be asked here whether this is meant. Nothing was done; say --yes.",
                "✗ Không thể hỏi lại để xác nhận. Chưa làm gì cả; hãy thêm --yes."));
            return false;
        }
        await context.Output.WriteLineAsync("! " + context.Say(english, vietnamese));
        await context.Output.WriteAsync(context.Say($"  Type {gate} to go on: ", $"  Gõ {gate} để tiếp tục: "));
        if ((await input.ReadLineAsync())?.Trim() == gate)
            return true;
        await context.Errors.WriteLineAsync(
            context.Say("✗ That is another name. Nothing was done.", "✗ Tên không khớp. Chưa làm gì cả."));
        return false;
    }
}
