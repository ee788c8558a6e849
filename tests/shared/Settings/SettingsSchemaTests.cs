using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Settings;

namespace CheckIn.Shared.Tests.Settings;

public sealed class SettingsSchemaTests
{
    private static readonly JsonObject Schema = SettingsSchema.Of(SettingsCatalog.Gate, Language.English);

    [Fact]
    public void It_says_which_dialect_it_is_and_every_setting_is_in_it_with_what_it_is_for()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)Schema["$schema"]);
        var vietnamese = SettingsSchema.Of(SettingsCatalog.Gate, Language.Vietnamese);
        foreach (var entry in SettingsCatalog.Gate.Entries)
        {
            Assert.StartsWith(entry.English, (string?)At(Schema, entry.Path)["description"], StringComparison.Ordinal);
            Assert.StartsWith(entry.Vietnamese, (string?)At(vietnamese, entry.Path)["description"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ranges_words_and_defaults_are_those_of_the_catalog()
    {
        var pin = At(Schema, "Lanes:*:Turnstile:RelayPin");
        Assert.Equal(
            ("integer", -1, 511, -1), ((string?)pin["type"], (int)pin["minimum"]!, (int)pin["maximum"]!, (int)pin["default"]!));
        Assert.Equal("""["Virtual","Linux"]""", At(Schema, "Gpio:Driver")["enum"]!.ToJsonString());
        Assert.Equal("00:00:00.5", (string?)At(Schema, "Lanes:*:Turnstile:Pulse")["default"]);
        Assert.Equal("""{"enum":["Auto"]}""", At(Schema, "Lanes:*:Scanner:Camera:Gain")["anyOf"]![0]!.ToJsonString());
        Assert.Equal(0.2, (double)At(Schema, "Lanes:*:Scanner:Camera:Module")["default"]!);
    }

    /// <summary>An editor is to underline a slip of the pen.</summary>
    [Fact]
    public void No_section_has_other_names_than_the_catalogs() =>
        Assert.All(Objects(Schema), section => Assert.NotNull(section["additionalProperties"]));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject schema => schema.SelectMany(static pair => Objects(pair.Value))
            .Concat(schema["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String
                && (string?)type == "object" ? [schema] : []),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    private static JsonObject At(JsonObject schema, string path)
    {
        foreach (var part in path.Split(':'))
        {
            schema = (JsonObject)(part is "*" or "#" ? schema["items"] ?? schema["additionalProperties"] : schema["properties"]![part])!;
        }
        return schema;
    }
}
