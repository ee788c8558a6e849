using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>What <c>checkin-gate updates --json</c> prints.</summary>
/// <param name="Installed">The program that was called; release 0 = it is no release.</param>
/// <param name="State">As the file has it.</param>
/// <param name="Serves">The version that serves when none is on trial; null = the installed one.</param>
/// <param name="Keys">Ids of the keys that are trusted.</param>
internal sealed record UpdatesAnswer(
    OwnVersion Installed, UpdateState State, StagedVersion? Serves, IReadOnlyCollection<string> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UpdatesAnswer))]
internal sealed partial class UpdatesJson : JsonSerializerContext;

/// <summary>
/// <c>checkin-gate updates</c>: which version serves, what is on trial, what was refused and why. It only reads; the gate may
/// run meanwhile.
/// </summary>
internal static class UpdatesCommand
{
    /// <summary>The first argument that asks for this and not for the gate.</summary>
    internal const string Word = "updates";

    private const int AllWell = 0;
    private const int NotWell = 1;
    private const int CannotLook = 2;
    private const string Status = "status";

    private const string Help = """
        checkin-gate updates: which version of the gate serves, what is on trial, what was refused and why.

        Usage: checkin-gate updates [status] [--json] [--lang vi|en] [--SECTION:SETTING VALUE]...

        It reads the gate's own folder of versions (Updates:Folder), as root or the gate's own user; the gate may run meanwhile.
        Ends with 0 when all is well, 1 when the last update was refused or rolled back or no key is installed, 2 when the
        folder cannot be read.
        """;

    /// <summary>Does what <paramref name="args"/> (after the word itself) ask for; returns the exit code.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return AllWell;
        }
        try
        {
            var command = CommandArguments.Parse(Word, args is [Status, .. var rest] ? rest : args, ["--json"], ["--lang"]);
            var own = UpdateSettings.Read(command.Settings);
            var store = UpdateSettings.StoreOf(own, asCommand: true);
            var options = new UpdateOptions();
            own.GetSection(UpdateSettings.Section).Bind(options);
            var (state, keys) = (store.Read(), UpdateSettings.KeysOf(own));
            var answer = new UpdatesAnswer(
                OwnVersion.Here, state, UpdateSteps.InService(state, version => store.IsGenuine(version, keys)), keys.Ids);
            if (command.Json)
                output.WriteLine(JsonSerializer.Serialize(answer, UpdatesJson.Default.UpdatesAnswer));
            else
                Print(answer, options, command.Language, output);
            return answer.Keys.Count == 0 || state.News?.Why is not null || answer.Serves != state.Running
                ? NotWell : AllWell;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException
            or InvalidOperationException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotLook;
        }
    }

    private static void Print(UpdatesAnswer answer, UpdateOptions options, Language language, TextWriter output)
    {
        var state = answer.State;
        var installed = language.Of("the installed program", "bản cài ban đầu");
        output.WriteLine(Line(language, "in service", "đang dùng", answer.Serves is { } serves ? Name(serves, language)
            : state.Running is not null ? installed : $"{installed}, {answer.Installed.Version}"));
        if (answer.Serves != state.Running)
            output.WriteLine("✗ " + language.Of(
                $"{Name(state.Running!, language)} is confirmed, but its files are damaged. Look at the disk.",
                $"{Name(state.Running!, language)} đã xác nhận, nhưng tệp của nó bị hỏng. Hãy kiểm tra ổ đĩa."));
        if (state.Running is not null)
            output.WriteLine(Line(
                language, "before that", "bản trước", state.Previous is { } before ? Name(before, language) : installed));
        if (state.Candidate is { } candidate)
            output.WriteLine(Line(
                language, "update", "bản cập nhật",
                $"{Name(candidate, language)}: {Phase(state, language)}"));
        output.WriteLine(Line(language, "nothing below", "không nhận dưới",
            language.Of($"release {state.Floor}", $"bản phát hành {state.Floor}")));
        if (state.News is { } news)
            output.WriteLine(Line(language, "last", "gần nhất", Told(news, language)));
        foreach (var failed in state.Failed)
            output.WriteLine(Line(language, "not taken", "không nhận",
                $"{language.Of("release", "bản phát hành")} {failed.Release}: {UpdateWords.OfReason(failed.Why, language)}"));
        output.WriteLine(Line(language, "keys", "khoá", answer.Keys.Count > 0 ? string.Join(", ", answer.Keys) : language.Of(
            $"none ({options.Keys}): no update is taken", $"chưa có ({options.Keys}): không nhận bản cập nhật nào")));
    }

    private static string Told(UpdateNews news, Language language)
    {
        var heard = news.Heard ? "" : language.Of("; the hub does not know it yet", "; trung tâm chưa biết");
        var why = news.Why is { } reason ? ": " + UpdateWords.OfReason(reason, language) : "";
        var name = Name(new StagedVersion(news.Release, news.Version), language);
        return $"{name} {UpdateWords.OfState(news.State, language)}{why}{heard}";
    }

    private static string Phase(UpdateState state, Language language) =>
        UpdateWords.OfState(state.Phase == UpdatePhase.Staged ? UpdateStates.Staged : UpdateStates.Trying, language);

    private static string Name(StagedVersion version, Language language) =>
        $"{version.Version} ({language.Of("release", "bản phát hành")} {version.Release})";

    private static string Line(Language language, string english, string vietnamese, string what) =>
        $"{language.Of(english, vietnamese),-16}{what}";
}
