using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>
/// A gate as Home Assistant's MQTT device discovery has it (since 2024.11): one retained message that describes the device
/// and its entities. Their values are the gate's own <c>state</c> and <c>health</c>, so nothing is published twice and
/// nothing personal is among them. A gate is available while the hub is there and the gate says that it is; only whether
/// it is connected is told while it is not. Nothing here commands a gate: who opens one signs in at the hub, and the
/// audit names him.
/// </summary>
internal static class DeviceDiscovery
{
    /// <summary>Health comes every minute; who has not heard of it for so long does not know.</summary>
    private const int HealthIsGoodForS = 600;
    private const string There = "value_json.state in ['ready', 'degraded', 'init']";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        var components = new JsonObject();
        var connected = Binary("Connected", "connectivity", There);
        connected["availability"] = new JsonArray(HubIsThere());
        Add("connected", connected);
        Add("problem", Binary("Problem", "problem", "value_json.state == 'degraded'"));
        var state = Sensor("State", "{{ value_json.state }}", null, "enum");
        state["options"] = new JsonArray("init", "ready", "degraded", "stopped", "lost");
        Add("state", state);
        Add("backlog", Sensor("Backlog", "{{ value_json.backlog }}", "events", null, "measurement"));
        Add("temperature", OfHealth(Sensor("Temperature", In("board", "temperatureC"), "°C", "temperature", "measurement")));
        Add("under_voltage", OfHealth(Binary("Weak supply", "problem", "value_json.get('board', {}).get('underVoltage')")));
        Add("throttled", OfHealth(Binary("Throttled", "problem", "value_json.get('board', {}).get('throttled')")));
        Add("decided", OfHealth(Sensor("Decisions", "{{ value_json.decided }}", null, null, "total_increasing"), false));
        Add("journal", OfHealth(Sensor("Journal", "{{ value_json.get('journalPercent') }}", "%", null, "measurement")));
        Add("disk_free", OfHealth(Sensor("Free space", In("disk", "freeBytes"), "B", "data_size", "measurement")));
        Add("memory", OfHealth(Sensor("Memory", In("memory", "residentBytes"), "B", "data_size", "measurement")));
        Add("round_trip", OfHealth(Sensor("Round trip", In("link", "roundTripMs"), "ms", "duration", "measurement")));
        Add("certificate", OfHealth(Sensor(
            "Certificate ends in", "{{ value_json.get('certificateDaysLeft') }}", "d", "duration", "measurement")));
        return components;

        void Add(string name, JsonObject component)
        {
            component["unique_id"] = $"checkin-{gate}-{name}";
            components[name] = component;
        }

        JsonObject OfHealth(JsonObject component, bool isDiagnostic = true)
        {
            component["state_topic"] = Topics.Of(gate, GateTopic.Health);
            component["expire_after"] = HealthIsGoodForS;
            if (isDiagnostic)
                component["entity_category"] = "diagnostic";
            return component;
        }
    }

    private static JsonObject Sensor(
        string name, string template, string? unit, string? deviceClass = null, string? stateClass = null)
    {
        var sensor = new JsonObject { ["platform"] = "sensor", ["name"] = name, ["value_template"] = template };
        foreach (var (key, value) in new[] { ("unit_of_measurement", unit), ("device_class", deviceClass), ("state_class", stateClass) })
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
