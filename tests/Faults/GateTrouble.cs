using CheckIn.Faults.Plan;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults;

/// <summary>Carries out the faults of one gate, one after the other, and starts it again after each.</summary>
internal sealed class GateTrouble(Site site, Controller controller, Tally tally)
{
    private const double LatestAmbush = 1.4; // of the time that a code takes
    private static readonly TimeSpan PatienceOfAmbush = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PatienceOfDelivery = TimeSpan.FromSeconds(20);
    private readonly CardTrouble _cards = new(site, controller);

    internal async Task SufferAsync(Fault fault, CancellationToken cancellation)
    {
        await controller.EnsureRunningAsync(cancellation);
        tally.Count(fault.Kind, await CarryOutAsync(fault, cancellation));
        await controller.EnsureRunningAsync(cancellation);
    }

    private async Task<bool> CarryOutAsync(Fault fault, CancellationToken cancellation)
    {
        switch (fault.Kind)
        {
            case FaultKind.GateKill:
                return await DeadAsync(controller.Kill(), fault, cancellation);
            case FaultKind.GateKillInMidEvent:
                var met = await controller.Presenter.AmbushAsync(LatestAmbush * fault.Dice, PatienceOfAmbush);
                return await DeadAsync(met || controller.Kill(), fault, cancellation);
            case FaultKind.GateRestart:
                return await controller.StopAsync();
            case FaultKind.GateFreeze:
                await controller.FreezeAsync(fault.Lasts);
                return true;
            case FaultKind.GateDiskFull:
                return await controller.FillDiskAsync(fault.Lasts);
            case FaultKind.GateClockJump:
                return await JumpAsync(fault, cancellation);
            default:
                return await _cards.SufferAsync(fault, PatienceOfDelivery, cancellation);
        }
    }

    private async Task<bool> DeadAsync(bool killed, Fault fault, CancellationToken cancellation)
    {
        await Task.WhenAny(controller.Gone, Task.Delay(TimeSpan.FromSeconds(10), cancellation));
        await Task.Delay(fault.Lasts, cancellation);
        return killed;
    }

    /// <summary>Up to ten years forward or back, and home again.</summary>
    private async Task<bool> JumpAsync(Fault fault, CancellationToken cancellation)
    {
        controller.SetClock(ClockJump.Of(fault.Dice));
        await Task.Delay(fault.Lasts, cancellation);
        controller.SetClock(TimeSpan.Zero);
        return true;
    }
}
