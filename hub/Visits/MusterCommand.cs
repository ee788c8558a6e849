using System.CommandLine;
using System.Globalization;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Visits;

namespace CheckIn.Hub.Visits;

/// <summary><c>checkin-hub muster</c>: who is inside a site, by the running hub.</summary>
internal static class MusterCommand
{
    internal static Command Create(CommandContext context)
    {
        var site = new Argument<string>("site") { HelpName = "SITE", Description = "code of the site" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("muster", "who is inside a site now, by tag and category, the longest first")
        {
            site, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = $"/api/v1/sites/{Uri.EscapeDataString(line.GetRequiredValue(site))}/muster";
            if (line.GetValue(json))
            {
                await context.Output.WriteLineAsync(await running.AskTextAsync(path, cancellation));
                return CommandContext.Done;
            }
            await TellAsync(context, await running.AskAsync(
                HttpMethod.Get, path, null, VisitsJson.Default.MusterAnswer, cancellation));
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task TellAsync(CommandContext context, MusterAnswer muster)
    {
        var (output, language) = (context.Output, context.Language);
        await output.WriteLineAsync(context.Say(
            $"Inside {muster.Site}: {muster.Inside}", $"Đang ở trong {muster.Site}: {muster.Inside}"));
        foreach (var (category, count) in muster.ByCategory)
            await output.WriteLineAsync($"  {count,6}  {CategoryWords.Of(category, language)}");
        foreach (var person in muster.People)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {person.EnteredAt:u}  {person.Tag}  {CategoryWords.Of(person.Category, language)}  {person.EntryGate}"));
        if (muster.StayedOver > 0)
            await output.WriteLineAsync("! " + VisitWords.StayedOver(muster.StayedOver, language));
        if (muster.NotHeard.Count > 0)
        {
            var gates = string.Join(", ", muster.NotHeard);
            await output.WriteLineAsync(context.Say(
                $"✗ Not heard now: {gates}. Who passed there since is missing here; ask the gate itself: checkin-gate muster.",
                $"✗ Đang mất kết nối: {gates}. Ai qua các cổng đó từ lúc ấy chưa có ở đây; xem tại cổng: checkin-gate muster."));
        }
    }
}
