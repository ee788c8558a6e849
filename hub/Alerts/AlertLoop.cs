using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>Gives the desk its turn once a second.</summary>
internal sealed class AlertLoop(AlertDesk desk, TimeProvider time, ILogger<AlertLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Start();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        desk.Stop();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TurnAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        try
        {
            await desk.BeatAsync(stoppingToken);
        }
        catch (DatabaseException e)
        {
            // What was heard is in the book already: the next turn goes on from there.
            Log.TurnFailed(logger, e.Message);
        }
    }
}
