using CheckIn.Storage;

namespace CheckIn.Hub.Registrations;

/// <summary>Once an hour: what nobody decided lapses, what is over is forgotten.</summary>
internal sealed class RegistrationKeeper(RegistrationDesk desk, TimeProvider time, ILogger<RegistrationKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often, time);
        try
        {
            do
                await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            await desk.SweepAsync(stopping);
        }
        catch (DatabaseException e)
        {
            Log.NotSwept(logger, e.Message);
        }
    }
}
