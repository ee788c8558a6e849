using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>
/// A gate as Home Assistant's MQTT device discovery has it (since 2024.11): one retained message that describes the
/// device and its entities. Their values are the gate's own <c>state</c> and <c>health</c>, so nothing is published
/// twice and nothing personal is among them. A gate is available while the hub is there and the gate says that it is;
/// only whether it is connected is told while it is not. Nothing here commands a gate: who opens one signs in at the
/// hub, and the audit names him.
/// </summary>
internal static class DeviceDiscovery
{
    /// <summary>Health comes every minute; who has not heard of it for so long does not know.</summary>
    private const int HealthIsGoodForS = 600;
    private const string There = "value_json.state in ['ready', 'degraded', 'init']";
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(HomeDevice device, string hubVersion)
    {
        var about = new JsonObject
        {
            ["identifiers"] = new JsonArray("checkin-" + device.Gate),
            ["name"] = device.Name,
            ["manufacturer"] = "CheckIn",
            ["model"] = "checkin-gate",
        };
        if (device.Version is not null)
            about["sw_version"] = device.Version;
        if (device.Area is not null)
            about["suggested_area"] = device.Area;
        var all = new JsonObject
        {
            ["device"] = about,
            ["origin"] = new JsonObject { ["name"] = "checkin-hub", ["sw_version"] = hubVersion },
            ["state_topic"] = Topics.Of(device.Gate, GateTopic.State),
            ["availability"] = new JsonArray(HubIsThere(), Available(Topics.Of(device.Gate, GateTopic.State), There)),
            ["availability_mode"] = "all",
            ["qos"] = 1,
            ["components"] = Components(device.Gate),
        };
        return JsonSerializer.SerializeToUtf8Bytes(all, Readable);
    }

    private static JsonObject Components(string gate)
    {
        var connected = Binary("Connected", "connectivity", There);
        connected["availability"] = new JsonArray(HubIsThere());
        var state = Sensor("State", "{{ value_json.state }}", null, "enum");
        state["options"] = new JsonArray("init", "ready", "degraded", "stopped", "lost");
        var components = new JsonObject
        {
            ["connected"] = connected,
            ["problem"] = Binary("Problem", "problem", "value_json.state == 'degraded'"),
            ["state"] = state,
            ["backlog"] = Sensor("Backlog", "{{ value_json.backlog }}", "events", null, "measurement"),
        };
        foreach (var (name, component) in OfHealth())
        {
            component["state_topic"] = Topics.Of(gate, GateTopic.Health);
            component["expire_after"] = HealthIsGoodForS;
            if (name != "decided")
                component["entity_category"] = "diagnostic";
            components[name] = component;
        }
        foreach (var (name, component) in components)
            component!["unique_id"] = $"checkin-{gate}-{name}";
        return components;
    }

    private static IEnumerable<(string Name, JsonObject Component)> OfHealth() =>
    [
        ("decided", Sensor("Decisions", "{{ value_json.decided }}", null, null, "total_increasing")),
        ("temperature", Sensor("Temperature", In("board", "temperatureC"), "°C", "temperature", "measurement")),
        ("under_voltage", Binary("Weak supply", "problem", "value_json.get('board', {}).get('underVoltage')")),
        ("throttled", Binary("Throttled", "problem", "value_json.get('board', {}).get('throttled')")),
        ("journal", Sensor("Journal", "{{ value_json.get('journalPercent') }}", "%", null, "measurement")),
        ("disk_free", Sensor("Free space", In("disk", "freeBytes"), "B", "data_size", "measurement")),
        ("memory", Sensor("Memory", In("memory", "residentBytes"), "B", "data_size", "measurement")),
        ("round_trip", Sensor("Round trip", In("link", "roundTripMs"), "ms", "duration", "measurement")),
        ("certificate", Sensor(
            "Certificate ends in", "{{ value_json.get('certificateDaysLeft') }}", "d", "duration", "measurement")),
    ];

    private static JsonObject Sensor(
        string name, string template, string? unit, string? deviceClass = null, string? stateClass = null)
    {
        var sensor = new JsonObject { ["platform"] = "sensor", ["name"] = name, ["value_template"] = template };
        foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)
            [("unit_of_measurement", unit), ("device_class", deviceClass), ("state_class", stateClass)])
        {
            if (value is not null)
                sensor[key] = value;
        }
        return sensor;
    }

    private static JsonObject Binary(string name, string deviceClass, string condition) => new()
    {
        ["platform"] = "binary_sensor",
        ["name"] = name,
        ["device_class"] = deviceClass,
        ["value_template"] = $"{{{{ 'ON' if {condition} else 'OFF' }}}}",
    };

    /// <summary>What a gate does not tell is unknown there, and no error.</summary>
    private static string In(string part, string figure) => $"{{{{ value_json.get('{part}', {{}}).get('{figure}') }}}}";

    private static JsonObject HubIsThere() => Available(Topics.HubState, "value_json.online");

    private static JsonObject Available(string topic, string condition) => new()
    {
        ["topic"] = topic,
        ["value_template"] = $"{{{{ 'online' if {condition} else 'offline' }}}}",
    };
}
