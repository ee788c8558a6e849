using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// Has times corrected that have come to be known, in steps between which events are stored: whenever something
/// becomes due, and at the start what an earlier run of the hub left over.
/// </summary>
internal sealed class CorrectionService(EventStore store, TimeProvider time, ILogger<CorrectionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (!await TryCorrectAsync(stoppingToken))
                    await Task.Delay(Patience, time, stoppingToken);
                else
                    await store.CorrectionsDue.ReadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; what is due stays so.
        }
    }

    private async Task<bool> TryCorrectAsync(CancellationToken stopping)
    {
        try
        {
            while (await store.CorrectAsync(stopping))
                stopping.ThrowIfCancellationRequested();
            return true;
        }
        catch (DatabaseException e)
        {
            if (!stopping.IsCancellationRequested)
                Log.CorrectionFailed(logger, e.Message, Patience);
            return false;
        }
    }
}
