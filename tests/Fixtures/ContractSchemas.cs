using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Fixtures;

/// <summary>The AsyncAPI document of the contract, and what it says of a message.</summary>
public sealed class ContractSchemas
{
    private readonly JsonDocument _document;

    public ContractSchemas()
    {
        using var stream = ContractDocument.Open();
        _document = JsonDocument.Parse(stream);
    }

    public JsonElement Root => _document.RootElement;

    /// <summary>Messages by content type.</summary>
    public IReadOnlyDictionary<string, JsonElement> ByContentType =>
        Root.GetProperty("components").GetProperty("messages").EnumerateObject()
            .ToDictionary(static one => one.Value.GetProperty("contentType").GetString()!, static one => one.Value);

    /// <summary>What is wrong with a message; empty = nothing.</summary>
    /// <param name="contentType">As it was published with.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="isStrict">Whether a member that the document does not name is a problem.</param>
    public IReadOnlyList<string> Problems(string contentType, ReadOnlyMemory<byte> payload, bool isStrict = true)
    {
        if (!ByContentType.TryGetValue(contentType, out var message))
            return [$"{contentType} is not in the document"];
        using var json = JsonDocument.Parse(payload);
        return new JsonSchemas(Root, isStrict).Problems(message.GetProperty("payload"), json.RootElement);
    }

    /// <summary>The content type that the document has for a topic; null = the topic is not in it.</summary>
    public string? ContentTypeOf(string topic)
    {
        var address = Topics.TryParse(topic, out var gate, out _)
            ? topic.Replace($"/{gate}/", "/{gate}/", StringComparison.Ordinal) : topic;
        foreach (var channel in Root.GetProperty("channels").EnumerateObject())
        {
            if (channel.Value.GetProperty("address").GetString() != address)
                continue;
            var message = channel.Value.GetProperty("messages").EnumerateObject().Single().Value;
            var found = new JsonSchemas(Root).Find(message.GetProperty("$ref").GetString()!);
            return found.GetProperty("contentType").GetString();
        }
        return null;
    }
}
