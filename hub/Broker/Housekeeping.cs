namespace CheckIn.Hub.Broker;

/// <summary>
/// What falls due in the broker, looked for twice a second: silent connections, wills, the end of sessions, retained
/// messages that have expired. One timer for all of them instead of one each.
/// </summary>
internal sealed class Housekeeping : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int ExpireEvery = 20;
    private const int SlowEvery = 2;
    private const int RenewEvery = 4;
    private const int WorthWaitingFor = 1000;
    private const int Quiet = 10;
    private const int WorthTidying = 1000;
    private readonly BrokerParts _parts;
    private readonly BrokerStore _store;
    private readonly IHostApplicationLifetime _life;
    private int _before;
    private int _tidiedAt;

    public Housekeeping(MqttConnectionHandler handler, BrokerStore store, IHostApplicationLifetime life)
    {
        _parts = handler.Parts;
        _store = store;
        _life = life;
    }

    /// <summary>What was kept is back before anybody can connect.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _store.Load(_parts.Broker, _parts.Sessions);
        _life.ApplicationStopping.Register(_parts.Sessions.CloseAll);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _parts.Time);
        try
        {
            for (var turn = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); turn++)
                await TurnAsync(turn).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async ValueTask TurnAsync(int turn)
    {
        _parts.Sessions.CloseSilent(_parts.Receiving.IsShort);
        if (turn % SlowEvery == 0)
            _parts.Sessions.Load.GiveUpSlow(WorthWaitingFor);
        foreach (var will in _parts.Sessions.Expire() ?? [])
            await _parts.PublishAsync(will).ConfigureAwait(false);
        if (turn % RenewEvery == 0)
            _parts.Sessions.RenewReaders();
        if (turn % ExpireEvery == 0)
            _parts.Broker.RemoveExpired();
        Tidy();
    }

    /// <summary>
    /// Thousands of handshakes leave memory behind that an idle process would keep for good. When they are over it is
    /// collected once, which takes some ten milliseconds.
    /// </summary>
    private void Tidy()
    {
        var count = _parts.Sessions.Count;
        var isQuiet = Math.Abs(count - _before) < Quiet;
        _before = count;
        if (!isQuiet || Math.Abs(count - _tidiedAt) < Math.Max(WorthTidying, _tidiedAt / 4))
            return;
        _tidiedAt = count;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
