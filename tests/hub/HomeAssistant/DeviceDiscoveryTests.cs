using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.HomeAssistant;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.HomeAssistant;

/// <summary>The payload as Home Assistant's documents of MQTT discovery have it ("Device discovery payload").</summary>
public sealed partial class DeviceDiscoveryTests
{
    private static readonly HomeDevice Gate = new("cong-a2", "Cổng A2", "Trường Lê Lợi", "0.1.0");

    [Fact]
    public void The_description_has_what_device_discovery_requires()
    {
        using var json = JsonDocument.Parse(DeviceDiscovery.Write(Gate, "0.1.0"));
        var root = json.RootElement;
        Assert.Equal("checkin-cong-a2", root.GetProperty("device").GetProperty("identifiers")[0].GetString());
        Assert.Equal(("Cổng A2", "Trường Lê Lợi", "0.1.0"), (
            Text(root.GetProperty("device"), "name"), Text(root.GetProperty("device"), "suggested_area"),
            Text(root.GetProperty("device"), "sw_version")));
        Assert.Equal("checkin-hub", Text(root.GetProperty("origin"), "name"));
        Assert.Equal(("all", 1), (Text(root, "availability_mode"), root.GetProperty("qos").GetInt32()));
        Assert.Equal(
            [Topics.HubState, Topics.Of("cong-a2", GateTopic.State)],
            root.GetProperty("availability").EnumerateArray().Select(one => Text(one, "topic")));
        var components = root.GetProperty("components").EnumerateObject().ToArray();
        Assert.Equal(components.Length, components.Select(one => Text(one.Value, "unique_id")).Distinct().Count());
        Assert.All(components, static component =>
        {
            Assert.Contains(Text(component.Value, "platform"), (string[])["sensor", "binary_sensor"]);
            Assert.StartsWith("checkin-cong-a2-", Text(component.Value, "unique_id"), StringComparison.Ordinal);
            Assert.NotEmpty(Text(component.Value, "name"));
            Assert.NotEmpty(Text(component.Value, "value_template"));
        });
    }

    /// <summary>A template that asks for what no message has shows "unknown" for ever.</summary>
    [Fact]
    public void Every_template_asks_for_what_the_gates_messages_have()
    {
        var text = Encoding.UTF8.GetString(DeviceDiscovery.Write(Gate, "0.1.0"));
        Type[] types =
        [
            typeof(StateMessage), typeof(HubStateMessage), typeof(HealthMessage), typeof(BoardHealth),
            typeof(DiskHealth), typeof(MemoryHealth), typeof(LinkHealth),
        ];
        var known = types.SelectMany(static type => type.GetProperties())
            .Select(static one => JsonNamingPolicy.CamelCase.ConvertName(one.Name)).ToHashSet();
        var asked = Fields().Matches(text)
            .Select(static match => match.Groups[match.Groups[1].Success ? 1 : 2].Value).ToHashSet();
        Assert.Contains("backlog", asked);
        Assert.Contains("temperatureC", asked);
        Assert.All(asked, field => Assert.Contains(field, known));
    }

    [Fact]
    public void Whether_it_is_connected_is_told_while_it_is_not()
    {
        using var json = JsonDocument.Parse(DeviceDiscovery.Write(Gate, "0.1.0"));
        var own = json.RootElement.GetProperty("components").GetProperty("connected").GetProperty("availability");
        Assert.Equal([Topics.HubState], own.EnumerateArray().Select(one => Text(one, "topic")));
    }

    [Fact]
    public void Nothing_in_it_commands_a_gate()
    {
        var text = Encoding.UTF8.GetString(DeviceDiscovery.Write(Gate, "0.1.0"));
        Assert.DoesNotContain("command_topic", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Topics.Of("cong-a2", GateTopic.Events), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_has_left_or_lies_elsewhere_is_not_chosen_and_there_is_a_bound()
    {
        GateStatus[] gates = [.. new[] { "a", "b", "c", "d" }.Select(static id =>
            new GateStatus(id, id == "d" ? PresenceState.Revoked : PresenceState.Ready, null, null, 1, "1.0", 0))];
        var places = new Dictionary<string, GatePlace>
        {
            ["a"] = new("Cổng A", "s1", "active", null),
            ["b"] = new(null, "s2", "left", null),
        };
        Assert.Equal(["a", "c"], Chosen(FleetScope.All, 5).Devices.Select(static one => one.Gate));
        Assert.Equal(["a"], Chosen(new FleetScope(Site: "s1"), 5).Devices.Select(static one => one.Gate));
        var (devices, beyond) = Chosen(FleetScope.All, 1);
        Assert.Equal(("a", 1), (Assert.Single(devices).Gate, beyond));
        Assert.Equal(new HomeDevice("a", "Cổng A", "s1", "1.0"), Chosen(FleetScope.All, 5).Devices[0]);

        (IReadOnlyList<HomeDevice> Devices, int Beyond) Chosen(FleetScope scope, int most) =>
            HomeDevice.Choose(gates, places, new SiteTree(), scope, new DateOnly(2026, 11, 22), most);
    }

    [Theory]
    [InlineData("homeassistant/device/checkin-cong-a2/config", "cong-a2")]
    [InlineData("other/device/checkin-x/config", "x")]
    [InlineData("homeassistant/device/cong-a2/config", "")]
    [InlineData("homeassistant/device/checkin-/config", "")]
    [InlineData("homeassistant/device/checkin-A/config", "")]
    [InlineData("homeassistant/device/checkin-a/b/config", "")]
    [InlineData("/device/checkin-a/config", "")]
    [InlineData("homeassistant/device/checkin-a/config/", "")]
    [InlineData("checkin/v1/hub/state", "")]
    [InlineData("", "")]
    public void Only_what_describes_a_gate_is_the_hubs(string topic, string gate)
    {
        Assert.Equal(gate, DiscoveryTopics.GateOf(topic).ToString());
        var isProducts = gate.Length > 0 || topic.StartsWith("checkin/", StringComparison.Ordinal);
        Assert.Equal(isProducts, StrictTopicAccess.IsProducts(topic));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex(@"value_json\.(?!get\()([a-zA-Z]+)|\.get\(\\?'([a-zA-Z]+)\\?'")]
    private static partial Regex Fields();
}
