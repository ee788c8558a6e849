using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Journal;

/// <summary>
/// Every ten minutes: marks how old the journal is and removes, in steps between appends, what is delivered and older
/// than the retention period. What is undelivered stays, whatever its age.
/// </summary>
internal sealed class JournalRetention : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly GateJournal _journal;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    internal JournalRetention(GateJournal journal, TimeProvider time, ILogger logger)
    {
        (_journal, _logger) = (journal, logger);
        _loop = RunAsync(new PeriodicTimer(Period, time));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
                    await SweepAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The journal closes.
            }
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            var removed = await _journal.SweepAsync(_stop.Token).ConfigureAwait(false);
            if (removed > 0)
                Log.Removed(_logger, removed, _journal.FirstRetained);
        }
        catch (JournalException e)
        {
            Log.RetentionFailed(_logger, e);
        }
    }
}
