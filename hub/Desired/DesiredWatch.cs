using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Looks every few seconds for what changes settings without anybody changing them: a gate that appears, leaves or stands
/// elsewhere, another tree of places, another day of it. And tells the registry which gates have been without what is
/// wanted of them for too long, so that it is alerted.
/// </summary>
internal sealed class DesiredWatch(
    DesiredNotices notices, DesiredGates gates, SettingsStandings standings, GatePlaces places, SiteRegister sites,
    FleetRegistry fleet, TimeProvider time, ILogger<DesiredWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private IReadOnlyDictionary<string, GatePlace>? _places;
    private (SiteTree Tree, DateOnly Day)? _tree;
    private HashSet<string> _late = new(StringComparer.Ordinal);

    /// <summary>Once.</summary>
    internal void Look()
    {
        LookForPlaces();
        LookForLate();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
                TryLook();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private void TryLook()
    {
        try
        {
            Look();
        }
        catch (DatabaseException e)
        {
            Log.NotLooked(logger, e.Message);
        }
    }

    private void LookForPlaces()
    {
        var (now, tree) = (places.Recent(), (sites.Tree, HubZone.DayOf(time.GetUtcNow())));
        var isSameTree = _tree is { } known && ReferenceEquals(known.Tree, tree.Tree) && known.Day == tree.Item2;
        // At the start whoever tells gates begins with all of them by himself.
        if (_places is not null && !isSameTree)
            notices.Changed(now.Keys);
        else if (_places is { } before && !ReferenceEquals(before, now))
        {
            notices.Changed(now.Where(gate => !before.TryGetValue(gate.Key, out var place)
                || place.Site != gate.Value.Site || place.Standing != gate.Value.Standing).Select(static gate => gate.Key));
        }
        (_places, _tree) = (now, tree);
    }

    private void LookForLate()
    {
        var late = gates.Snapshot().Where(one => standings.IsTooLong(one.Key, one.Value))
            .Select(static one => one.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gate in _late.Concat(late).Where(gate => late.Contains(gate) != _late.Contains(gate)))
            fleet.OnSettings(gate, late.Contains(gate));
        _late = late;
    }
}
