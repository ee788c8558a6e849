using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Service.Commands;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoppedAnswer))]
internal sealed partial class StatusJson : JsonSerializerContext;

/// <summary>What <c>status --json</c> says of a gate that does not run.</summary>
internal sealed record StoppedAnswer(bool Running, StoppedGate Journal);

/// <summary><c>checkin-gate status</c>: how the running gate is, in plain words.</summary>
internal static class StatusCommand
{
    internal const string Word = "status";

    private const int AllWell = 0;
    private const int NotWell = 1;
    private const int CannotLook = 2;
    private const string NewPage = "\e[H\e[J";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private const string Help = """
        checkin-gate status: how the running gate is.

        Usage: checkin-gate status [--json] [--watch] [--lang vi|en]

          --json     one JSON object: the gate, its lanes, and "health" as it is sent to the hub
          --watch    again every two seconds, until Ctrl+C
          --lang     Vietnamese or English; default by LANG

        It asks the gate at its control socket, as root or the gate's own user (sudo checkin-gate status). A gate with settings
        of its own is found by the same ones, such as --Service:Socket PATH or --Journal:Path FILE.
        Ends with 0 when all is well, 1 when something needs a look or the gate is not running, 2 when it cannot be asked.
        """;

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return AllWell;
        }
        try
        {
            var command = CommandArguments.Parse(Word, args, ["--json", "--watch"], ["--lang"]);
            var code = await LookAsync(command, output, errors, stopping);
            while (command.Watch && await WaitAsync(stopping))
            {
                if (!command.Json && !Console.IsOutputRedirected)
                    await output.WriteAsync(NewPage);
                code = await LookAsync(command, output, errors, stopping);
            }
            return code;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CannotLook;
        }
    }

    private static async Task<bool> WaitAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(Every, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<int> LookAsync(
        CommandArguments command, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        var journal = new JournalOptions();
        command.Configuration.GetSection("Journal").Bind(journal);
        var found = ServiceClient.Find(ControlPath.Candidates(
            command.Configuration["Service:Socket"], journal.Path, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")));
        var words = StatusWords.Of(command.Language);
        if (found.Client is not { } client)
        {
            if (found.Denied)
            {
                await errors.WriteLineAsync(string.Format(
                    CultureInfo.InvariantCulture, words.Denied, Environment.UserName, found.Path, Word));
                return CannotLook;
            }
            var stopped = StoppedGate.Read(Path.GetFullPath(journal.Path));
            if (!command.Json && WaitingWords.Of(command.Language).ForStatus(command.Configuration) is { } waits)
                await WriteAsync(output, waits);
            else
                await PrintAsync(output, stopped, command);
            return NotWell;
        }
        try
        {
            await using (client)
                return await PrintAsync(output, await client.StatusAsync(stopping), command) ? AllWell : NotWell;
        }
        catch (IOException e)
        {
            await errors.WriteLineAsync(string.Format(CultureInfo.InvariantCulture, words.NoAnswer, found.Path, e.Message));
            return CannotLook;
        }
    }

    private static async Task<bool> PrintAsync(TextWriter output, StatusReport report, CommandArguments command)
    {
        var (lines, isWell) = StatusPage.Of(report, command.Language);
        await WriteAsync(output, command.Json ? [JsonSerializer.Serialize(report, ServiceJson.Readable.StatusReport)] : lines);
        return isWell;
    }

    private static Task PrintAsync(TextWriter output, StoppedGate gate, CommandArguments command) => WriteAsync(
        output, command.Json
            ? [JsonSerializer.Serialize(new StoppedAnswer(false, gate), StatusJson.Default.StoppedAnswer)]
            : gate.Lines(command.Language));

    private static async Task WriteAsync(TextWriter output, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await output.WriteLineAsync(line);
        await output.FlushAsync();
    }
}
