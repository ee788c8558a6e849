using System.Threading.Channels;
using CheckIn.Hub.Desired;
using CheckIn.Storage;

namespace CheckIn.Hub.Cards;

/// <summary>
/// Has gates told that their cards are others: a moment after a change, so that several are one list, and those of everywhere
/// no more often than every 30 s, since every gate fetches them. At the hub's start all gates are told anyway, so nothing that
/// was changed before is missed.
/// </summary>
internal sealed class CardNews(CardLists lists, DesiredNotices notices, TimeProvider time, ILogger<CardNews> logger)
    : BackgroundService
{
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1), Spacing = TimeSpan.FromSeconds(30),
        Again = TimeSpan.FromMinutes(1);
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private HashSet<string> _sites = new(StringComparer.Ordinal); // as many as there are sites with cards

    /// <summary>The cards of a site are others; empty = of everywhere.</summary>
    internal void Due(string site)
    {
        lock (_lock)
            _sites.Add(site);
        _due.Writer.TryWrite(true);
    }

    /// <summary>Tells those whose cards have changed.</summary>
    /// <returns>Whether that was every gate.</returns>
    /// <exception cref="DatabaseException">It cannot be read which gates those are; it may be asked again.</exception>
    internal bool Tell()
    {
        HashSet<string> sites;
        lock (_lock)
            (sites, _sites) = (_sites, new(StringComparer.Ordinal));
        var isAll = sites.Contains(CardListRow.Everywhere) || lists.IsTroubled;
        try
        {
            lists.Renew();
            if (isAll)
                notices.SiteChanged(null);
            foreach (var site in isAll ? [] : sites)
                notices.SiteChanged(site);
            return isAll;
        }
        catch (DatabaseException)
        {
            lock (_lock)
                _sites.UnionWith(sites);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await WaitAsync(stoppingToken);
                if (TryTell())
                    await Task.Delay(Spacing, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; at its next start all gates are told.
        }
    }

    private bool TryTell()
    {
        try
        {
            return Tell();
        }
        catch (DatabaseException e)
        {
            Log.NotTold(logger, e.Message, Again);
            _due.Writer.TryWrite(true);
            return true;
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        if (lists.IsTroubled)
            await Task.WhenAny(_due.Reader.WaitToReadAsync(stopping).AsTask(), Task.Delay(Again, time, stopping));
        else
            await _due.Reader.WaitToReadAsync(stopping);
        await Task.Delay(Gathering, time, stopping);
        _due.Reader.TryRead(out _);
    }
}
