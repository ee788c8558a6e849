using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Record;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// <c>checkin-gate enrol CODE</c>: makes a gate of this machine, while a gate waits beside it or not.
/// </summary>
internal sealed class EnrolCommand
{
    internal const string Word = "enrol";

    private const int Enrolled = 0;
    private const int Refused = 1;
    private const int CannotReach = 2;

    private const string Help = """
        checkin-gate enrol: takes up a one-time code of the hub, and so makes a gate of this machine.

        Usage: checkin-gate enrol CODE [--again] [--json] [--lang vi|en]

          CODE       as the hub shows it, such as 7K2M-QF4X-9TWD-HRPA@hub.example; upper or lower case, hyphens or not
          --again    this machine is a gate already, and becomes another one
          --json     one JSON object at the end, nothing before
          --lang     Vietnamese or English; default by LANG

        Call it as root or as the gate's user. What it stores belongs to the owner of Enrolment:Directory (data/enrolment below
        the current directory if there is a gate's data, else below /var/lib/checkin). A gate that waits for its enrolment goes
        into service by itself. Instead of the code, its QR picture can be shown to the gate's scanner.
        Ends with 0 when enrolled, 1 when it was refused, 2 when the hub was not reached or nothing could be stored.
        """;

    private readonly CommandArguments _command;
    private readonly TextWriter _output;
    private readonly EnrolWords _words;

    private EnrolCommand(CommandArguments command, TextWriter output) =>
        (_command, _output, _words) = (command, output, EnrolWords.Of(command.Language));

    internal static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken stopping)
    {
        if (args is [] or ["--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return args is [] ? CannotReach : Enrolled;
        }
        try
        {
            // A code may come in groups, as people type it.
            var typed = string.Join(' ', args.TakeWhile(static argument => !argument.StartsWith('-')));
            var rest = args.SkipWhile(static argument => !argument.StartsWith('-')).ToArray();
            var command = CommandArguments.Parse(
                Word, [.. rest.Where(static argument => argument != "--again")], ["--json"], ["--lang"]);
            return await new EnrolCommand(command, output).EnrolAsync(typed, rest.Contains("--again"), time, stopping);
        }
        catch (EnrolmentCodeException e)
        {
            await errors.WriteLineAsync(FailureWords.Of(e.Fault, LanguageOf(args)));
            return Refused;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CannotReach;
        }
    }

    private static Language LanguageOf(string[] args) => Languages.Choose(
        args.SkipWhile(static argument => argument != "--lang").Skip(1).FirstOrDefault(), Languages.Locale);

    private async Task<int> EnrolAsync(string typed, bool again, TimeProvider time, CancellationToken stopping)
    {
        var code = EnrolmentCode.Parse(typed);
        var options = new EnrolmentOptions();
        _command.Configuration.GetSection("Enrolment").Bind(options);
        var directory = DirectoryOwner.Resolve(options.Directory);
        DirectoryOwner.TakeOn(directory);
        var store = new EnrolmentStore(directory);
        if (again && !_command.Json && Waiting() is > 0 and var waiting)
        {
            var before = store.Read()?.Gate ?? _command.Configuration["Gate:Id"] ?? "?";
            await _output.WriteLineAsync(Say(_words.Carried, before, waiting));
        }
        var enroller = new Enroller(store, options.Patience, time);
        try
        {
            var former = store.Read()?.Gate;
            var outcome = await enroller.EnrolAsync(code, step => Tell(step, code, enroller), again, stopping);
            return await EndAsync(outcome, store, former);
        }
        catch (EnrolmentStoreException e)
        {
            await _output.WriteLineAsync("✗ " + e.Message);
            return CannotReach;
        }
        catch (OperationCanceledException)
        {
            await _output.WriteLineAsync(_words.Interrupted);
            return CannotReach;
        }
    }

    /// <summary>
    /// Events in the journal that the hub does not have; what cannot be read is told by its own commands.
    /// </summary>
    private long Waiting()
    {
        var options = new JournalOptions();
        _command.Configuration.GetSection("Journal").Bind(options);
        try
        {
            using var journal = RecordedJournal.Open(DirectoryOwner.Resolve(options.Path));
            return journal.Epochs().Sum(static epoch => epoch.Waiting);
        }
        catch (Exception e) when (e is RecordException or ArgumentOutOfRangeException)
        {
            return 0;
        }
    }

    private void Tell(EnrolmentStep step, EnrolmentCode code, Enroller enroller)
    {
        var line = step switch
        {
            EnrolmentStep.MakingKey => _words.MakingKey,
            EnrolmentStep.ReachingHub when enroller.Trouble is { } trouble => Say(_words.TryingAgain, trouble.TrimEnd('.')),
            EnrolmentStep.ReachingHub => Say(_words.ReachingHub, $"{code.Host}:{code.Port}"),
            EnrolmentStep.AwaitingCertificate => _words.AwaitingCertificate,
            EnrolmentStep.Storing => _words.Storing,
            _ => null,
        };
        if (line is null || _command.Json)
            return;
        _output.WriteLine(line);
        _output.Flush();
    }

    private async Task<int> EndAsync(EnrolmentOutcome outcome, EnrolmentStore store, string? former)
    {
        List<string> lines = outcome.Gate is { } gate
            ? [Say(_words.Enrolled, gate), "  " + Say(_words.Compare, outcome.Fingerprint!),
                "  " + Say(_words.Stored, store.Directory), "  " + _words.Waiting, .. After(store, former)]
            : [FailureWords.Of(outcome, _command.Language), .. Beside(outcome.Failure)];
        if (_command.Json)
            lines = [JsonSerializer.Serialize(outcome, EnrolCommandJson.Default.EnrolmentOutcome)];
        foreach (var line in lines)
            await _output.WriteLineAsync(line);
        return outcome.Failure switch
        {
            null => Enrolled,
            EnrolmentFailures.Unreachable or EnrolmentFailures.NotStored or EnrolmentReasons.Busy => CannotReach,
            _ => Refused,
        };
    }

    private IEnumerable<string> After(EnrolmentStore store, string? former)
    {
        // Who was nobody before has no gate beside him that goes on as somebody.
        if (former is not null || _command.Configuration["Gate:Id"] is { Length: > 0 })
            yield return "  " + _words.StartAnew;
        var enrolled = store.Read();
        if (former is not null && former != enrolled?.Gate)
            yield return "  " + Say(_words.Former, former);
        // Read anew: what the hub before this one had set is gone.
        var settings = new ConfigurationBuilder().AddGateSources(_command.Settings).Build();
        if (EnrolledSettings.OtherId(settings, enrolled) is { } problem)
            yield return "! " + problem;
    }

    private IEnumerable<string> Beside(string? failure) => failure switch
    {
        EnrolmentFailures.AlreadyEnrolled => ["  " + _words.Again],
        EnrolmentFailures.NotStored => ["  " + _words.NotAllowed],
        _ => [],
    };

    private static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnrolmentOutcome))]
internal sealed partial class EnrolCommandJson : JsonSerializerContext;
