using System.Text;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

public class MainJobTests : Journey
{
    [Fact]
    public async Task A_code_opens_the_gate_and_the_hub_has_the_record_exactly_once()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 30);
        await EventuallyDecided(7); // six pictures and the closing line
        var tally = await Premises.SettleAsync(Patience);
        AssertNothingMissing(tally, 6);
        Assert.Equal((6, 4, 2), (tally.Decided, tally.Admitted, tally.Refused));
        Assert.Equal(0, tally.Duplicates);
    }

    [Fact]
    public async Task The_relay_moves_only_after_an_admission_was_recorded_and_no_longer_than_its_pulse()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 4);
        await EventuallyDecided(7);
        await Eventually("the end of the last pulse", () => Task.FromResult(RelayEdges() is [.., (_, 0)]));
        Assert.True(await Premises.StopGateAsync(Gate));
        var admitted = JournalFile.Read(Premises.JournalOf(Gate)).Rows.Where(row => row.Outcome == "admitted").ToList();
        var edges = RelayEdges();
        var opened = edges.Where(edge => edge.Level == 1).ToList();
        // On a slow machine two admissions may share one opening; none has one of its own without a row before it.
        Assert.InRange(opened.Count, 1, admitted.Count);
        Assert.All(opened.Zip(admitted), pair => Assert.True(pair.First.Ns > pair.Second.MonotonicNs));
        Assert.Equal(0, edges[^1].Level);
        for (var i = 0; i + 1 < edges.Count; i += 2)
            Assert.InRange((edges[i + 1].Ns - edges[i].Ns) / 1e6, 99, 6000);
    }

    [Fact]
    public async Task A_gate_decides_without_a_hub_and_delivers_when_there_is_one()
    {
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 30);
        await EventuallyDecided(7);
        await Premises.StartHubAsync();
        AssertNothingMissing(await Premises.SettleAsync(Patience), 6);
    }

    [Fact]
    public async Task Journal_and_hub_name_nobody_in_the_clear()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 30);
        await EventuallyDecided(7);
        await Premises.SettleAsync(Patience);
        await Premises.StopGateAsync(Gate);
        await Premises.StopHubAsync();
        var codes = new SyntheticCodes(7);
        var fields = codes.Cccd().Split('|');
        var number = Encoding.UTF8.GetBytes(fields[0]);
        var name = Encoding.UTF8.GetBytes(fields[2]);
        foreach (var file in Directory.EnumerateFiles(Premises.Folder, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".png", StringComparison.Ordinal))
                continue;
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(number) < 0, $"{file} holds a document number");
            Assert.True(bytes.AsSpan().IndexOf(name) < 0, $"{file} holds a name");
        }
        Assert.DoesNotContain(fields[0], Premises.Tails, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hub_tells_a_clean_stop_from_a_loss()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 10);
        await Eventually("ready", async () => await Premises.Hub.StateAsync(Gate) == "ready");
        Assert.True(await Premises.StopGateAsync(Gate));
        await Eventually("stopped", async () => await Premises.Hub.StateAsync(Gate) == "stopped");
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 10);
        await Eventually("ready again", async () => await Premises.Hub.StateAsync(Gate) == "ready");
        await Premises.KillGateAsync(Gate);
        await Eventually("lost", async () => await Premises.Hub.StateAsync(Gate) == "lost");
    }

    [Fact]
    public async Task Wrong_settings_are_refused_by_name_value_and_range()
    {
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 30, new Dictionary<string, string>
        {
            ["Gate:Id"] = "Cổng A",
            ["Lanes:0:Turnstile:Pulse"] = "00:01:00",
        });
        await Eventually("refusal", () => Task.FromResult(Premises.GateHasExited(Gate) && Premises.Tails.Contains("start again", StringComparison.Ordinal)));
        Assert.Contains("Gate:Id is 'Cổng A'; allowed: text like ^[a-z0-9-]{1,64}$", Premises.Tails, StringComparison.Ordinal);
        Assert.Contains("Lanes:0:Turnstile:Pulse is '00:01:00'; allowed: 00:00:00.0200000 to 00:00:10", Premises.Tails, StringComparison.Ordinal);
    }

    private List<(long Ns, int Level)> RelayEdges() => [.. File.ReadLines(Premises.PinsOf(Gate))
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
        .Where(edge => edge.GetProperty("pin").GetInt32() == 17)
        .Select(edge => (edge.GetProperty("t_ns").GetInt64(), edge.GetProperty("level").GetInt32()))];
}
