using System.Globalization;
using CheckIn.Gate.Settings;
using CheckIn.Record;

namespace CheckIn.Gate.Journal.Commands;

/// <summary>
/// <c>checkin-gate journal</c>: looks at a journal without touching it, while its gate runs or not. It takes the gate's
/// own settings, so that <c>Journal:Path</c> is found where the gate finds it.
/// </summary>
internal sealed record JournalCommand(
    string Verb, JournalOptions Options, bool Json, bool Sealed, string? Epoch, long From, long To)
{
    /// <summary>The first argument that asks for this and not for the gate.</summary>
    internal const string Word = "journal";

    /// <summary>All is well.</summary>
    internal const int Whole = 0;
    /// <summary>Something is missing or was changed.</summary>
    internal const int Differs = 1;
    /// <summary>The question or the file cannot be read.</summary>
    internal const int CannotRead = 2;

    private const string Help = """
        checkin-gate journal: looks at a gate's journal. It only reads; the gate may run meanwhile.

        Usage: checkin-gate journal stats  [--json]
               checkin-gate journal verify [--json]
               checkin-gate journal export [--epoch NAME] [--from N] [--to N] [--sealed]

          stats    what it holds: epochs, events kept and waiting for the hub, sizes, room on the disk
          verify   recomputes the hash chain of every epoch and lists gaps and changed events
          export   prints one JSON object a line: {"epoch", "hash", "event"}; --sealed adds the sealed personal parts,
                   which only the tracing key opens

        The journal is the gate's own, by appsettings.json and the environment; --Journal:Path FILE names another one.
        Ends with 0 when all is well, 1 when verify found something missing or changed, 2 when it cannot be read.
        """;

    /// <summary>Does what <paramref name="args"/> (after the word itself) ask for; returns the exit code.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is [] or ["--help" or "-h"] or [_, "--help" or "-h"])
        {
            output.WriteLine(Help);
            return args is [] ? CannotRead : Whole;
        }
        try
        {
            var command = Parse(args);
            using var journal = RecordedJournal.Open(command.Options.Path);
            return command.Verb switch
            {
                "stats" => JournalStats.Print(journal, command, output),
                "verify" => JournalVerify.Print(journal, command, output),
                _ => JournalExport.Print(journal, command, output),
            };
        }
        catch (Exception e) when (e is RecordException or FormatException or InvalidDataException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotRead;
        }
    }

    /// <exception cref="FormatException">The arguments ask for nothing that exists.</exception>
    internal static JournalCommand Parse(string[] args)
    {
        if (args[0] is not ("stats" or "verify" or "export"))
            throw Wrong($"'{args[0]}' is none of stats, verify, export");
        var command = new JournalCommand(args[0], new JournalOptions(), false, false, null, 0, long.MaxValue);
        var settings = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (name == "--json" && command.Verb != "export")
                command = command with { Json = true };
            else if (name == "--sealed" && command.Verb == "export")
                command = command with { Sealed = true };
            else if (name is "--epoch" or "--from" or "--to" && command.Verb == "export")
                command = command.With(name, value ?? Next(args, ref i));
            else if (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal))
                settings.Add($"{name}={value ?? Next(args, ref i)}");
            else
                throw Wrong($"'{args[i]}' means nothing to journal {command.Verb}");
        }
        new ConfigurationBuilder().AddGateSources([.. settings]).Build().GetSection("Journal").Bind(command.Options);
        return command;
    }

    private JournalCommand With(string name, string value) => name switch
    {
        "--epoch" => this with { Epoch = value },
        "--from" => this with { From = Number(name, value) },
        _ => this with { To = Number(name, value) },
    };

    private static long Number(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw Wrong($"{name} is '{value}', which is no event's number");

    private static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? (argument[..at], argument[(at + 1)..]) : (argument, null);

    private static string Next(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw Wrong($"{args[i - 1]} has no value");

    private static FormatException Wrong(string what) =>
        new($"{what}. Nothing was done; see checkin-gate journal --help.");
}
