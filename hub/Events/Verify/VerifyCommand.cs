using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Hub.Events.Verify;

/// <summary>
/// <c>checkin-hub verify</c>: is what the hub has complete and what the gates recorded? It reads and changes nothing,
/// and may be asked while the hub and the gates run.
/// </summary>
internal static class VerifyCommand
{
    internal const string Word = "verify";

    private const int Whole = 0, Differs = 1, CannotRead = 2;

    private const string Help = """
        Usage: checkin-hub verify [--Events:Path FILE] [--against JOURNAL...] [--json]

        Recomputes the hash chain of every gate's journal at the hub, and lists what is lost, refused or in conflict. With
        --against every event in those journal files (a gate's, or a copy of one) is looked for at the hub and compared
        byte for byte, and the file's own chain is recomputed.

        The database is the hub's own, by appsettings.json and the environment; --Events:Path names another one.
        Ends with 0 when all is whole and equal, 1 when something is missing or differs, 2 when it cannot be read.
        """;

    internal static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return Whole;
        }
        try
        {
            var (path, files, json) = Parse(args);
            using var record = new HubRecord(path);
            var report = VerifyReport.Of(record, files);
            if (json)
                report.PrintJson(output);
            else
                report.PrintWords(output);
            return report.Whole ? Whole : Differs;
        }
        catch (Exception e) when (e is RecordException or DatabaseException or FormatException or InvalidDataException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotRead;
        }
    }

    private static (string Path, List<string> Files, bool Json) Parse(string[] args)
    {
        var (settings, files) = (new List<string>(), new List<string>());
        var (json, isFile) = (false, false);
        for (var i = 0; i < args.Length; i++)
        {
            var isOption = args[i].StartsWith("--", StringComparison.Ordinal);
            if (args[i] is "--json")
                json = true;
            else if (args[i] is "--against")
                isFile = true;
            else if (isOption && args[i].Contains(':', StringComparison.Ordinal))
            {
                settings.Add(args[i].Contains('=', StringComparison.Ordinal) ? args[i]
                    : ++i < args.Length ? $"{args[i - 1]}={args[i]}" : throw Wrong($"{args[i - 1]} has no value"));
                isFile = false;
            }
            else if (isFile && !isOption)
                files.Add(args[i]);
            else
                throw Wrong($"'{args[i]}' means nothing to verify");
        }
        if (isFile && files.Count == 0)
            throw Wrong("--against names no journal");
        var options = new EventsOptions();
        HubApplication.AddSources(new ConfigurationBuilder(), [.. settings]).Build().GetSection("Events").Bind(options);
        return (Path.GetFullPath(options.Path), files, json);
    }

    private static FormatException Wrong(string what) => new($"{what}. Nothing was done; see checkin-hub verify --help.");
}
