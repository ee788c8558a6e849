using System.Text.Json.Nodes;

namespace CheckIn.Hub.Web.OpenApi;

/// <summary>
/// Examples of the API, kept as files by heading (<c>examples/*.json</c>): by method and address what is asked and what
/// is answered. All of it is made up. A test has every operation have some, and holds them against the schemas.
/// </summary>
/// <param name="Request">The body; null = it takes none.</param>
/// <param name="Response">The answer as JSON; null = it has none.</param>
/// <param name="Others">Answers of other media types.</param>
/// <param name="Parameters">By name.</param>
internal sealed record ApiExample(
    JsonNode? Request, JsonNode? Response, IReadOnlyDictionary<string, JsonNode?> Others,
    IReadOnlyDictionary<string, JsonNode?> Parameters)
{
    private static readonly Lazy<IReadOnlyDictionary<string, ApiExample>> Files = new(Load);

    private static ApiExample None { get; } =
        new(null, null, new Dictionary<string, JsonNode?>(), new Dictionary<string, JsonNode?>());

    /// <summary>By operation, such as <c>GET /api/v1/gates</c>.</summary>
    internal static IReadOnlyDictionary<string, ApiExample> All => Files.Value;

    internal static ApiExample Of(string operation) => All.GetValueOrDefault(operation, None);

    private static Dictionary<string, ApiExample> Load()
    {
        var assembly = typeof(ApiExample).Assembly;
        var found = new Dictionary<string, ApiExample>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith("openapi/", StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (operation, example) in JsonNode.Parse(stream)!.AsObject())
                found.Add(operation, Read(example!.AsObject()));
        }
        return found;
    }

    private static ApiExample Read(JsonObject example) => new(
        example["request"], example["response"],
        Members(example, "others").ToDictionary(),
        Members(example, "parameters").ToDictionary());

    private static JsonObject Members(JsonObject example, string name) => example[name]?.AsObject() ?? [];
}
