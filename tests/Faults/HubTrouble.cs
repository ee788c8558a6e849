using CheckIn.Faults.Plan;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults;

/// <summary>Carries out the faults of the hub, one after the other, and starts it again after each.</summary>
internal sealed class HubTrouble(Site site, Tally tally)
{
    private const double LongestAmbushMs = 40;
    private static readonly TimeSpan PatienceOfAmbush = TimeSpan.FromSeconds(5);
    private readonly HubService _hub = site.Hub;

    internal async Task SufferAsync(Fault fault, CancellationToken cancellation)
    {
        await _hub.EnsureRunningAsync(cancellation);
        tally.Count(fault.Kind, await CarryOutAsync(fault, cancellation));
        await _hub.EnsureRunningAsync(cancellation);
    }

    private async Task<bool> CarryOutAsync(Fault fault, CancellationToken cancellation)
    {
        switch (fault.Kind)
        {
            case FaultKind.HubKill:
                return await DeadAsync(_hub.Kill(), fault, cancellation);
            case FaultKind.HubKillInMidCommit:
                var after = TimeSpan.FromMilliseconds(LongestAmbushMs * Math.Pow(fault.Dice, 3));
                var met = await AmbushAsync(after, cancellation);
                return await DeadAsync(_hub.Kill() && met, fault, cancellation);
            case FaultKind.HubRestart:
                return await _hub.StopAsync();
            case FaultKind.HubFreeze:
                return await FreezeAsync(fault, cancellation);
            case FaultKind.HubDiskFull:
                return await _hub.FillDiskAsync(fault.Lasts);
            case FaultKind.HubClockJump:
                return await JumpAsync(fault, cancellation);
            case FaultKind.HubCopied:
                _hub.Copy();
                return true;
            case FaultKind.HubRestored:
                await DeadAsync(_hub.Kill(), fault, cancellation);
                return _hub.PutBack(fault.Dice);
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "No fault of the hub.");
        }
    }

    /// <summary>Waits until some gate sends a batch, and then so much longer.</summary>
    internal async Task<bool> AmbushAsync(TimeSpan after, CancellationToken cancellation)
    {
        var batches = site.Controllers.Select(controller => controller.Link.NextBatch).ToArray();
        var patience = Task.Delay(PatienceOfAmbush, cancellation);
        if (await Task.WhenAny([patience, .. batches]) == patience)
            return false;
        var at = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(at) < after)
            Thread.SpinWait(20);
        return true;
    }

    private async Task<bool> DeadAsync(bool killed, Fault fault, CancellationToken cancellation)
    {
        if (_hub.Life is { } life)
            await Task.WhenAny(life.Exited, Task.Delay(TimeSpan.FromSeconds(10), cancellation));
        await Task.Delay(fault.Lasts, cancellation);
        return killed;
    }

    private async Task<bool> FreezeAsync(Fault fault, CancellationToken cancellation)
    {
        var life = _hub.Life!;
        life.Freeze();
        await Task.Delay(fault.Lasts, cancellation);
        life.Thaw();
        return true;
    }

    private async Task<bool> JumpAsync(Fault fault, CancellationToken cancellation)
    {
        _hub.SetClock(ClockJump.Of(fault.Dice));
        await Task.Delay(fault.Lasts, cancellation);
        _hub.SetClock(TimeSpan.Zero);
        return true;
    }
}
