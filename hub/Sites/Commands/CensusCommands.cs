using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What <c>sites</c> and <c>nodes</c> have in common: a file goes in, a file comes out.</summary>
internal static class CensusCommands
{
    internal static Command Import(CommandContext context, string path, string what)
    {
        var file = new Argument<string>("file")
        {
            HelpName = "FILE",
            Description = "CSV, UTF-8, with , or ; between the cells",
        };
        var trial = new Option<bool>("--dry-run") { Description = "only say what would be done" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("import", what) { file, trial, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await using var stream = context.OpenFile(line.GetRequiredValue(file));
            using var body = new StreamContent(stream);
            body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            var report = await running.AskAsync(
                HttpMethod.Post, $"/api/v1/{path}/import?dry_run={(line.GetValue(trial) ? "true" : "false")}", body,
                SitesJson.Default.ImportReport, cancellation);
            if (line.GetValue(json))
                await context.Output.WriteLineAsync(JsonSerializer.Serialize(report, SitesJson.Default.ImportReport));
            else
                await TellAsync(context, report);
            return CommandContext.Done;
        }));
        return command;
    }

    internal static Command Export(CommandContext context, string path, string what)
    {
        var output = new Option<string?>("--out")
        {
            HelpName = "FILE",
            Description = "a new file; default: to the terminal",
        };
        var hub = CommandOptions.Hub();
        var command = new Command("export", what) { output, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var text = await running.AskTextAsync($"/api/v1/{path}/export", cancellation);
            if (line.GetValue(output) is not { } file)
            {
                await context.Output.WriteAsync(text.TrimStart('\ufeff'));
                return CommandContext.Done;
            }
            await WriteAsync(context, file, text);
            await context.Output.WriteLineAsync(context.Say($"✓ Written to {file}.", $"✓ Đã ghi vào {file}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task TellAsync(CommandContext context, ImportReport report)
    {
        await context.Output.WriteLineAsync(report.IsTrial
            ? context.Say(
                $"✓ The file is good. {report.Rows} rows: {report.Added} would be added, {report.Changed} changed, "
                    + $"{report.Unchanged} stay as they are. Nothing was imported.",
                $"✓ Tệp hợp lệ. {report.Rows} dòng: sẽ thêm {report.Added}, sửa {report.Changed}, giữ nguyên "
                    + $"{report.Unchanged}. Chưa nhập gì cả.")
            : context.Say(
                $"✓ {report.Rows} rows are imported: {report.Added} added, {report.Changed} changed, "
                    + $"{report.Unchanged} stay as they are.",
                $"✓ Đã nhập {report.Rows} dòng: thêm {report.Added}, sửa {report.Changed}, giữ nguyên "
                + $"{report.Unchanged}."));
        if (report.ToPlace == 0)
            return;
        await context.Output.WriteLineAsync(context.Say(
            $"! {report.ToPlace} sites are in a node that was divided or abolished; they count in what is above it "
                + "until somebody says where they are: a file of the columns code and node is enough.",
            $"! {report.ToPlace} địa điểm thuộc đơn vị đã chia tách hoặc giải thể; tạm tính cho đơn vị cấp trên đến "
                + "khi có nơi mới: chỉ cần tệp hai cột code và node."));
    }

    /// <summary>It has names and telephone numbers: only its owner reads it.</summary>
    private static async Task WriteAsync(CommandContext context, string path, string text)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var writer = new StreamWriter(path,
                new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), options);
            await writer.WriteAsync(text.TrimStart('\ufeff'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw context.Refusal($"The file cannot be written: {e.Message} Nothing was done",
                $"Không ghi được tệp: {e.Message} Chưa làm gì cả");
        }
    }
}
