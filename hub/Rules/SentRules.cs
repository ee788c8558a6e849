using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Rules;
using CheckIn.Settings;

namespace CheckIn.Hub.Rules;

/// <summary>
/// The rules in settings that the hub sends, read as a gate reads them: the same names, texts and engine. So the hub refuses
/// rules that no gate could decide by before they are on their way, and can say what a gate would decide.
/// </summary>
internal static class SentRules
{
    private const string Section = "Rules";

    /// <summary>The options that a gate has that is sent these, and says nothing of its own.</summary>
    /// <exception cref="FormatException">A value is none of its setting's.</exception>
    internal static RulesOptions Of(JsonObject settings)
    {
        var options = new RulesOptions();
        try
        {
            var texts = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in settings.Where(static pair => pair.Key.Equals(Section, StringComparison.OrdinalIgnoreCase)))
                Write(texts, name, value);
            new ConfigurationBuilder().AddInMemoryCollection(texts).Build().GetSection(Section).Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>What is wrong with them beyond what the catalog says; empty = nothing.</summary>
    internal static IReadOnlyList<SettingProblem> Problems(JsonObject settings)
    {
        try
        {
            return RulesCheck.Problems(Of(settings));
        }
        catch (FormatException e)
        {
            return [new SettingProblem(Section, $"{Section}: {e.Message}", $"{Section}: {e.Message}")];
        }
    }

    /// <summary>Key and text, as a gate makes them; null says nothing.</summary>
    private static void Write(Dictionary<string, string?> texts, string key, JsonNode? value)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject section:
                foreach (var (name, its) in section)
                    Write(texts, $"{key}:{name}", its);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Write(texts, string.Create(CultureInfo.InvariantCulture, $"{key}:{i}"), list[i]);
                break;
            default:
                texts[key] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
                break;
        }
    }
}
