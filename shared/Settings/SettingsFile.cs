using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CheckIn.Settings;

/// <summary>The catalog as it lies in its file, and as the hub's API gives it.</summary>
public static class SettingsFile
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>To be kept beside the program that reads it.</summary>
    public static string Text(IReadOnlyList<SettingEntry> entries) => Text(Of(entries));

    /// <summary>Indented, and Vietnamese as it is written.</summary>
    internal static string Text(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>An object an entry, with what it has.</summary>
    private static JsonArray Of(IReadOnlyList<SettingEntry> entries) =>
        [.. entries.Select(static entry => (JsonNode)Of(entry))];

    private static JsonObject Of(SettingEntry entry)
    {
        var item = new JsonObject { ["path"] = entry.Path, ["kind"] = entry.Kind.ToString() };
        Add(item, "default", entry.Default);
        Add(item, "words", List(entry.Words));
        Add(item, "least", entry.Least);
        Add(item, "most", entry.Most);
        Add(item, "choices", List(entry.Choices));
        Add(item, "pattern", entry.Pattern);
        Add(item, "longest", entry.Longest);
        Add(item, "isRequired", entry.IsRequired ? true : null);
        Add(item, "isOptional", entry.IsOptional ? true : null);
        Add(item, "isLocal", entry.IsLocal ? true : null);
        Add(item, "cutsOff", entry.CutsOff ? true : null);
        item["english"] = entry.English;
        item["vietnamese"] = entry.Vietnamese;
        return item;
    }

    private static void Add(JsonObject item, string name, JsonNode? value)
    {
        if (value is not null)
            item[name] = value;
    }

    private static JsonArray? List(IReadOnlyList<string>? words) => words is null ? null
        : [.. words.Select(static word => (JsonNode)JsonValue.Create(word))];
}
