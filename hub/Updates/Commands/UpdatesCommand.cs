using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Updates.Commands;

/// <summary><c>checkin-hub updates</c>: packages and rollouts of the running hub.</summary>
internal static class UpdatesCommand
{
    private const string Api = "/api/v1/updates";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("updates", "new versions for gates: packages, and how they are rolled out")
        {
            Add(context, hub), List(context, hub), Remove(context, hub), Start(context, hub),
            Act(context, hub, "stop", "asks no more gates, and takes back what is not decided", "✓ Rollout {0} is stopped.",
                "✓ Đã dừng đợt triển khai {0}."),
            Act(context, hub, "resume", "has a stopped rollout go on; what failed so far is forgiven", "✓ Rollout {0} goes on.",
                "✓ Đợt triển khai {0} tiếp tục."),
            Status(context, hub),
        };
    }

    private static Command Add(CommandContext context, Option<string?> hub)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "as 'checkin-hub release make' made it" };
        var command = new Command("add", "gives the hub a signed package") { file, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await using var package = context.OpenFile(line.GetRequiredValue(file));
            using var content = new StreamContent(package);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            var added = await running.AskAsync(
                HttpMethod.Post, Api + "/packages", content, UpdateApiJson.Default.PackageRow, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Release {added.Release} ({added.Version}) is there, signed by key {added.Key}. No gate has it yet.",
                $"✓ Đã nhận bản phát hành {added.Release} ({added.Version}), ký bằng khoá {added.Key}. Chưa cổng nào có."));
            await context.Output.WriteLineAsync(context.Say(
                $"  Roll it out: checkin-hub updates start --release {added.Release}",
                $"  Triển khai: checkin-hub updates start --release {added.Release}"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "packages, the latest release first") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            if (line.GetValue(json))
            {
                await context.Output.WriteLineAsync(await running.AskTextAsync(Api + "/packages", cancellation));
                return CommandContext.Done;
            }
            var list = await running.AskAsync(
                HttpMethod.Get, Api + "/packages", null, UpdateApiJson.Default.PackageList, cancellation);
            foreach (var row in list.Packages)
            {
                await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Release,6}  {row.Version,-20} {row.Size / 1048576.0,7:0.0} MiB  {row.Key}  {row.Sha256[..12]}…  ")
                    + row.AddedBy);
            }
            if (list.Packages.Count == 0)
                await context.Output.WriteLineAsync(context.Say(
                    "No package yet; add one: checkin-hub updates add FILE", "Chưa có gói nào; hãy thêm: checkin-hub updates add TỆP"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Remove(CommandContext context, Option<string?> hub)
    {
        var release = new Argument<long>("release") { HelpName = "RELEASE" };
        var command = new Command("remove", "a package; gates that have it keep it") { release, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(release);
            await running.TellAsync(HttpMethod.Delete, $"{Api}/packages/{which}", null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ The package of release {which} is gone.", $"✓ Đã xoá gói của bản phát hành {which}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Start(CommandContext context, Option<string?> hub)
    {
        var options = new StartOptions();
        var command = new Command("start", "rolls a release out, stage by stage; all gates unless a part is named") { hub };
        options.AddTo(command);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = options.Read(context, line);
            var started = await running.AskAsync(
                HttpMethod.Post, Api + "/rollouts", JsonContent.Create(asked, UpdateApiJson.Default.RolloutRequest),
                UpdateApiJson.Default.RolloutStarted, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Rollout {started.Id} of release {asked.Release} to {started.Gates} gates has begun.",
                $"✓ Đã bắt đầu đợt triển khai {started.Id} của bản phát hành {asked.Release} cho {started.Gates} cổng."));
            await context.Output.WriteLineAsync(context.Say(
                $"  See how far it is: checkin-hub updates status {started.Id}",
                $"  Xem tiến độ: checkin-hub updates status {started.Id}"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Act(
        CommandContext context, Option<string?> hub, string word, string what, string english, string vietnamese)
    {
        var id = new Argument<long>("rollout") { HelpName = "ROLLOUT" };
        var command = new Command(word, what) { id, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(id);
            await running.TellAsync(HttpMethod.Post, $"{Api}/rollouts/{which}/{word}", null, cancellation);
            await context.Output.WriteLineAsync(string.Format(
                CultureInfo.InvariantCulture, context.Say(english, vietnamese), which));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Status(CommandContext context, Option<string?> hub)
    {
        var id = new Argument<long?>("rollout")
        {
            HelpName = "ROLLOUT",
            Description = "one of them, with what failed; default: everything at a glance",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommandOptions.Json();
        var command = new Command("status", "who runs what, and how far rollouts are") { id, json, hub };
        var page = new UpdatesStatus(context);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = line.GetValue(id) is { } which ? $"{Api}/rollouts/{which}" : Api;
            if (line.GetValue(json))
                await context.Output.WriteLineAsync(await running.AskTextAsync(path, cancellation));
            else if (line.GetValue(id) is null)
                await page.ShowAllAsync(await running.AskAsync(
                    HttpMethod.Get, path, null, UpdateApiJson.Default.UpdateOverview, cancellation));
            else
                await page.ShowAsync(
                    await running.AskAsync(HttpMethod.Get, path, null, UpdateApiJson.Default.RolloutRow, cancellation),
                    await running.AskAsync(HttpMethod.Get, path + "/gates?step=failed", null,
                        UpdateApiJson.Default.RolloutGateList, cancellation));
            return CommandContext.Done;
        }));
        return command;
    }
}
