using System.Globalization;
using System.Text.Json.Nodes;

namespace CheckIn.Settings;

/// <summary>
/// The catalog as a JSON Schema (2020-12) of a gate's <c>appsettings.json</c>, by which an editor completes names and
/// checks values. It asks for names and words as they are spelled; the gate itself takes them however they are
/// capitalised.
/// </summary>
public static class SettingsSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string Duration = @"^-?(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?$";

    /// <summary>The schema, with what each setting is for in a language.</summary>
    public static JsonObject Of(SettingsCatalog catalog, Language language)
    {
        var schema = Section(catalog.Root, language);
        schema.Insert(0, "$schema", Dialect);
        schema.Insert(1, "title", language.Of("Settings of a CheckIn gate (appsettings.json)",
            "Cài đặt của cổng CheckIn (appsettings.json)"));
        schema["properties"]!["$schema"] = new JsonObject { ["type"] = "string" };
        return schema;
    }

    /// <summary>The same as text to read.</summary>
    public static string Text(SettingsCatalog catalog, Language language) => SettingsFile.Text(Of(catalog, language));

    private static JsonObject Section(SettingBranch branch, Language language)
    {
        var section = new JsonObject { ["type"] = "object" };
        Describe(section, branch.Entry, language);
        var properties = new JsonObject();
        foreach (var below in branch.Below)
        {
            if (below.Name == "*")
                section["additionalProperties"] = Schema(below, language);
            else
                properties[below.Name] = Schema(below, language);
        }
        section["properties"] = properties;
        section.TryAdd("additionalProperties", false);
        return section;
    }

    private static JsonObject Schema(SettingBranch branch, Language language) => branch.Entry switch
    {
        { Kind: SettingKind.List } entry => List(branch, entry, language),
        null or { Kind: SettingKind.Section } => Section(branch, language),
        { } entry => Value(entry, language),
    };

    /// <summary>A file has its items one after the other.</summary>
    private static JsonObject List(SettingBranch branch, SettingEntry entry, Language language)
    {
        var list = new JsonObject { ["type"] = "array" };
        Describe(list, entry, language);
        if (entry.Most is { } most)
            list["maxItems"] = int.Parse(most, CultureInfo.InvariantCulture);
        list["items"] = Schema(branch.Below.Single(), language);
        return list;
    }

    private static JsonObject Value(SettingEntry entry, Language language)
    {
        var value = Type(entry);
        Describe(value, entry, language);
        if (entry.Default is { } standard)
            value["default"] = Literal(entry, standard);
        return value;
    }

    private static JsonObject Type(SettingEntry entry)
    {
        if (entry.Words is { } words)
            return new() { ["anyOf"] = new JsonArray(Words(words), Type(entry with { Words = null })) };
        return entry.Kind switch
        {
            SettingKind.Choice => Words(entry.Choices!),
            SettingKind.Boolean => new() { ["type"] = "boolean" },
            SettingKind.Integer => Number(entry, "integer"),
            SettingKind.Number => Number(entry, "number"),
            SettingKind.Duration => new() { ["type"] = "string", ["pattern"] = Duration },
            SettingKind.Address => new() { ["type"] = "string", ["format"] = "uri", ["pattern"] = "^mqtts?://" },
            _ => Text(entry),
        };
    }

    private static JsonObject Number(SettingEntry entry, string type)
    {
        var number = new JsonObject { ["type"] = type };
        if (entry.Least is { } least)
            number["minimum"] = JsonNode.Parse(least);
        if (entry.Most is { } most)
            number["maximum"] = JsonNode.Parse(most);
        return number;
    }

    private static JsonObject Text(SettingEntry entry)
    {
        var text = new JsonObject { ["type"] = "string" };
        if (entry.IsRequired)
            text["minLength"] = 1;
        if (entry.Longest is { } longest)
            text["maxLength"] = longest;
        if (entry.Pattern is { } pattern)
            text["pattern"] = pattern;
        return text;
    }

    private static JsonObject Words(IReadOnlyList<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(static word => (JsonNode)JsonValue.Create(word))]) };

    private static void Describe(JsonObject schema, SettingEntry? entry, Language language)
    {
        if (entry is null)
            return;
        var range = entry is { Kind: SettingKind.Duration, Least: not null } ? $" ({entry.Allowed(language)})" : "";
        schema["description"] = entry.Text(language) + range;
    }

    private static JsonNode Literal(SettingEntry entry, string value) =>
        entry.Kind is SettingKind.Integer or SettingKind.Number && entry.Words is null
            ? JsonNode.Parse(value)! : JsonValue.Create(value);
}
