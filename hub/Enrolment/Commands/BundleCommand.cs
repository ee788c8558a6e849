using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using CheckIn.Enrolment;
using CheckIn.Hub.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary><c>checkin-hub bundle</c>: claims for many gates, as files to be laid on SD cards.</summary>
internal static class BundleCommand
{
    internal static Command Create(CommandContext context)
    {
        var site = new Option<string>("--site")
        {
            Required = true,
            HelpName = "SITE",
            Description = "the place they are for",
        };
        var plan = new Option<string>("--plan")
        {
            HelpName = "PLAN",
            Description = "their lanes",
            DefaultValueFactory = _ => "in",
        };
        var count = new Option<int>("--count")
        {
            Required = true,
            HelpName = "N",
            Description = $"gates, 1 to {ClaimBundle.MaxCodes}",
        };
        var hours = new Option<double>("--hours")
        {
            HelpName = "H",
            Description = "how long the claims are good for, at most 720",
            DefaultValueFactory = _ => 48,
        };
        var split = new Option<bool>("--split") { Description = "a folder for each gate, with a file of its own" };
        var target = new Option<string>("--out")
        {
            HelpName = "PATH",
            Description = $"the file, or with --split the folder; default {ClaimBundle.FileName}, or checkin-enrol",
            DefaultValueFactory = _ => "",
        };
        var hub = CommandOptions.Hub();
        var command = new Command("bundle", "one-time claims for many gates, to be laid on SD cards")
        {
            site, plan, count, hours, split, target, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var isSplit = line.GetValue(split);
            var path = Path.GetFullPath(
                line.GetValue(target) is { Length: > 0 } said
                    ? said : isSplit ? "checkin-enrol" : ClaimBundle.FileName);
            // Before codes are made that nothing can take.
            if (Path.Exists(path))
                throw context.Refusal(
                    $"{path} is there already. Nothing was done; name another with --out",
                    $"{path} đã có sẵn. Chưa làm gì cả; hãy chọn tên khác bằng --out");
            var asked = new BundleRequest(
                line.GetValue(site), line.GetValue(plan), line.GetValue(count),
                (long)(line.GetValue(hours) * 3600), isSplit);
            var answer = await running.AskAsync(
                HttpMethod.Post, "/api/v1/enrolment-bundles",
                JsonContent.Create(asked, AdminJson.Default.BundleRequest),
                AdminJson.Default.BundleAnswer, cancellation);
            await ToldAsync(context, path, isSplit, answer, asked.Count);
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task ToldAsync(
        CommandContext context, string path, bool isSplit, BundleAnswer answer, int count)
    {
        try
        {
            Write(path, isSplit, answer.Files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw context.Refusal(
                $"{path} cannot be written ({e.Message}); end the claims that nobody has: checkin-hub withdraw "
                    + $"{answer.Bundle}",
                $"Không ghi được {path} ({e.Message}); hãy huỷ các mã chưa ai dùng: checkin-hub withdraw "
                    + $"{answer.Bundle}");
        }
        var until = answer.ExpiresAt.ToLocalTime().ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
        var output = context.Output;
        await output.WriteLineAsync(context.Say(
            $"✓ {count} claims, good until {until}: {path}", $"✓ {count} mã, có hiệu lực đến {until}: {path}"));
        await output.WriteLineAsync(isSplit
            ? context.Say($"  Copy the {ClaimBundle.FileName} of one folder onto each card's boot partition (bootfs).",
                $"  Chép tệp {ClaimBundle.FileName} của mỗi thư mục vào phân vùng khởi động (bootfs) của một thẻ.")
            : context.Say(
                $"  Copy it onto each card's boot partition (bootfs) as {ClaimBundle.FileName}; "
                    + "each gate takes one claim.",
                $"  Chép tệp vào phân vùng khởi động (bootfs) của từng thẻ với tên {ClaimBundle.FileName}; mỗi cổng "
                    + "dùng một mã."));
        await output.WriteLineAsync(context.Say(
            "  Whoever has it can enrol a gate: keep it to yourself, and end what is left: checkin-hub withdraw "
                + $"{answer.Bundle}",
            "  Ai có tệp này đều đăng ký được cổng: hãy giữ kín, và huỷ phần còn lại khi xong: checkin-hub withdraw "
                + $"{answer.Bundle}"));
    }

    private static void Write(string path, bool isSplit, IReadOnlyList<string> files)
    {
        if (!isSplit)
        {
            Write(path, files[0]);
            return;
        }
        var width = files.Count.ToString(CultureInfo.InvariantCulture).Length;
        foreach (var (index, text) in files.Index())
        {
            var folder = Path.Combine(path, (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
            Directory.CreateDirectory(folder);
            Write(Path.Combine(folder, ClaimBundle.FileName), text);
        }
    }

    /// <summary>Never over another: it may be a bundle that still counts.</summary>
    private static void Write(string path, string text) => PrivateFile.Write(path, Encoding.UTF8.GetBytes(text + "\n"));
}
