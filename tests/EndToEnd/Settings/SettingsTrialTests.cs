using System.Diagnostics;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests.Settings;

/// <summary>The hub's settings at a real gate: taken up, taken back, refused, and never in the way of a start.</summary>
public sealed class SettingsTrialTests : Journey
{
    [Fact]
    public async Task Good_settings_stay_over_a_restart_and_whoever_stands_at_the_gate_has_the_last_word()
    {
        await using var gate = await SteeredGate.StartAsync(Premises, Pictures);
        var applied = await gate.WantAsync(1001, """
            { "Lanes": { "*": { "Turnstile": { "Pulse": "00:00:00.3" } }, "kho": { "Turnstile": { "Pulse": "00:00:01" } } },
              "Gate": { "Id": "cong-khac" } }
            """, ReportedStates.Applied);
        Assert.Equal(1001, applied.Version);
        Assert.Equal(["Gate:Id", "Lanes:kho"], applied.Ignored!.Order(StringComparer.Ordinal));
        Assert.Null(applied.Overridden);

        await gate.KillAsync();
        gate.Environment["Lanes:0:Turnstile:Pulse"] = "00:00:00.1000000";
        gate.Start();
        var restarted = await gate.ReportedAsync(1001, ReportedStates.Applied);
        Assert.Equal(["Lanes:vao:Turnstile:Pulse"], restarted.Overridden);

        // Another number for what changes nothing here: no lane closes for it.
        await gate.WantAsync(1002, """{ "Lanes": { "vao": { "Turnstile": { "Pulse": "00:00:00.4" } } } }""", ReportedStates.Applied);
        Assert.DoesNotContain("are on trial", gate.Process.Tail, StringComparison.Ordinal);
        Assert.Equal(["Lanes:vao:Turnstile:Pulse"], gate.Reported!.Overridden);

        // What is said at the gate does not go with what the hub says: the gate serves without the hub's settings.
        await gate.KillAsync();
        gate.Environment.Remove("Lanes:0:Turnstile:Pulse");
        gate.Environment["Lanes:0:Turnstile:MaxPulse"] = "00:00:00.2000000";
        gate.Start();
        var unfit = await gate.ReportedAsync(1002, ReportedStates.Reverted);
        Assert.Equal(0, unfit.Version);
        Assert.Contains("MaxPulse", Assert.Single(unfit.Errors!).Problem, StringComparison.Ordinal);
        Assert.True(await gate.StopAsync(), gate.Tails);
        Assert.Contains(gate.Operations(OperationWords.SettingsChanged), static fact =>
            fact.Contains("\"hub\"", StringComparison.Ordinal)
            && fact.Contains("Lanes:0:Turnstile:Pulse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_tried_and_left_again_within_its_time_and_no_event_is_missing()
    {
        await using var gate = await SteeredGate.StartAsync(Premises, Pictures);
        await gate.WantAsync(1, """{ "Settings": { "TrialFor": "00:00:06" } }""", ReportedStates.Applied);
        var nobody = $"mqtt://127.0.0.1:{ProgramProcess.FreePort()}";
        var wrong = $$"""{ "Uplink": { "Hub": "{{nobody}}" }, "Settings": { "TrialFor": "00:00:06" } }""";
        var began = Stopwatch.GetTimestamp();
        var reverted = await gate.WantAsync(2, wrong, ReportedStates.Reverted);
        // Six seconds of trial; the rest is two changes on a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 6, 60);
        Assert.Equal(1, reverted.Version);
        Assert.Contains("the hub has acknowledged nothing", Assert.Single(reverted.Errors!).Problem, StringComparison.Ordinal);
        Assert.True(await gate.SettleAsync() > 4, gate.Tails);

        // Killed in the midst of the next trial it has what held before.
        var again = wrong.Replace("00:00:06", "00:05:00", StringComparison.Ordinal);
        var trying = gate.WantAsync(3, again, ReportedStates.Reverted);
        await gate.EventuallyAsync("the trial", () => gate.Process.Tail.Contains("version 3, are on trial", StringComparison.Ordinal));
        await gate.KillAsync();
        gate.Start();
        Assert.Contains("interrupted", Assert.Single((await trying).Errors!).Problem, StringComparison.Ordinal);
        // Never tried again: it is heard of with every connection.
        Assert.DoesNotContain("on trial", gate.Process.Tail, StringComparison.Ordinal);
        await gate.SettleAsync();
        Assert.True(await gate.StopAsync(), gate.Tails);
        Assert.Equal(2, gate.Operations(OperationWords.SettingsReverted).Count);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_what_fails_when_it_is_opened_is_taken_back_by_the_same_process()
    {
        await using var gate = await SteeredGate.StartAsync(Premises, Pictures);
        var refused = await gate.WantAsync(
            5, """{ "Lanes": { "vao": { "Turnstile": { "RelayPin": 22 } } } }""", ReportedStates.Refused);
        Assert.NotEqual(5, refused.Version);
        Assert.Contains("pin 22 is used by", Assert.Single(refused.Errors!).Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("are on trial", gate.Process.Tail, StringComparison.Ordinal);

        var process = gate.Process.Id;
        var reverted = await gate.WantAsync(
            6, """{ "Gpio": { "Driver": "Linux", "Chip": "/dev/gpiochip-khong-co" } }""", ReportedStates.Reverted);
        Assert.NotEqual(6, reverted.Version);
        Assert.Contains("gpiochip-khong-co", Assert.Single(reverted.Errors!).Problem, StringComparison.Ordinal);
        Assert.False(gate.Process.HasExited, gate.Tails);
        Assert.Equal(process, gate.Process.Id);

        // A scanner that is not there: the lane that was ready is not.
        reverted = await gate.WantAsync(7, """
            { "Lanes": { "vao": { "Scanner": { "Kind": "Serial", "Device": "/dev/serial/by-id/khong-co" } } },
              "Settings": { "TrialFor": "00:00:05" } }
            """, ReportedStates.Reverted);
        Assert.Contains("lanes that were ready are not", Assert.Single(reverted.Errors!).Problem, StringComparison.Ordinal);
        await gate.SettleAsync();
        Assert.True(await gate.StopAsync(), gate.Tails);
        Assert.Equal(0, gate.Process.ExitCode);
        Assert.Equal(3, gate.Operations(OperationWords.SettingsReverted).Count);
    }
}
