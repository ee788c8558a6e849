namespace CheckIn.Hub.Broker;

/// <summary>Looks for silent connections twice a second: one timer for all of them instead of one each.</summary>
internal sealed class KeepAliveMonitor(SessionTable sessions, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            sessions.CloseSilent();
    }
}
