using System.Text.Json;

namespace CheckIn.EndToEnd.Tests;

/// <summary>What happens at a gate's doors and inputs is known at the hub at once, with real processes.</summary>
public sealed class AlarmTests : Journey
{
    [Fact]
    public async Task A_case_that_is_opened_is_an_alert_at_once_and_not_with_the_next_figures()
    {
        var contacts = Path.Combine(Premises.Folder, "contacts.jsonl");
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 1, more: new()
        {
            ["Uplink:HealthEvery"] = "00:10:00",
            ["Gpio:InputFile"] = contacts,
            ["Inputs:Tamper:Pin"] = "5",
        });
        await Eventually("the gate to be there", async () => (await GateAsync())?.GetProperty("state").GetString() == "ready");
        await File.AppendAllTextAsync(contacts, """{"pin":5,"level":0}""" + "\n");
        await Eventually("an alert", async () => (await Premises.Hub.AlertsAsync()).EnumerateArray().Any(static alert =>
            alert.GetProperty("kind").GetString() == "tamper" && alert.GetProperty("subject").GetString() == Gate));
        await File.AppendAllTextAsync(contacts, """{"pin":5,"level":1}""" + "\n");
        await Eventually("the end of the alarm", async () =>
            (await GateAsync())?.GetProperty("alarms").ValueKind == JsonValueKind.Null);
    }

    private async Task<JsonElement?> GateAsync() => (await Premises.Hub.GatesAsync()).EnumerateArray()
        .Where(static gate => gate.GetProperty("id").GetString() == Gate).Select(static gate => (JsonElement?)gate).FirstOrDefault();
}
