namespace CheckIn.Hub.Broker;

/// <summary>Looks for silent connections twice a second: one timer for all of them instead of one each.</summary>
internal sealed class KeepAliveMonitor : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly SessionTable _sessions;
    private readonly TimeProvider _time;

    /// <param name="handler">Not used: made here, so that a missing inbox stops the start and not a connection.</param>
    public KeepAliveMonitor(SessionTable sessions, TimeProvider time, MqttConnectionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _sessions = sessions;
        _time = time;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            _sessions.CloseSilent();
    }
}
