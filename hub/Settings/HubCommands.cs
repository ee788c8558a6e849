using System.CommandLine;
using CheckIn.Hub.Accounts.Commands;
using CheckIn.Hub.Alerts.Commands;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority.Commands;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Broker.Mosquitto;
using CheckIn.Hub.Cards.Commands;
using CheckIn.Hub.Commands.Terminal;
using CheckIn.Hub.Desired.Commands;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists.Commands;
using CheckIn.Hub.Modes.Commands;
using CheckIn.Hub.Notices.Commands;
using CheckIn.Hub.Passes.Commands;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Updates.Commands;
using CheckIn.Hub.Updates.Releasing;
using CheckIn.Hub.Visits;
using CheckIn.Settings;

namespace CheckIn.Hub.Settings;

/// <summary>
/// The command line of checkin-hub. Without a command the hub runs, and everything on the line is a setting; with one,
/// settings (<c>--Section:Name VALUE</c>) are taken off the line first and the rest is the command's. Commands that
/// change something ask the running hub over its loopback API, because a database has one process that writes. Ends
/// with 0 when it was done, 1 when it was refused or something is wrong, 2 when the line means nothing or nobody
/// answers.
/// </summary>
internal static class HubCommands
{
    private const string About = """
        CheckIn's hub.

        Without a command the hub runs until it is stopped. Settings come from appsettings.json beside the program, then
        the environment (CHECKIN_Web__Listen), then the command line (--Web:Listen 127.0.0.1:8080); a command takes them
        too. A command ends with 0 when it was done, 1 when it was refused or something is wrong, 2 when nobody could be
        asked.
        """;

    internal static async Task<int> RunAsync(string[] args)
    {
        if (!IsCommand(args))
        {
            // What clients say goes into the log, and is to do nothing there.
            Console.SetOut(new PlainTextWriter(Console.Out));
            Console.SetError(new PlainTextWriter(Console.Error));
            return await HubSettings.RunToEndAsync(() => HubApplication.Create(args));
        }
        return await RunAsync(
            args, Console.Out, Console.Error, Console.IsInputRedirected ? null : Console.In,
            isTerminal: !Console.IsOutputRedirected);
    }

    /// <summary>Whether the line asks for a command rather than for the hub to run.</summary>
    internal static bool IsCommand(string[] args) => args is [var first, ..]
        && (first is "--help" or "-h" or "-?" or "--version" or "--lang"
            || (first.Length > 0 && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal)));

    internal static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, TextReader? input = null, bool isTerminal = false)
    {
        var (terminal, plain) = (output, new PlainTextWriter(output));
        (output, errors) = (plain, new PlainTextWriter(errors));
        if (args is [VerifyCommand.Word, .. var question])
            return VerifyCommand.Run(question, output, errors);
        try
        {
            var (settings, rest) = SettingArguments.Split(args);
            var language = Languages.Choose(SettingArguments.ValueOf("--lang", rest), Languages.Locale);
            var context = new CommandContext(output, errors, language, settings)
            {
                Input = input,
                IsTerminal = isTerminal,
                Terminal = terminal,
            };
            var line = Commands(context).Parse(rest);
            if (line.Errors.Count == 0 || line.Action is System.CommandLine.Help.HelpAction)
                return await line.InvokeAsync(
                    new() { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
            throw new FormatException($"{Problem(line)}. Nothing was done; see {Name(line)} --help.");
        }
        catch (FormatException e)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CommandContext.CannotReach;
        }
    }

    /// <summary>All of them; each room adds its own here.</summary>
    private static RootCommand Commands(CommandContext context)
    {
        var root = new RootCommand(About)
        {
            new Option<string?>("--lang")
            {
                Description = "vi or en; by default as the shell's locale",
                Recursive = true,
                HelpName = "vi|en",
            },
            EnrolCommand.Create(context),
            EnrolCommand.CreateReplace(context),
            BundleCommand.Create(context),
            LeavingCommands.Withdraw(context),
            LeavingCommands.Revoke(context),
            LeavingCommands.Decommission(context),
            PlanCommand.Create(context),
            SitesCommand.Create(context),
            MusterCommand.Create(context),
            NodesCommand.Create(context),
            MaintenanceCommand.Create(context),
            AuditCommand.Create(context),
            PeopleCommand.Create(context),
            TokenCommand.Create(context),
            OpenCommand.Create(context),
            OfflineCommand.Create(context),
            AlertsCommand.Create(context),
            RecipientsCommand.Create(context),
            NoticesCommand.Create(context),
            ModeCommand.Create(context),
            PassCommand.Create(context),
            CardCommand.Create(context),
            ListCommand.Create(context),
            SettingsCommand.Create(context),
            UpdatesCommand.Create(context),
            CommandCommand.Create(context),
            ReleaseCommand.Create(context),
            // Reads its own line; here so that it is listed.
            new Command(VerifyCommand.Word, "is what the hub has complete, and what the gates recorded?"),
            MosquittoCommand.Create(context),
            AuthorityCommand.Create(context),
            KeysCommand.Create(context),
            BackupCommand.Create(context),
            RestoreCommand.Create(context),
        };
        return root;
    }

    private static string Problem(ParseResult line) => line.UnmatchedTokens is [var token, ..]
        ? $"'{token}' means nothing to {Name(line)}" : line.Errors[0].Message.TrimEnd('.');

    private static string Name(ParseResult line)
    {
        var words = new Stack<string>();
        for (var at = line.CommandResult; at.Parent is System.CommandLine.Parsing.CommandResult parent; at = parent)
            words.Push(at.Command.Name);
        return string.Join(' ', words.Prepend("checkin-hub"));
    }
}
