using System.Text.Json.Nodes;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Settings;

/// <summary>The hub names lanes, the gate counts them; and not everything is the hub's to say.</summary>
public sealed class HubLayerTests
{
    private static readonly Dictionary<string, string?> Own = new()
    {
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Turnstile:Pulse"] = "00:00:00.5000000",
        ["Lanes:1:Name"] = "ra",
    };

    [Fact]
    public void A_lane_is_found_by_its_name_and_says_the_last_word_over_every_lane()
    {
        var layer = Of("""
            { "Lanes": {
                "vao": { "Turnstile": { "Pulse": "00:00:00.7" }, "Indicator": { "ShowFor": null } },
                "*": { "Turnstile": { "Pulse": "00:00:00.3" }, "Indicator": { "ShowFor": "00:00:02" } } } }
            """);
        Assert.Equal("00:00:00.7", layer.Settings["Lanes:0:Turnstile:Pulse"]);
        Assert.Equal("00:00:00.3", layer.Settings["Lanes:1:Turnstile:Pulse"]);
        Assert.False(layer.Settings.ContainsKey("Lanes:0:Indicator:ShowFor"));
        Assert.Equal("00:00:02", layer.Settings["lanes:1:indicator:showfor"]);
        Assert.Equal("Lanes:ra:Turnstile:Pulse", layer.Names["Lanes:1:Turnstile:Pulse"]);
        Assert.Empty(layer.Ignored);
    }

    [Fact]
    public void What_means_nothing_here_is_left_out_and_told()
    {
        var layer = Of("""
            { "Lanes": { "kho": { "Turnstile": { "Pulse": "00:00:01" } }, "vao": { "Turnstil": { "Pulse": "x" } }, "ra": 7 },
              "Uplnk": { "Hub": "x" }, "Uplink": 7, "Lanes:0": { "Turnstile": { "Pulse": "00:00:09" } },
              "Health": { "TooHot": 75 } }
            """);
        Assert.Equal(
            ["Lanes:0", "Lanes:kho", "Lanes:ra", "Lanes:vao:Turnstil:Pulse", "Uplink", "Uplnk:Hub"],
            layer.Ignored.Order(StringComparer.Ordinal));
        Assert.Equal("75", Assert.Single(layer.Settings).Value);
        Assert.Equal("Lanes", Assert.Single(Of("""{ "Lanes": [ { "Name": "vao" } ] }""").Ignored));
    }

    [Theory]
    [InlineData("""{ "Gate": { "Id": "cong-2" } }""", "Gate:Id")]
    [InlineData("""{ "gate": { "iD": "cong-2" } }""", "gate:iD")]
    [InlineData("""{ "Gate:Id": "cong-2" }""", "Gate:Id")]
    [InlineData("""{ "Enrolment": { "Directory": "/tmp" } }""", "Enrolment:Directory")]
    [InlineData("""{ "Keys": { "Directory": "/tmp" } }""", "Keys:Directory")]
    [InlineData("""{ "Journal": { "Path": "/tmp/j" } }""", "Journal:Path")]
    [InlineData("""{ "Service": { "Socket": "/tmp/s" } }""", "Service:Socket")]
    [InlineData("""{ "Updates": { "Keys": "/tmp/k" } }""", "Updates:Keys")]
    [InlineData("""{ "Lanes": { "vao": { "Name": "ra" } } }""", "Lanes:vao:Name")]
    [InlineData("""{ "Lanes": { "vao": { "Scanner": { "Camera": { "Command": "/tmp/x" } } } } }""",
        "Lanes:vao:Scanner:Camera:Command")]
    [InlineData("""{ "Lanes": { "vao": { "Scanner:Camera": { "Command": "/tmp/x" } } } }""", "Lanes:vao:Scanner:Camera")]
    public void Who_the_gate_is_where_its_files_lie_and_whose_programs_it_runs_it_says_itself(string values, string key)
    {
        var layer = Of(values);
        Assert.Empty(layer.Settings);
        Assert.Equal(key, Assert.Single(layer.Ignored));
    }

    [Fact]
    public void Whoever_stands_at_the_gate_has_the_last_word_and_that_is_told()
    {
        var layer = Of("""{ "Lanes": { "*": { "Turnstile": { "Pulse": "00:00:00.3", "AfterTurn": "KeepPulse" } } } }""");
        var all = new ConfigurationBuilder().AddInMemoryCollection(layer.Settings).AddInMemoryCollection(
            new Dictionary<string, string?> { ["Lanes:1:Turnstile:Pulse"] = "00:00:01" }).Build();
        Assert.Equal(["Lanes:ra:Turnstile:Pulse"], layer.Overridden(all));
    }

    [Fact]
    public void Names_that_the_json_has_twice_are_an_error_and_not_a_guess() => Assert.ThrowsAny<ArgumentException>(
        () => Of("""{ "Health": { "TooHot": 70 }, "Health": { "TooHot": 75 } }"""));

    private static HubLayer Of(string values) => HubLayer.Of(
        (JsonObject)JsonNode.Parse(values)!, new ConfigurationBuilder().AddInMemoryCollection(Own).Build());
}
