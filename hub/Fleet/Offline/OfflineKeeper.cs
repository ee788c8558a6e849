using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// Writes what <see cref="OfflineDesk"/> knows: changes in one transaction each second, however many there are; that
/// the hub itself is there, every few seconds; and takes away what is too old, a little at a time. What cannot be
/// written waits, within bounds.
/// </summary>
internal sealed class OfflineKeeper(
    OfflineDesk desk, EventStore store, HubReach reach, IOptions<OfflineOptions> options, TimeProvider time,
    ILogger<OfflineKeeper> logger)
    : BackgroundService
{
    private const int MostWaiting = 100_000;
    private const int ForgottenAtOnce = 2_000;
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);
    private long? _watched;
    private long? _forgot;
    private bool _isFailing;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        reach.Changed += desk.OnReach;
        desk.OnReach(reach.IsOpen);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        reach.Changed -= desk.OnReach;
        desk.OnReach(isOpen: false);
        await StepAsync(isLast: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WriteEvery, time);
        try
        {
            do
                await StepAsync(isLast: false);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops, and the rest is written next.
        }
    }

    internal async Task StepAsync(bool isLast)
    {
        var isWatchDue = isLast || IsDue(_watched, options.Value.WatchEvery);
        var isForgettingDue = !isLast && IsDue(_forgot, ForgetEvery);
        var changes = desk.ChangesToWrite();
        if (changes.Count == 0 && !isWatchDue && !isForgettingDue)
            return;
        try
        {
            await store.WriteAsync(db => Write(db, changes, isWatchDue, isForgettingDue), CancellationToken.None);
            Wrote(changes, isWatchDue, isForgettingDue);
        }
        catch (DatabaseException e)
        {
            _isFailing = true;
            Log.NotWritten(logger, changes.Count, e.Message, options.Value.WriteEvery);
            if (desk.Forget(MostWaiting) is > 0 and var rows)
                Log.Forgotten(logger, rows);
        }
    }

    private bool IsDue(long? last, TimeSpan every) => last is not { } at || time.GetElapsedTime(at) >= every;

    private void Write(Database db, IReadOnlyList<Spell> changes, bool isWatchDue, bool isForgettingDue)
    {
        SpellRows.Write(db, changes);
        if (isWatchDue)
            desk.Watch.Write(db);
        if (!isForgettingDue)
            return;
        var before = time.GetUtcNow() - options.Value.Keep;
        SpellRows.Forget(db, before, options.Value.MostRows, ForgottenAtOnce);
        HubWatch.Forget(db, before);
    }

    private void Wrote(IReadOnlyList<Spell> changes, bool isWatchDue, bool isForgettingDue)
    {
        desk.Wrote(changes);
        var now = time.GetTimestamp();
        if (isWatchDue)
        {
            desk.Watch.Written();
            _watched = now;
        }
        if (isForgettingDue)
            _forgot = now;
        if (_isFailing)
            Log.WrittenAgain(logger);
        _isFailing = false;
    }
}
