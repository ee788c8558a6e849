using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Accounts.Api;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Accounts.Commands;

/// <summary><c>checkin-hub token</c>: ways in for programs.</summary>
internal static class TokenCommand
{
    private const string Root = "/api/v1/tokens";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("token", "ways in for programs, over HTTP and MQTT")
        {
            Make(context, hub), List(context, hub), Withdraw(context, hub),
        };
    }

    private static Command Make(CommandContext context, Option<string?> hub)
    {
        var (name, role, node) = (Name(), PeopleCommand.RoleOption(), PeopleCommand.NodeOption());
        var (days, json) = (new Option<int?>("--days") { HelpName = "N", Description = "1 to 366, default 90" },
            CommandOptions.Json());
        var command = new Command("create", "one more; its text is shown once") { name, role, node, days, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var order = new TokenRequest(
                line.GetRequiredValue(name), line.GetRequiredValue(role), line.GetValue(node), line.GetValue(days));
            var made = await running.AskAsync(
                HttpMethod.Post, Root, JsonContent.Create(order, AccountJson.Default.TokenRequest),
                AccountJson.Default.TokenMade, cancellation);
            if (line.GetValue(json))
            {
                await context.Output.WriteLineAsync(JsonSerializer.Serialize(made, AccountJson.Default.TokenMade));
                return CommandContext.Done;
            }
            await context.Output.WriteLineAsync(context.Say(
                $"✓ {made.Token.Name}: {Role(context, made.Token)}, until {Day(made.Token.ExpiresAt)}.",
                $"✓ {made.Token.Name}: {Role(context, made.Token)}, đến {Day(made.Token.ExpiresAt)}."));
            await context.Output.WriteLineAsync(context.Say(
                $"  Its text, shown this once: {made.Text}", $"  Mã, chỉ hiện một lần: {made.Text}"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "all of them, without their texts") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(HttpMethod.Get, Root, null, AccountJson.Default.TokenList, cancellation);
            if (list.Tokens.Count == 0 && !line.GetValue(json))
                await context.Output.WriteLineAsync(context.Say("There are no tokens.", "Chưa có mã truy cập nào."));
            foreach (var token in list.Tokens)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(token, AccountJson.Default.TokenRow) : InWords(context, token));
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Withdraw(CommandContext context, Option<string?> hub)
    {
        var name = Name();
        var command = new Command("withdraw", "good no more, at once") { name, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(name);
            await running.TellAsync(HttpMethod.Delete, Root + "/" + Uri.EscapeDataString(which), null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ The token {which} is withdrawn.", $"✓ Đã thu hồi mã truy cập {which}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Argument<string> Name() =>
        new("name") { HelpName = "NAME", Description = "of what uses it: a to z, 0 to 9 and -" };

    private static string Role(CommandContext context, TokenRow token) =>
        PeopleCommand.InWords(context, new RoleRow(token.Role, token.Node));

    private static string Day(DateTimeOffset at) =>
        at.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string InWords(CommandContext context, TokenRow token)
    {
        var state = token.IsExpired ? context.Say("✗ expired", "✗ hết hạn") : "✓";
        var used = token.UsedAt is { } at
            ? context.Say($"last used {Day(at)}", $"dùng lần cuối {Day(at)}") : context.Say("never used", "chưa dùng");
        return $"  {state} {token.Name,-24} {Role(context, token)}; "
            + context.Say($"until {Day(token.ExpiresAt)}; {used}; by {token.Owner ?? "local"}",
                $"đến {Day(token.ExpiresAt)}; {used}; do {token.Owner ?? "local"}");
    }
}
