using System.CommandLine;
using System.Text;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary><c>checkin-hub plan</c>: the lane plans that gates begin with.</summary>
internal static class PlanCommand
{
    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("plan", "lane plans: named settings for gates to begin with")
        {
            List(context, hub), Show(context, hub), Save(context, hub),
        };
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var command = new Command("list", "their names") { hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var plans = await running.AskAsync(
                HttpMethod.Get, "/api/v1/plans", null, AdminJson.Default.PlanList, cancellation);
            foreach (var plan in plans.Plans)
            {
                await context.Output.WriteLineAsync(LanePlans.IsBuiltIn(plan)
                    ? context.Say($"{plan}  (comes with the hub)", $"{plan}  (có sẵn)") : plan);
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Show(CommandContext context, Option<string?> hub)
    {
        var name = new Argument<string>("name") { HelpName = "NAME" };
        var command = new Command(
            "show", "what one says, as it can be changed and saved under another name") { name, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await context.Output.WriteLineAsync(
                await running.AskTextAsync(
                    "/api/v1/plans/" + Uri.EscapeDataString(line.GetRequiredValue(name)), cancellation));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Save(CommandContext context, Option<string?> hub)
    {
        var name = new Argument<string>("name") { HelpName = "NAME", Description = "a to z, 0 to 9 and -" };
        var file = new Argument<string>("file")
        {
            HelpName = "FILE",
            Description = "sections as in a gate's appsettings.json; - = what is typed or piped",
        };
        var command = new Command("save", "saves one; gates that have it take it up") { name, file, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var text = await ReadAsync(context, line.GetRequiredValue(file), cancellation);
            var saved = await running.AskAsync(
                HttpMethod.Put, "/api/v1/plans/" + Uri.EscapeDataString(line.GetRequiredValue(name)),
                new StringContent(text, Encoding.UTF8, "application/json"), AdminJson.Default.PlanSaved, cancellation);
            await context.Output.WriteLineAsync(saved.Gates == 0
                ? context.Say(
                    $"✓ Plan {saved.Plan} is saved. No gate has it yet.",
                    $"✓ Đã lưu sơ đồ {saved.Plan}. Chưa có cổng nào dùng.")
                : context.Say(
                    $"✓ Plan {saved.Plan} is saved. Gates that have it: {saved.Gates}. They fetch it now, and go by it "
                        + "from their next start.",
                    $"✓ Đã lưu sơ đồ {saved.Plan}. Số cổng đang dùng: {saved.Gates}. Các cổng nhận ngay và áp dụng "
                        + "từ lần khởi động sau."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task<string> ReadAsync(CommandContext context, string file, CancellationToken cancellation)
    {
        try
        {
            return file == "-"
                ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw context.Refusal($"{file} cannot be read ({e.Message}); nothing was saved",
                $"Không đọc được {file} ({e.Message}); chưa lưu gì cả");
        }
    }
}
