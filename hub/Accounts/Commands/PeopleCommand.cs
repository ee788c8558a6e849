using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Accounts.Api;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Accounts.Commands;

/// <summary><c>checkin-hub people</c>: who may sign in, and what he may.</summary>
internal static class PeopleCommand
{
    private const string Root = "/api/v1/people";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("people", "who may sign in, and what he may")
        {
            SetUp(context, hub), List(context, hub), Invite(context, hub), Reset(context, hub),
            Role(context, hub, isGiven: true), Role(context, hub, isGiven: false), End(context, hub),
            Remove(context, hub),
        };
    }

    private static Command SetUp(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("setup", "the link that makes the first administrator, while there is nobody")
        {
            json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running => LinkAsync(
            context, running, Root + "/setup", null, line.GetValue(json),
            ("Whoever opens this becomes the administrator", "Ai mở liên kết này sẽ là quản trị viên"), cancellation)));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "all of them, with their roles") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, Root, null, AccountJson.Default.PeopleList, cancellation);
            if (list.People.Count == 0 && !line.GetValue(json))
            {
                await context.Output.WriteLineAsync(context.Say(
                    "! Nobody can sign in. Become the administrator: checkin-hub people setup",
                    "! Chưa có người dùng nào. Hãy tạo quản trị viên: checkin-hub people setup"));
            }
            foreach (var person in list.People)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(person, AccountJson.Default.PersonRow) : InWords(context, person));
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Invite(CommandContext context, Option<string?> hub)
    {
        var (name, role, node, json) = (Name(), RoleOption(), NodeOption(), CommandOptions.Json());
        var shown = new Option<string?>("--shown")
        {
            HelpName = "NAME",
            Description = "what others call him, such as \"Nguyễn Văn A\"",
        };
        var command = new Command("invite", "one more, with a role; prints the link by which he sets his password")
        {
            name, role, node, shown, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running =>
        {
            var order = new PersonOrder(
                line.GetRequiredValue(name), line.GetValue(shown),
                [new RoleRow(line.GetRequiredValue(role), line.GetValue(node))]);
            return LinkAsync(
                context, running, Root, JsonContent.Create(order, AccountJson.Default.PersonOrder), line.GetValue(json),
                ($"{order.Name} is invited. Give him this, and nobody else",
                    $"Đã mời {order.Name}. Hãy chỉ gửi liên kết này cho người đó"), cancellation);
        }));
        return command;
    }

    private static Command Reset(CommandContext context, Option<string?> hub)
    {
        var (name, json) = (Name(), CommandOptions.Json());
        var command = new Command("reset", "voids somebody's password and second factors; prints a link to begin anew")
        {
            name, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running =>
        {
            var who = line.GetRequiredValue(name);
            return LinkAsync(
                context, running, Of(who) + "/reset", null, line.GetValue(json),
                ($"{who} begins anew. Give him this, and nobody else",
                    $"Đã đặt lại {who}. Hãy chỉ gửi liên kết này cho người đó"), cancellation);
        }));
        return command;
    }

    private static Command Role(CommandContext context, Option<string?> hub, bool isGiven)
    {
        var (name, role, node) = (Name(), RoleOption(), NodeOption());
        var command = isGiven
            ? new Command("give", "a role more; his sessions end") { name, role, node, hub }
            : new Command("take", "a role less; his sessions end") { name, role, node, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var who = line.GetRequiredValue(name);
            var row = new RoleRow(line.GetRequiredValue(role), line.GetValue(node));
            if (isGiven)
            {
                await running.TellAsync(
                    HttpMethod.Post, Of(who) + "/roles", JsonContent.Create(row, AccountJson.Default.RoleRow),
                    cancellation);
            }
            else
            {
                await running.TellAsync(HttpMethod.Delete, $"{Of(who)}/roles/{Uri.EscapeDataString(row.Role!)}"
                    + (row.Node is { } code ? "?node=" + Uri.EscapeDataString(code) : ""), null, cancellation);
            }
            await context.Output.WriteLineAsync(isGiven
                ? context.Say($"✓ {who} is {InWords(context, row)} now.", $"✓ {who} nay là {InWords(context, row)}.")
                : context.Say(
                    $"✓ {who} is no longer {InWords(context, row)}.",
                    $"✓ {who} không còn là {InWords(context, row)}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command End(CommandContext context, Option<string?> hub)
    {
        var name = Name();
        var command = new Command("end-sessions", "signs somebody out everywhere") { name, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var who = line.GetRequiredValue(name);
            await running.TellAsync(HttpMethod.Delete, Of(who) + "/sessions", null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ {who} is signed out everywhere.", $"✓ Đã đăng xuất {who} ở mọi nơi."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Remove(CommandContext context, Option<string?> hub)
    {
        var name = Name();
        var command = new Command("remove", "signs in no more; his sessions and tokens end") { name, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var who = line.GetRequiredValue(name);
            await running.TellAsync(HttpMethod.Delete, Of(who), null, cancellation);
            await context.Output.WriteLineAsync(context.Say($"✓ {who} is removed.", $"✓ Đã xoá người dùng {who}."));
            return CommandContext.Done;
        }));
        return command;
    }

    /// <summary>Asks for a link, and prints it as it is opened.</summary>
    internal static async Task<int> LinkAsync(
        CommandContext context, RunningHub running, string path, HttpContent? body, bool json,
        (string English, string Vietnamese) head, CancellationToken cancellation)
    {
        var link = await running.AskAsync(HttpMethod.Post, path, body, AccountJson.Default.LinkRow, cancellation);
        link = link with { Address = link.Address ?? running.Address };
        if (json)
        {
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(link, AccountJson.Default.LinkRow));
            return CommandContext.Done;
        }
        var until = link.ExpiresAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        await context.Output.WriteLineAsync(context.Say(
            $"✓ {head.English}; it is good once, until {until}:",
            $"✓ {head.Vietnamese}; liên kết dùng được một lần, đến {until}:"));
        await context.Output.WriteLineAsync("  " + new Uri(link.Address, link.Path));
        return CommandContext.Done;
    }

    internal static Option<string> RoleOption() => new("--role")
    {
        HelpName = "ROLE",
        Required = true,
        Description = "viewer, site_manager, technician, guard, tracing_officer, auditor or administrator",
    };

    internal static Option<string?> NodeOption() => new("--node")
    {
        HelpName = "CODE",
        Description = "only for this node and all below it; default the whole hub",
    };

    internal static string InWords(CommandContext context, RoleRow role) =>
        (RoleTable.Find(role.Role ?? "") is { } known
            ? context.Say(RoleWords.English(known), RoleWords.Vietnamese(known)) : role.Role)
        + (role.Node is { } node ? $" ({node})" : "");

    private static Argument<string> Name() => new("name")
    {
        HelpName = "NAME",
        Description = "he signs in with: a to z, 0 to 9 and . _ -, or an e-mail address",
    };

    private static string Of(string name) => Root + "/" + Uri.EscapeDataString(name);

    private static string InWords(CommandContext context, PersonRow person)
    {
        var factor = !person.HasPassword && person.Identities == 0 && person.Passkeys == 0
            ? context.Say("invited, not come yet", "đã mời, chưa đăng nhập")
            : person.HasTotp || person.Passkeys > 0 ? context.Say("with second factor", "có xác minh bước hai")
            : context.Say("no second factor", "chưa có xác minh bước hai");
        return $"  {person.Name,-24} {string.Join(", ", person.Roles.Select(role => InWords(context, role)))}; {factor}"
            + (person.DisplayName is { } shown ? $"; {shown}" : "");
    }
}
