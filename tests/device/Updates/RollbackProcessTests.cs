using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CheckIn.Contract;
using CheckIn.Gate.Tests.Supervision;
using CheckIn.Updates;
using Xunit.Abstractions;

namespace CheckIn.Gate.Tests.Updates;

/// <summary>Versions that do not work, with real processes.</summary>
public sealed partial class RollbackProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Sigstop = 19;
    private UpdatableGate _gate = null!;

    public async Task InitializeAsync() => _gate = await UpdatableGate.StartAsync();

    public async Task DisposeAsync()
    {
        output.WriteLine(_gate.Tail);
        await _gate.DisposeAsync();
    }

    [Fact]
    public async Task Versions_that_do_not_come_up_are_gone_again_by_themselves_and_what_is_unsigned_or_older_never_comes()
    {
        await RefusedAsync(Unsigned(await _gate.Versions.GoodAsync(2, "2.0.0")), 2, UpdateReasons.Unsigned);

        // It ends at once, and the service manager hears of no stop.
        using var manager = new ServiceManagerSocket("@checkin-" + Guid.NewGuid().ToString("N"));
        (_gate.Environment["NOTIFY_SOCKET"], _gate.Environment["WATCHDOG_USEC"]) = (manager.Address, "60000000");
        var told = new ConcurrentQueue<string>();
        using var ending = new CancellationTokenSource();
        var hearing = manager.CollectAsync(told, ending.Token);
        _gate.Hub.Want(await _gate.Versions.EndingAsync(3, "3.0.0"), 3, "3.0.0");
        await _gate.StartAgainAsync();
        var process = _gate.ProcessId;
        await _gate.ReportsAsync(3, UpdateStates.RolledBack, UpdateReasons.Ended);
        Assert.Equal(process, _gate.ProcessId);
        Assert.False(_gate.HasExited);
        await _gate.Eventually("the word of both", () => told.Count(
            static message => message.StartsWith("READY=1", StringComparison.Ordinal)) == 2);
        await ending.CancelAsync();
        await hearing;
        Assert.DoesNotContain(told, static message => message.Contains("STOPPING", StringComparison.Ordinal));
        Assert.Contains(told, static message => message.Contains("WATCHDOG_USEC=900000000", StringComparison.Ordinal));
        _gate.Environment.Clear();

        // It hangs.
        _gate.Hub.Want(await _gate.Versions.GoodAsync(4, "4.0.0"), 4, "4.0.0", trialS: 10);
        await _gate.StartAgainAsync();
        await _gate.Eventually("a trial", () => _gate.Candidate != 0, everyMs: 1);
        var hangs = _gate.Candidate;
        _ = Signal(hangs, Sigstop);
        await _gate.Eventually(
            "the way back", () => _gate.State.News is { State: UpdateStates.RolledBack, Release: 4 }, everyMs: 1);
        await _gate.StartAgainAsync();
        await _gate.ReportsAsync(4, UpdateStates.RolledBack, UpdateReasons.NotHealthy);
        Assert.False(UpdatableGate.IsAlive(hangs));

        // The next one is good, and what is older than it is refused.
        _gate.Hub.Want(await _gate.Versions.GoodAsync(6, "6.0.0"), 6, "6.0.0");
        await _gate.StartAgainAsync();
        await _gate.ReportsAsync(6, UpdateStates.Confirmed);
        await RefusedAsync(await _gate.Versions.GoodAsync(5, "5.0.0"), 5, UpdateReasons.TooOld);
        Assert.Equal(6, _gate.State.Running!.Release);
        Assert.Equal(1, _gate.Guards);

        // Somebody changes the confirmed one: the installed version goes on, and the hub brings the release again.
        await _gate.KillAsync();
        var program = Path.Combine(_gate.Store.PathOf(6), "checkin-gate.dll");
        var changed = File.ReadAllBytes(program);
        changed[^1] ^= 1;
        File.WriteAllBytes(program, changed);
        _gate.Hub.Reports.Clear();
        _gate.Hub.Want(await _gate.Versions.GoodAsync(6, "6.0.0"), 6, "6.0.0");
        _gate.Start();
        await _gate.Eventually(
            "the installed version", () => _gate.Tail.Contains("signed: the installed", StringComparison.Ordinal));
        await _gate.ReportsAsync(6, UpdateStates.Confirmed);
        Assert.Contains("bản phát hành 6", await _gate.CommandAsync("updates", "--lang", "vi"), StringComparison.Ordinal);
        Assert.True(await _gate.StopAsync());
        Assert.Contains("ended", _gate.Operations(OperationWords.UpdateRolledBack), StringComparison.Ordinal);
    }

    private async Task RefusedAsync(byte[] package, long release, string why)
    {
        _gate.Hub.Want(package, release, release + ".0.0");
        await _gate.StartAgainAsync();
        await _gate.ReportsAsync(release, UpdateStates.Refused, why);
        Assert.False(Directory.Exists(_gate.Store.PathOf(release)));
    }

    /// <summary>The same package with no signature.</summary>
    private static byte[] Unsigned(byte[] package)
    {
        var start = "CHECKIN-UPDATE-1\n".Length;
        var manifest = BinaryPrimitives.ReadInt32BigEndian(package.AsSpan(start));
        var signature = start + 4 + manifest;
        return [.. package[..signature], 0, 0, .. package[(signature + 2 + UpdateLimits.Signature)..]];
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
