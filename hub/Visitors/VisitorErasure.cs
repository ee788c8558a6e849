using CheckIn.Hub.Events;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Visitors;

/// <summary>
/// Erases what visitors declared, with the invitations, when the days are over for which it is kept: at the start and every
/// day. The database overwrites what is erased; backups of before still have it, until they are removed.
/// </summary>
internal sealed class VisitorErasure(
    EventStore store, IOptions<VisitorOptions> options, TimeProvider time, ILogger<VisitorErasure> logger) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                await TryEraseAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <summary>All that is due.</summary>
    /// <returns>How many declarations were erased.</returns>
    internal async Task<int> EraseAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow().AddDays(-options.Value.KeepDays);
        var declarations = await EraseAsync(db => DeclarationRows.Erase(db, before, MostAtOnce), cancellation);
        await EraseAsync(db => InvitationRows.Erase(db, before, MostAtOnce), cancellation);
        if (declarations > 0)
            Log.Erased(logger, declarations, options.Value.KeepDays);
        return declarations;
    }

    private async Task TryEraseAsync(CancellationToken cancellation)
    {
        try
        {
            await EraseAsync(cancellation);
        }
        catch (DatabaseException e)
        {
            Log.NotErased(logger, e.Message, Period);
        }
    }

    /// <summary>Some at a time, so that gates' events do not wait.</summary>
    private async Task<int> EraseAsync(Func<Database, int> erase, CancellationToken cancellation)
    {
        for (var all = 0; ;)
        {
            var erased = 0;
            await store.WriteAsync(db => erased = erase(db), cancellation);
            all += erased;
            if (erased < MostAtOnce)
                return all;
        }
    }
}
