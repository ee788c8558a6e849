using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CheckIn.Settings;

/// <summary>
/// Every setting that a gate knows, by name, kind and range: what the hub holds settings against before it sends them. A
/// gate holds them against its own options besides, which know how settings fit together.
/// </summary>
/// <remarks>
/// It is a file beside this one, which the gate's program writes from its options (<c>checkin-gate settings catalog
/// --json</c>) and which a test holds to them. What can be told of a value is told as a gate's configuration would read
/// it: names and words however they are capitalised, numbers as texts too, so that nothing is refused that works.
/// </remarks>
public sealed class SettingsCatalog
{
    /// <summary>Of this version's gates.</summary>
    public static SettingsCatalog Gate { get; } = new(Embedded());

    private readonly SettingBranch _root = new("");

    private SettingsCatalog(IReadOnlyList<SettingEntry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
            _root.Add(entry);
    }

    /// <summary>In order, a section before what is in it.</summary>
    public IReadOnlyList<SettingEntry> Entries { get; }

    internal SettingBranch Root => _root;

    /// <summary>The entry of a key such as <c>Lanes:in:Turnstile:Pulse</c>, however it is capitalised; null = none.</summary>
    public SettingEntry? Find(string path) => _root.Find(path)?.Entry;

    /// <summary>What is wrong with values as the hub sends them; empty = nothing that can be told without the gate.</summary>
    /// <remarks>A value that is null takes away what a lower layer says, and is good everywhere.</remarks>
    public IReadOnlyList<SettingProblem> Check(JsonObject values) => new SettingsReading(this, isPlan: false).Read(values);

    /// <summary>What is wrong with a lane plan, whose lanes are a list, as in a gate's file.</summary>
    /// <remarks>Only what no gate could work with: names that this version does not know are left to newer ones.</remarks>
    public IReadOnlyList<SettingProblem> CheckPlan(JsonObject plan) => new SettingsReading(this, isPlan: true).Read(plan);

    /// <summary>Keys in the patch that can cut a gate off.</summary>
    public IReadOnlyList<string> Cutting(JsonObject patch) => SettingsPatch.Cutting(this, patch);

    /// <summary>
    /// The same with the catalog's spelling of names: a merge patch tells <c>gpio</c> from <c>Gpio</c>, a gate does not.
    /// Names that stand twice then, and unknown ones, are left as they are.
    /// </summary>
    /// <exception cref="JsonException">A name stands twice, or a name or a text in it is no text.</exception>
    public JsonObject Spelled(JsonObject values) => SettingsPatch.Spelled(_root, values);

    private static List<SettingEntry> Embedded()
    {
        using var file = typeof(SettingsCatalog).Assembly.GetManifestResourceStream("settings/catalog.json")
            ?? throw new InvalidOperationException("The catalog of settings is not in this program.");
        return JsonSerializer.Deserialize(file, SettingsJson.Default.ListSettingEntry)!;
    }
}

/// <summary>How the catalog is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<SettingEntry>))]
internal sealed partial class SettingsJson : JsonSerializerContext;
