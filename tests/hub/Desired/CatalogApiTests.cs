using System.Text.Json.Nodes;
using CheckIn.Hub.Tests.Accounts;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Desired;

public sealed class CatalogApiTests
{
    [Fact]
    public async Task Every_setting_of_a_gate_and_its_schema_can_be_asked_for()
    {
        await using var world = await TwoNodes.StartAsync(31);
        var list = JsonNode.Parse(await world.Hub.Http.GetStringAsync("/api/v1/settings/catalog"))!["settings"]!.AsArray();
        Assert.Equal(
            SettingsCatalog.Gate.Entries.Select(static entry => entry.Path), list.Select(static entry => (string?)entry!["path"]));
        var pulse = list.Single(static entry => (string?)entry!["path"] == "Lanes:*:Turnstile:Pulse")!;
        Assert.Equal(
            ("Duration", "00:00:00.5", "00:00:00.02", "00:00:10", false, false),
            ((string?)pulse["kind"], (string?)pulse["default"], (string?)pulse["least"], (string?)pulse["most"],
                (bool)pulse["local"]!, (bool)pulse["cuts_off"]!));

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/settings/schema");
        asked.Headers.AcceptLanguage.ParseAdd("vi");
        using var answer = await world.Hub.Http.SendAsync(asked);
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
        var schema = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.StartsWith("Cài đặt", (string?)schema["title"], StringComparison.Ordinal);
    }
}
