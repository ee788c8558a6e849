using System.Text.Json.Nodes;

namespace CheckIn.Hub.Web.Steering;

/// <summary>One setting of a document, on a line.</summary>
/// <param name="Path">Its whole key, such as <c>Lanes:in:Turnstile:Pulse</c>.</param>
/// <param name="Value">As it is written; null = JSON null.</param>
public sealed record SettingLine(string Path, string? Value);

/// <summary>What a change makes of one setting.</summary>
/// <param name="Before">Null = nothing was said of it.</param>
/// <param name="After">Null = nothing will be said of it.</param>
public sealed record SettingDifference(string Path, string? Before, string? After);

/// <summary>
/// Settings as people read them: a document is a tree, a page a list of whole keys with their values. A list is one
/// value, since a merge patch replaces it as one.
/// </summary>
internal static class SettingLines
{
    internal static IReadOnlyList<SettingLine> Of(JsonObject? document)
    {
        var lines = new List<SettingLine>();
        if (document is not null)
            Visit("", document, lines);
        return lines;
    }

    /// <summary>What is another in the second one, by key.</summary>
    internal static IReadOnlyList<SettingDifference> Between(JsonObject? before, JsonObject after)
    {
        var (old, next) = (ByPath(before), ByPath(after));
        return
        [
            .. old.Keys.Union(next.Keys).Order(StringComparer.Ordinal)
                .Select(path => new SettingDifference(path, old.GetValueOrDefault(path), next.GetValueOrDefault(path)))
                .Where(static one => one.Before != one.After),
        ];
    }

    /// <summary>What a document says of a key, however that is capitalised; null = nothing.</summary>
    internal static string? ValueOf(JsonObject? document, string path) =>
        Of(document).FirstOrDefault(line => line.Path.Equals(path, StringComparison.OrdinalIgnoreCase))?.Value;

    private static Dictionary<string, string> ByPath(JsonObject? document) =>
        Of(document).ToDictionary(static line => line.Path, static line => line.Value ?? "null");

    private static void Visit(string path, JsonNode? node, List<SettingLine> lines)
    {
        // A section in which nothing is left says nothing.
        if (node is JsonObject section)
        {
            foreach (var (name, child) in section)
                Visit(path.Length == 0 ? name : $"{path}:{name}", child, lines);
        }
        else if (path.Length > 0)
        {
            lines.Add(new(path, TextOf(node)));
        }
    }

    private static string? TextOf(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(SettingJson.AsTyped),
    };
}
