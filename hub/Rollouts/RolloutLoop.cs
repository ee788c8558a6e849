using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>Gives the desk its turn once a second.</summary>
internal sealed class RolloutLoop(RolloutDesk desk, TimeProvider time, ILogger<RolloutLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
                await TurnAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task TurnAsync()
    {
        try
        {
            await desk.BeatAsync();
        }
        catch (DatabaseException e)
        {
            Log.NotKept(logger, e.Message);
        }
    }
}
