using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>What <c>checkin-gate settings --json</c> prints.</summary>
/// <param name="Running">It is the running gate's word; false = it does not run, and these are what it would start with.</param>
internal sealed record SettingsAnswer(bool Running, IReadOnlyList<SettingShown> Settings);

/// <summary>
/// <c>checkin-gate settings</c>: what is set and who said so, and what can be set at all. It asks the running gate, whose
/// environment and command line are not those of whoever asks; one that does not run is read from its files.
/// </summary>
internal static class SettingsCommand
{
    internal const string Word = "settings";

    private const int AllWell = 0;
    private const int NotWell = 1;
    private const int CannotLook = 2;
    private const int WidestValue = 40;
    private const string Show = "show";
    private const string Catalog = "catalog";
    private const string All = "--all";
    private const string Markdown = "--markdown";
    private const string Schema = "--schema";

    private const string Help = """
        checkin-gate settings: what is set at this gate, and who said so; and what can be set at all.

        Usage: checkin-gate settings [show] [--all] [--json] [--lang vi|en] [--SECTION:SETTING VALUE]...
               checkin-gate settings catalog [--json | --markdown | --schema] [--lang vi|en]

        show asks the running gate, as root or the gate's own user. One that does not run is read from its files and this shell's
        environment and arguments. The last word has: command line, environment, hub, enrolment, appsettings.json, default.
          --all       also what nobody has said, with its default
        catalog lists every setting with its default, what may be written for it, and what it is for.
          --json      as one JSON list
          --markdown  as a page
          --schema    as a JSON Schema by which an editor completes and checks appsettings.json
        Ends with 0 when all is well, 1 when a setting means nothing or cannot be, 2 when the gate cannot be asked.
        """;

    internal static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, Action<HostApplicationBuilder> compose, CancellationToken stopping)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return AllWell;
        }
        try
        {
            if (args is [Catalog, .. var rest])
                return await PrintCatalogAsync(CommandArguments.Parse(
                    $"{Word} {Catalog}", rest, ["--json", Markdown, Schema], ["--lang"]), output, compose);
            return await ShowAsync(CommandArguments.Parse(
                Word, args is [Show, .. var shown] ? shown : args, ["--json", All], ["--lang"]), output, errors, stopping);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CannotLook;
        }
    }

    private static async Task<int> PrintCatalogAsync(
        CommandArguments command, TextWriter output, Action<HostApplicationBuilder> compose)
    {
        if (command.Json)
        {
            await output.WriteLineAsync(SettingsFile.Text(SettingsInventory.Of(Sections(compose))));
            return AllWell;
        }
        if (command.Has(Schema))
        {
            await output.WriteLineAsync(SettingsSchema.Text(SettingsCatalog.Gate, command.Language));
            return AllWell;
        }
        foreach (var line in command.Has(Markdown) ? SettingsReference.Markdown(SettingsCatalog.Gate, command.Language)
            : SettingsReference.Lines(SettingsCatalog.Gate, command.Language))
        {
            await output.WriteLineAsync(line);
        }
        return AllWell;
    }

    /// <summary>What a gate binds: it is put together and not run.</summary>
    private static IEnumerable<SettingsSection> Sections(Action<HostApplicationBuilder> compose)
    {
        var builder = SettingsRegistration.CreateBuilder([]);
        compose(builder);
        return builder.Services.Select(static service => service.ImplementationInstance).OfType<SettingsSection>();
    }

    private static async Task<int> ShowAsync(
        CommandArguments command, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        var found = ServiceClient.Find(ControlPath.Candidates(
            command.Configuration["Service:Socket"], command.Configuration["Journal:Path"] ?? new JournalOptions().Path,
            Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")));
        var language = command.Language;
        if (found.Denied)
        {
            await errors.WriteLineAsync("✗ " + language.Of(
                $"A gate may be running, but {Environment.UserName} may not ask it ({found.Path}). "
                + $"Try sudo checkin-gate {Word}.",
                $"Có thể cổng đang chạy, nhưng {Environment.UserName} không được hỏi ({found.Path}). "
                + $"Hãy thử sudo checkin-gate {Word}."));
            return CannotLook;
        }
        var isRunning = found.Client is not null;
        var settings = SettingsOrigin.Of(command.Configuration, command.Has(All));
        if (found.Client is { } client)
        {
            await using (client)
                settings = await client.SettingsAsync(command.Has(All), stopping);
        }
        if (command.Json)
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new SettingsAnswer(isRunning, settings), SettingsAnswerJson.Readable.SettingsAnswer));
        else
            await PrintAsync(settings, isRunning, language, output);
        return settings.Any(static one => one.Problem is not null) ? NotWell : AllWell;
    }

    private static async Task PrintAsync(
        IReadOnlyList<SettingShown> settings, bool isRunning, Language language, TextWriter output)
    {
        if (!isRunning)
            await output.WriteLineAsync(language.Of(
                "The gate does not run; this is what it would start with here.",
                "Cổng không chạy; đây là những gì cổng sẽ dùng khi khởi động ở đây."));
        var width = settings.Select(static one => one.Key.Length).DefaultIfEmpty().Max();
        var values = settings.Select(static one => one.Value.Length).Where(static length => length <= WidestValue)
            .DefaultIfEmpty().Max();
        foreach (var one in settings)
        {
            var source = SettingSources.Words(one.Source, language);
            await output.WriteLineAsync($"{one.Key.PadRight(width)}  {one.Value.PadRight(values)}  ({source})");
            if (one.Problem is not null)
                await output.WriteLineAsync($"  ✗ {Problem(one, language)}");
        }
    }

    private static string Problem(SettingShown one, Language language) => SettingsCatalog.Gate.Find(one.Key) is { } entry
        ? language.Of("allowed: ", "cho phép: ") + entry.Allowed(language)
        : language.Of("there is no such setting; it does nothing", "không có cài đặt này; nó không có tác dụng");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SettingsAnswer))]
internal sealed partial class SettingsAnswerJson : JsonSerializerContext
{
    /// <summary>Vietnamese as it is written.</summary>
    internal static SettingsAnswerJson Readable => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
