using System.Reflection;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

/// <summary>
/// Every stable word that gates and hub exchange is said in both languages; a new one without a phrase fails.
/// </summary>
public sealed class ContractWordsTests
{
    public static TheoryData<string, string[], string[]> Said => new()
    {
        { "reasons", WordsOf(typeof(Reasons)), [.. HistoryWords.English.Reasons.Keys] },
        { "passages", WordsOf(typeof(PassageWords)), [.. HistoryWords.English.Passages.Keys] },
        { "operations", WordsOf(typeof(OperationWords)), [.. HistoryWords.English.Operations.Keys] },
        { "kinds of code", [.. Enum.GetNames<CredentialKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)],
            [.. HistoryWords.English.Codes.Keys] },
        { "commands", [.. CommandWords.All], [.. CommandPageWords.English.Names.Keys] },
        { "what commands do", [.. CommandWords.All], [.. CommandPageWords.English.Briefs.Keys] },
        { "refusals", WordsOf(typeof(CommandRefusals)), [.. CommandPageWords.English.Refusals.Keys] },
        { "states of commands", [.. WordsOf(typeof(ReplyStates)), .. WordsOf(typeof(CommandStates))],
            [.. CommandPageWords.English.States.Keys] },
        { "states of settings", WordsOf(typeof(ReportedStates)), [.. GateSettingsWords.English.States.Keys] },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void No_word_of_the_contract_is_left_unsaid(string what, string[] words, string[] said) =>
        Assert.True(words.All(said.Contains), $"{what} without a phrase: {string.Join(", ", words.Except(said))}");

    [Fact]
    public void Both_languages_have_a_phrase_for_the_same_words()
    {
        Assert.Equal(Keys(HistoryWords.Vietnamese), Keys(HistoryWords.English));
        Assert.Equal(Keys(CommandPageWords.Vietnamese), Keys(CommandPageWords.English));
        Assert.Equal(Keys(GateSettingsWords.Vietnamese), Keys(GateSettingsWords.English));
    }

    private static string[] WordsOf(Type type) =>
        [.. type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(static field => (string)field.GetRawConstantValue()!)];

    private static IEnumerable<string> Keys(object words) => words.GetType().GetProperties()
        .Where(static property => property.PropertyType == typeof(IReadOnlyDictionary<string, string>))
        .SelectMany(property => ((IReadOnlyDictionary<string, string>)property.GetValue(words)!).Keys
            .Order(StringComparer.Ordinal).Select(key => $"{property.Name} {key}"));
}
