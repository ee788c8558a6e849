using CheckIn.Contract;
using CheckIn.Gate.Updates;
using CheckIn.Updates;
using Xunit.Abstractions;

namespace CheckIn.Gate.Tests.Updates;

/// <summary>An update with real processes, and SIGKILL in each step.</summary>
public sealed class UpdateProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private UpdatableGate _gate = null!;

    public async Task InitializeAsync() => _gate = await UpdatableGate.StartAsync();

    public async Task DisposeAsync()
    {
        output.WriteLine(_gate.Tail);
        await _gate.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_version_is_tried_and_stays_though_the_gate_is_killed_in_each_step()
    {
        _gate.Hub.Want(await _gate.Versions.GoodAsync(2, "2.0.0"), 2, "2.0.0");

        // In the download, which goes on where it was.
        (_gate.Hub.StopsAfter, _gate.Hub.Holds) = (700_000, true);
        _gate.Start();
        await _gate.Eventually("a part of the package", () => _gate.Part() is { Length: >= 500_000 });
        await _gate.StartAgainAsync();
        _gate.Hub.StopsAfter = null;
        await _gate.Eventually("the rest of it", () => _gate.Hub.Ranges.Any(static from => from >= 500_000));

        // While it is unpacked, or as soon as it was.
        await _gate.Eventually("unpacking", () => Directory.Exists(_gate.Store.PathOf(2) + VersionStore.Unpacking)
            || _gate.State.Phase != UpdatePhase.Idle, everyMs: 1);
        await _gate.StartAgainAsync();

        // When the switch was asked for.
        await _gate.Eventually("the switch", () => _gate.State.Phase == UpdatePhase.Trying, everyMs: 1);
        await _gate.StartAgainAsync();

        // On trial: the launcher is killed, and the version on trial is gone with it.
        await _gate.Eventually("a trial", () => _gate.Candidate != 0);
        var orphan = _gate.Candidate;
        await _gate.Eventually("its lanes", () => _gate.Tail.Contains("on trial. It stays", StringComparison.Ordinal)
            || _gate.State.Phase == UpdatePhase.Idle, everyMs: 1);
        await _gate.KillAsync();
        await _gate.Eventually("the end of the orphan", () => !UpdatableGate.IsAlive(orphan));
        await _gate.Eventually("the end of its guard", () => _gate.Guards == 0);
        _gate.Start();

        // At the moment of its confirmation.
        await _gate.Eventually("the confirmation", () => _gate.State.Running is not null, everyMs: 1);
        await _gate.StartAgainAsync();

        // From now on it takes the place of the installed program.
        await _gate.ReportsAsync(2, UpdateStates.Confirmed);
        Assert.Contains(_gate.Store.PathOf(2), UpdatableGate.CommandOf(_gate.ProcessId), StringComparison.Ordinal);
        Assert.Equal((2L, 2L), (_gate.State.Floor, _gate.State.Running!.Release));
        Assert.Contains("2.0.0 (release 2)", await _gate.CommandAsync("updates", "--lang", "en"), StringComparison.Ordinal);
        Assert.Equal("checkin-gate 2.0.0", await _gate.CommandAsync("--version"));
        Assert.True(await _gate.StopAsync());
        Assert.Contains("2.0.0 (release 2)", _gate.Operations(OperationWords.UpdateConfirmed), StringComparison.Ordinal);
        Assert.Null(_gate.Part());
    }
}
