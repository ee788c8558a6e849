using System.Text.Json.Nodes;
using CheckIn.Gate.Tests.Updates;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>A plan of lanes that cannot be keeps nobody from sending a better one.</summary>
public sealed class PlanWantedTests
{
    [Fact]
    public async Task A_gate_whose_planned_lanes_cannot_be_keeps_asking_its_hub_and_opens_with_the_plan_that_can()
    {
        await using var gate = await UpdatableGate.StartAsync();
        // As it came with the enrolment: two lanes on one pin.
        var file = Path.Combine(gate.Folder, "data", "enrolment", "settings.json");
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        plan["Lanes"] = new JsonArray(new JsonObject(), new JsonObject
        {
            ["Name"] = "ra",
            ["Scanner"] = new JsonObject { ["Kind"] = "Pictures", ["Folder"] = gate.Folder },
            ["Turnstile"] = new JsonObject { ["RelayPin"] = 17 },
        });
        await File.WriteAllTextAsync(file, plan.ToJsonString());
        gate.Hub.Provision = gate.Hub.Provision with { Version = 2 };
        gate.Start();
        var process = gate.ProcessId;
        await gate.Eventually("the lane", () => gate.Tail.Contains("Lane vao (In) is open", StringComparison.Ordinal));
        Assert.Contains("The gate waits for another plan", gate.Tail, StringComparison.Ordinal);
        Assert.Contains("pin 17 is used by", gate.Tail, StringComparison.Ordinal);
        Assert.Equal(process, gate.ProcessId);
        Assert.True(await gate.StopAsync(), gate.Tail);
    }
}
