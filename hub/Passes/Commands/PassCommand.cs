using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Modes.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Passes.Commands;

/// <summary><c>checkin-hub pass</c>: passes of the running hub.</summary>
internal static class PassCommand
{
    internal const string Api = "/api/v1/passes";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("pass", "passes that gates believe: issued, revoked, and the keys that sign them")
        {
            IssueCommand.Create(context, hub), Revoke(context, hub), List(context, hub), Keys(context, hub),
            Rotate(context, hub),
        };
    }

    private static Command Revoke(CommandContext context, Option<string?> hub)
    {
        var ids = new Argument<string[]>("pass")
        {
            HelpName = "PASS",
            Description = "its id; several",
            Arity = ArgumentArity.OneOrMore,
        };
        var why = new Option<string>("--why") { Required = true, HelpName = "TEXT", Description = "for people; no names" };
        var command = new Command("revoke", "passes, all of them or none; a card that was lost, or a person who has left")
        {
            ids, why, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(ids);
            var asked = new RevocationRequest(which, line.GetRequiredValue(why));
            await running.TellAsync(
                HttpMethod.Post, Api + "/revoke", JsonContent.Create(asked, PassesJson.Default.RevocationRequest), cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ {which.Length} passes are revoked. Gates that are connected know it in seconds, others when they come back.",
                $"✓ Đã thu hồi {which.Length} thẻ. Cổng đang kết nối biết sau vài giây, cổng khác khi kết nối lại."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "1 to 1000", DefaultValueFactory = _ => 100 };
        var before = new Option<long?>("--before") { HelpName = "N", Description = "older ones, as the last page says" };
        var command = new Command("list", "passes that were issued, the newest first") { limit, before, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = $"{Api}?limit={line.GetValue(limit)}" + (line.GetValue(before) is { } number ? $"&before={number}" : "");
            return await context.ShowAsync(
                running, path, line.GetValue(json), PassesJson.Default.PassList, new PassPage(context).ShowAsync, cancellation);
        }));
        return command;
    }

    private static Command Keys(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("keys", "that sign passes, and until when gates believe them") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running => context.ShowAsync(
            running, Api + "/keys", line.GetValue(json), PassesJson.Default.PassKeyList, new PassPage(context).ShowAsync,
                cancellation)));
        return command;
    }

    private static Command Rotate(CommandContext context, Option<string?> hub)
    {
        var now = new Option<bool>("--now") { Description = "it signs at once; gates that are away do not know it yet" };
        var distrust = new Option<bool>("--distrust")
        {
            Description = "a key was stolen: those of before are erased, and every pass that they signed ends",
        };
        var command = new Command("rotate", "another key for passes, which gates know for a time before it signs")
        {
            now, distrust, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new PassRotation(line.GetValue(now), line.GetValue(distrust));
            var key = await running.AskAsync(
                HttpMethod.Post, Api + "/keys/rotate", JsonContent.Create(asked, PassesJson.Default.PassRotation),
                PassesJson.Default.PassKeyRow, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Key {key.Kid} signs passes from {Moments.Local(key.SignsFrom)} on.",
                $"✓ Khoá {key.Kid} ký thẻ từ {Moments.Local(key.SignsFrom)}."));
            if (asked.Distrust)
                await context.Output.WriteLineAsync(context.Say(
                    "  Every pass of before has ended at gates that are connected; issue them anew.",
                    "  Mọi thẻ cũ đã hết hiệu lực tại các cổng đang kết nối; hãy cấp lại."));
            return CommandContext.Done;
        }));
        return command;
    }
}
