using System.CommandLine;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Accounts.Commands;

/// <summary><c>checkin-hub open</c>: the pages, as the operator of the hub's machine.</summary>
internal static class OpenCommand
{
    internal static Command Create(CommandContext context)
    {
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command(
            "open", "a link that signs a browser in as the operator of this machine; once, within two minutes")
        {
            json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running =>
            PeopleCommand.LinkAsync(
                context, running, "/api/v1/session/link", null, line.GetValue(json),
                ("Open this in a browser of this machine", "Hãy mở liên kết này bằng trình duyệt trên máy này"),
                cancellation)));
        return command;
    }
}
