using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

public class CrashTests : Journey
{
    [Fact]
    public async Task A_gate_killed_in_mid_stream_again_and_again_loses_nothing_and_opens_for_nobody_unrecorded()
    {
        await Premises.StartHubAsync();
        for (var life = 1; life <= 5; life++)
        {
            await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 60);
            await EventuallyDecided(life * 25);
            await Premises.KillGateAsync(Gate);
        }
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 60);
        await EventuallyDecided(150);
        Assert.True(await Premises.StopGateAsync(Gate));
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 0.1);
        AssertNothingMissing(await Premises.SettleAsync(Patience), 100);
        AssertEveryOpeningIsRecorded();
    }

    [Fact]
    public async Task A_hub_killed_in_mid_stream_again_and_again_ends_with_every_event_once()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 60);
        for (var life = 1; life <= 4; life++)
        {
            await EventuallyDecided(life * 40);
            await Premises.KillHubAsync();
            await EventuallyDecided((life * 40) + 20);
            await Premises.StartHubAsync();
        }
        Assert.True(await Premises.StopGateAsync(Gate));
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 0.1);
        AssertNothingMissing(await Premises.SettleAsync(Patience), 150);
        AssertEveryOpeningIsRecorded();
    }

    [Fact]
    public async Task A_hub_restored_from_an_older_copy_gets_back_what_it_lost()
    {
        await Premises.StartHubAsync();
        await Premises.StartGateAsync(Gate, "In", Pictures, once: true, framesPerSecond: 60);
        await EventuallyDecided(7);
        await Premises.SettleAsync(Patience);
        Assert.True(await Premises.StopHubAsync());
        foreach (var file in Directory.EnumerateFiles(Premises.Folder, "hub.db*"))
            File.Delete(file);
        await Premises.StartHubAsync();
        AssertNothingMissing(await Premises.SettleAsync(Patience), 6);
    }

    /// <summary>Every edge that opens has an admission journalled before it, and at most one edge for each.</summary>
    private void AssertEveryOpeningIsRecorded()
    {
        var admitted = JournalFile.Read(Premises.JournalOf(Gate)).Rows
            .Where(row => row.Outcome == "admitted").Select(row => row.MonotonicNs).ToList();
        var opened = File.ReadLines(Premises.PinsOf(Gate))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(edge => edge.GetProperty("pin").GetInt32() == 17 && edge.GetProperty("level").GetInt32() == 1)
            .Select(edge => edge.GetProperty("t_ns").GetInt64()).ToList();
        Assert.NotEmpty(opened);
        var recorded = 0;
        foreach (var edge in opened)
        {
            var before = admitted.Count(at => at < edge);
            Assert.True(before > recorded, "the relay opened without an admission recorded before it");
            recorded = before;
        }
    }
}
