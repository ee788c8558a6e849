using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Modes;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>
/// Tells pages that are watched when to look again: at most once a second, however many watch and however much happens,
/// and only after what they will see was put together anew, so that none of them waits for it or sees what was before.
/// Nobody watches, nothing is done.
/// </summary>
internal sealed class LiveNews(
    FleetRegistry fleet, AlertDesk alerts, ModeDesk modes, GateRows gates, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource _told = New(), _watched = New();
    private int _watchers;

    /// <summary>
    /// Sends 'changed' at once, and whenever there is something to see, until whoever watches goes away.
    /// </summary>
    /// <param name="http">His request.</param>
    /// <param name="look">What he sees now.</param>
    internal async Task TellAsync(HttpContext http, Func<Sight> look)
    {
        _ = Watch(1);
        try
        {
            // What he sees first is what the next is compared with.
            await LookAsync(http.RequestAborted);
            // How often is told is this one's, for all at once.
            await EventStream.TellAsync(
                http, () => new Glance("{}", Watch(0), MarkOf(look())), TimeSpan.Zero, time);
        }
        finally
        {
            _ = Watch(-1);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Watched().WaitAsync(stoppingToken);
                var (ofFleet, ofAlerts, ofModes) = (fleet.Changed, alerts.Changed, modes.Changed);
                await LookAsync(stoppingToken);
                Tell();
                await Task.Delay(AtMostEvery, time, stoppingToken);
                await Task.WhenAny(ofFleet, ofAlerts, ofModes).WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <summary>Of what he sees: whoever sees all is told of everything.</summary>
    private int? MarkOf(Sight sight) => sight.IsWhole ? null
        : HashCode.Combine(
            gates.Latest?.Within(sight).Mark ?? 0, AlertSight.Mark(alerts.Standing(sight)), MarkOfModes(sight));

    private int MarkOfModes(Sight sight)
    {
        var mark = default(HashCode);
        try
        {
            foreach (var one in modes.Standing(sight))
                mark.Add((one.Order.Id, one.Gates, one.InForce));
        }
        catch (DatabaseException)
        {
            // His page then says what cannot be read.
        }
        return mark.ToHashCode();
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await gates.NowAsync(cancellation, time.GetTimestamp());
        }
        catch (DatabaseException)
        {
            // Whoever watches is told all the same: his page then says what cannot be read.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Watch(int more)
    {
        lock (_lock)
        {
            _watchers += more;
            if (_watchers == 0)
                _watched = New();
            else
                _watched.TrySetResult();
            return _told.Task;
        }
    }

    private Task Watched()
    {
        lock (_lock)
            return _watched.Task;
    }

    private void Tell()
    {
        lock (_lock)
        {
            _told.SetResult();
            _told = New();
        }
    }
}
