using CheckIn.Hub.Enrolment;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Keys;

/// <summary>
/// Keeps keys ahead of the days: at the start and every hour, since a medium may be connected again at any time. A hub
/// that enrols nobody makes none.
/// </summary>
internal sealed class KeyUpkeep(KeyRing ring, IOptions<EnrolmentOptions> enrolment, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (enrolment.Value.Address is null)
            return;
        await Task.Yield(); // Some hundred files at the first start: the host need not wait for them.
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                ring.Upkeep();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }
}
