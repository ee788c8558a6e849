using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Desired.Commands;

/// <summary>The parts of <c>checkin-hub settings</c> that change something.</summary>
internal static class SettingsChanging
{
    internal static Command Set(CommandContext context, Option<string?> hub)
    {
        var pairs = new Argument<string[]>("settings")
        {
            HelpName = "KEY=VALUE",
            Description = "such as Lanes:*:Turnstile:Pulse=00:00:01",
            Arity = ArgumentArity.OneOrMore,
        };
        return Change(context, hub, "set", "has a scope say this of settings", pairs,
            (line, _) => Task.FromResult(PatchReader.Setting(context, line.GetRequiredValue(pairs))));
    }

    internal static Command Unset(CommandContext context, Option<string?> hub)
    {
        var keys = new Argument<string[]>("keys")
        {
            HelpName = "KEY",
            Description = "such as Lanes:*:Turnstile:Pulse",
            Arity = ArgumentArity.OneOrMore,
        };
        return Change(context, hub, "unset", "has a scope say nothing of these any more", keys,
            (line, _) => Task.FromResult(PatchReader.Unsetting(line.GetRequiredValue(keys))));
    }

    internal static Command Patch(CommandContext context, Option<string?> hub)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "a JSON merge patch; - = the input" };
        return Change(context, hub, "patch", "changes what a scope says by a JSON merge patch", file,
            (line, cancellation) => PatchReader.ReadAsync(context, line.GetRequiredValue(file), cancellation));
    }

    internal static Command RollBack(CommandContext context, Option<string?> hub)
    {
        var (scope, plan) = (SettingsCommand.Scope(), new PlanOptions());
        var number = new Argument<long>("version")
        {
            HelpName = "NUMBER",
            Description = "of the version to hold again; 0 = nothing",
        };
        var command = new Command("rollback", "has a scope say an earlier version again") { scope, number, hub };
        plan.AddTo(command);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new RollBackRequest(line.GetRequiredValue(number), plan.Read(context, line));
            var done = await running.AskAsync(
                HttpMethod.Post, SettingsCommand.PathOf(line.GetRequiredValue(scope)) + "/rollback",
                JsonContent.Create(asked, SettingsJson.Default.RollBackRequest), SettingsJson.Default.SettingsChange,
                cancellation);
            return await TellAsync(context, done);
        }));
        return command;
    }

    internal static Command Act(
        CommandContext context, Option<string?> hub, string word, string what, string english, string vietnamese)
    {
        var id = new Argument<long>("rollout") { HelpName = "ROLLOUT" };
        var command = new Command(word, what) { id, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(id);
            await running.TellAsync(HttpMethod.Post, $"{SettingsCommand.Api}/rollouts/{which}/{word}", null, cancellation);
            await context.Output.WriteLineAsync(string.Format(
                CultureInfo.InvariantCulture, context.Say(english, vietnamese), which));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Change(
        CommandContext context, Option<string?> hub, string word, string what, Argument argument,
        Func<ParseResult, CancellationToken, Task<JsonObject>> read)
    {
        var (scope, plan) = (SettingsCommand.Scope(), new PlanOptions());
        var title = new Option<string?>("--title")
        {
            HelpName = "TEXT",
            Description = "what it is for; default: what is changed",
        };
        var expected = new Option<long?>("--expected")
        {
            HelpName = "NUMBER",
            Description = "refuse it if the scope has another version by now",
        };
        var trial = new Option<bool>("--dry-run") { Description = "only say what would be" };
        var command = new Command(word, what) { scope, argument, title, expected, trial, hub };
        plan.AddTo(command);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var patch = await read(line, cancellation);
            var asked = new ChangeRequest(
                patch, line.GetValue(title) ?? TitleOf(patch), line.GetValue(expected), plan.Read(context, line));
            var path = SettingsCommand.PathOf(line.GetRequiredValue(scope));
            var body = JsonContent.Create(asked, SettingsJson.Default.ChangeRequest);
            return line.GetValue(trial)
                ? await ShowAsync(context, await running.AskAsync(
                    HttpMethod.Post, path + "/preview", body, SettingsJson.Default.PreviewRow, cancellation))
                : await TellAsync(context, await running.AskAsync(
                    HttpMethod.Post, path + "/change", body, SettingsJson.Default.SettingsChange, cancellation));
        }));
        return command;
    }

    private static async Task<int> ShowAsync(CommandContext context, PreviewRow preview)
    {
        foreach (var problem in preview.Problems)
            await context.Errors.WriteLineAsync("✗ " + problem.Problem);
        if (preview.Problems.Count > 0)
            return CommandContext.Refused;
        await context.Output.WriteLineAsync(SettingsCommand.Text(preview.Document));
        await context.Output.WriteLineAsync(context.Say(
            $"It would concern {preview.Gates} gates. Nothing was changed.",
            $"Sẽ áp dụng cho {preview.Gates} cổng. Chưa thay đổi gì cả."));
        if (preview.Cutting.Count > 0)
            await context.Output.WriteLineAsync(context.Say(
                $"A wrong value could cut gates off, so each tries it first: {string.Join(", ", preview.Cutting)}",
                "Giá trị sai có thể làm cổng mất liên lạc, nên mỗi cổng sẽ chạy thử trước: "
                    + string.Join(", ", preview.Cutting)));
        return CommandContext.Done;
    }

    private static async Task<int> TellAsync(CommandContext context, SettingsChange done)
    {
        await context.Output.WriteLineAsync(done.Rollout is { } rollout
            ? context.Say(
                $"✓ Version {done.Number} of {done.Scope} is being rolled out to {done.Gates} gates: rollout {rollout}.",
                $"✓ Đang triển khai phiên bản {done.Number} của {done.Scope} cho {done.Gates} cổng: đợt {rollout}.")
            : context.Say(
                $"✓ {done.Scope} is at version {done.Number}; {done.Gates} gates are told.",
                $"✓ {done.Scope} ở phiên bản {done.Number}; đã báo cho {done.Gates} cổng."));
        return CommandContext.Done;
    }

    private static string TitleOf(JsonObject patch)
    {
        var text = patch.ToJsonString();
        return text.Length <= SettingsRules.LongestTitle ? text : text[..(SettingsRules.LongestTitle - 1)] + "…";
    }
}
