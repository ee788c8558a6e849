using System.Threading.Channels;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Visits;

/// <summary>
/// Keeps visits behind the events, some tenths of a second: after a start it goes on where it was, and nothing that the
/// hub stores waits for it.
/// </summary>
internal sealed class VisitService(EventStore store, EventCounters counters, TimeProvider time, ILogger<VisitService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Channel<bool> _stored =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        counters.Stored += Wake;
        try
        {
            while (true)
            {
                var isDone = await TryFollowAsync(stoppingToken);
                await Task.Delay(isDone ? Together : Patience, time, stoppingToken);
                if (isDone)
                    await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; the next start goes on.
        }
        finally
        {
            counters.Stored -= Wake;
        }
    }

    private void Wake(long stored) => _stored.Writer.TryWrite(true);

    /// <summary>Until events are stored, or for a minute: corrected times come without any.</summary>
    private async Task WaitAsync(CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        await ((Task)_stored.Reader.ReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }

    private async Task<bool> TryFollowAsync(CancellationToken stopping)
    {
        try
        {
            var isMore = true;
            while (isMore)
            {
                stopping.ThrowIfCancellationRequested();
                await store.WriteAsync(db =>
                {
                    using var writer = new VisitWriter(db);
                    isMore = writer.Step();
                }, stopping);
            }
            return true;
        }
        catch (DatabaseException e)
        {
            if (!stopping.IsCancellationRequested)
                Log.NotFollowed(logger, e.Message, Patience);
            return false;
        }
    }
}
