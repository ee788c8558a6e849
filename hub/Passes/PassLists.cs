using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Settings;
using CheckIn.Passes;
using CheckIn.Storage;

namespace CheckIn.Hub.Passes;

/// <summary>
/// Makes the two lists by which gates judge passes, <c>passes</c> and <c>revocations</c>: a moment after something has
/// changed and no more often than every 30 s, so that a thousand revocations are one list, and once an hour, when a key's time may have come and passes that
/// are revoked may have ended. What cannot be made is tried again, and gates go on with what they have. A hub that has never
/// issued a pass makes neither.
/// </summary>
internal sealed class PassLists(
    EventStore store, PassIssuers issuers, ListBook book, TimeProvider time, ILogger<PassLists> logger) : BackgroundService
{
    /// <summary>How long a revoked pass stays on the list after it has ended, for gates whose clocks are behind.</summary>
    internal static readonly TimeSpan Afterwards = TimeSpan.FromDays(30);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1), Gathering = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMinutes(1),
        Spacing = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something has changed.</summary>
    internal void Due() => _due.Writer.TryWrite(true);

    /// <summary>Makes both, where they would be others than those that there are.</summary>
    /// <exception cref="RefusalException">The keys cannot be had.</exception>
    /// <exception cref="DatabaseException">They could not be kept.</exception>
    internal async Task RenewAsync()
    {
        // One at a time: a list that was read before another's must not take its place.
        await _turn.WaitAsync();
        try
        {
            await MakeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private async Task MakeAsync()
    {
        issuers.Upkeep();
        var keys = issuers.All;
        if (keys.Count == 0 && book.Find(ListNames.Passes) is null)
            return;
        var entries = keys.Select(key => new PassKeyEntry(
            key.Kid, key.Public, key.SignsFrom.ToUnixTimeSeconds(), issuers.UntilOf(key, keys).ToUnixTimeSeconds())).ToList();
        await book.RenewAsync(ListNames.Passes, (version, madeAt) => PassKeys.Write(
            new PassKeysDocument(version, madeAt.ToUnixTimeSeconds(), entries)));
        var revoked = store.Read(db => PassRows.Revoked(db, time.GetUtcNow() - Afterwards));
        await book.RenewAsync(
            ListNames.Revocations, (version, madeAt) => RevocationList.Write(version, madeAt, revoked));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var next = TimeSpan.Zero; ;)
            {
                var isDue = await WaitAsync(next, stoppingToken);
                next = await TryRenewAsync() ? Period : Pause;
                if (isDue)
                    await Task.Delay(Spacing, time, stoppingToken); // twenty thousand gates fetch each
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            await RenewAsync();
            return true;
        }
        catch (Exception e) when (e is RefusalException or DatabaseException)
        {
            Log.NotMade(logger, e.Message, Pause);
            return false;
        }
    }

    /// <summary>Whether something has changed; false = the time is over.</summary>
    private async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken stopping)
    {
        using var timed = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timed.Token);
        try
        {
            await _due.Reader.ReadAsync(either.Token);
            await Task.Delay(Gathering, time, stopping);
            return true;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
