using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Desired.Commands;

/// <summary>Makes a patch of what is on the command line, or in a file.</summary>
internal static class PatchReader
{
    private const int MaxBytes = 128 * 1024;

    /// <summary>
    /// Of <c>KEY=VALUE</c>; what JSON can read as a number, true, false, a list or an object is that, the rest is text.
    /// </summary>
    internal static JsonObject Setting(CommandContext context, IEnumerable<string> pairs)
    {
        var patch = new JsonObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw context.Refusal(
                    $"'{pair}' is no KEY=VALUE such as Health:TooHot=75. Nothing was changed",
                    $"'{pair}' không có dạng KHOÁ=GIÁ_TRỊ, ví dụ Health:TooHot=75. Chưa thay đổi gì cả");
            Put(patch, pair[..at], ValueOf(pair[(at + 1)..]));
        }
        return patch;
    }

    /// <summary>Of keys that the scope is to say nothing of any more.</summary>
    internal static JsonObject Unsetting(IEnumerable<string> keys)
    {
        var patch = new JsonObject();
        foreach (var key in keys)
            Put(patch, key, null);
        return patch;
    }

    /// <summary>A JSON merge patch; - = from the input.</summary>
    internal static async Task<JsonObject> ReadAsync(CommandContext context, string file, CancellationToken cancellation)
    {
        try
        {
            var text = file == "-" && context.Input is { } input
                ? await input.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file, cancellation);
            if (text.Length > MaxBytes)
                throw new JsonException($"it has more than {MaxBytes / 1024} KB");
            return JsonNode.Parse(text, documentOptions: SettingsRequests.Strict) as JsonObject
                ?? throw new JsonException("it is no object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw context.Refusal($"{file} cannot be used: {e.Message}. Nothing was changed",
                $"Không dùng được {file}: {e.Message}. Chưa thay đổi gì cả");
        }
    }

    private static void Put(JsonObject patch, string key, JsonNode? value)
    {
        var names = key.Split(':');
        foreach (var name in names[..^1])
        {
            if (patch[name] is not JsonObject section)
                patch[name] = section = [];
            patch = section;
        }
        patch[names[^1]] = value;
    }

    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: SettingsRequests.Strict) ?? JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
