using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Settings;

namespace CheckIn.Hub.Web.Steering;

/// <summary>Settings as somebody types and reads them as JSON; on a page every sign of it is escaped again.</summary>
internal static class SettingJson
{
    /// <summary>Deepest that somebody may nest; settings are four deep.</summary>
    private const int Depth = 16;

    /// <summary>In one line, letters as they are.</summary>
    internal static JsonSerializerOptions AsTyped { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same, indented.</summary>
    internal static JsonSerializerOptions AsRead { get; } = new(AsTyped) { WriteIndented = true };

    /// <summary>Null = it is no JSON object; why not, is the second.</summary>
    internal static (JsonObject? Document, string? Why) Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return (new JsonObject(), null);
        try
        {
            return Parse(typed) is JsonObject read
                ? (SettingsCatalog.Gate.Spelled(read), null) : (null, "{ … }");
        }
        catch (JsonException e)
        {
            return (null, e.Message);
        }
    }

    /// <exception cref="JsonException">It is no JSON, or says the same key twice.</exception>
    internal static JsonNode? Parse(string typed)
    {
        var read = JsonNode.Parse(typed, null, new JsonDocumentOptions
        {
            MaxDepth = Depth,
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
        });
        return read;
    }
}
