using CheckIn.Hub.Events;
using CheckIn.Hub.Notices.Channels;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Notices;

/// <summary>
/// Wakes when alerts have changed, gives the changes out and wakes the lanes of those who have something to hear; there
/// is a lane for each recipient for as long as he is one.
/// </summary>
internal sealed class NoticeSender(
    NoticeDesk desk, NoticeGiving giving, Recipients recipients, EventStore store,
    IEnumerable<INoticeChannel> channels, IOptions<NoticeOptions> options, TimeProvider time,
    ILogger<NoticeSender> logger) : BackgroundService
{
    private const int MostAtATime = 8;
    private const int MostKept = 1000;
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);
    private readonly Dictionary<long, (RecipientLane Lane, Task Running)> _lanes = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _making = new(1), _sending = new(MostAtATime);
    private Func<Recipient, (RecipientLane, Task)>? _open;
    private long _lookedAt;

    /// <summary>How many messages are being handed over right now.</summary>
    internal int UnderWay => MostAtATime - _sending.CurrentCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parts = new LaneParts(store, desk, [.. channels], options.Value, time, _making, _sending, logger);
        _open = recipient => Open(recipient, parts, stoppingToken);
        recipients.Changed += SetLanes;
        desk.AskedAgain += WakeAtOnce;
        try
        {
            await Task.Yield();
            SetLanes();
            while (true)
            {
                await RoundAsync(stoppingToken);
                await WokenAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not given out or sent yet is in the database.
        }
        finally
        {
            recipients.Changed -= SetLanes;
            desk.AskedAgain -= WakeAtOnce;
            await Task.WhenAll(Running());
        }
    }

    /// <summary>Sends a message that tells of nothing, now and once.</summary>
    internal async Task<Delivery> TestAsync(Recipient recipient, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var text = new MessageText(recipient, desk.Tree, now, options.Value.Page);
        var channel = channels.Single(channel => channel.Kind == recipient.Channel);
        return await channel.SendAsync(recipient, new NoticeMessage(
            0, RecipientLane.NewKey(), recipient.Id, recipient.Name, now, 0, text.Test().Subject,
            channel.TestBodyOf(text, now), 0, null, null, null, null), cancellation);
    }

    public override void Dispose()
    {
        base.Dispose();
        _making.Dispose();
        _sending.Dispose();
        foreach (var (lane, _) in _lanes.Values)
            lane.Dispose();
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        try
        {
            Wake(await GiveAllAsync(cancellation));
            await ForgetAsync(cancellation);
        }
        catch (DatabaseException e)
        {
            Log.NotGivenOut(logger, e.Message);
        }
        // A lane that failed is a fault of the program, and the host shall hear of it.
        foreach (var running in Running().Where(static running => running.IsFaulted))
            await running;
    }

    /// <summary>No message is made meanwhile: half a storm would be two messages.</summary>
    private async Task<IReadOnlySet<long>> GiveAllAsync(CancellationToken cancellation)
    {
        var all = new HashSet<long>();
        await _making.WaitAsync(cancellation);
        try
        {
            while (await giving.GiveAsync(cancellation) is { } woken)
                all.UnionWith(woken);
            return all;
        }
        finally
        {
            _making.Release();
        }
    }

    private async Task WokenAsync(CancellationToken cancellation)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(desk.ToGiveOut.WaitToReadAsync(beat.Token).AsTask(), Task.Delay(Beat, time, beat.Token));
        await beat.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        desk.ToGiveOut.TryRead(out _);
    }

    /// <summary>Once an hour, the oldest of what arrived and of what was given up goes.</summary>
    private async Task ForgetAsync(CancellationToken cancellation)
    {
        if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < TimeSpan.FromHours(1))
            return;
        _lookedAt = time.GetTimestamp();
        await store.WriteAsync(static db => MessageRows.Forget(db, MostKept), cancellation);
        desk.FailingMayDiffer();
    }

    private void SetLanes()
    {
        lock (_lock)
        {
            var now = recipients.All.ToDictionary(static recipient => recipient.Id);
            foreach (var (id, (lane, _)) in _lanes.Where(lane => !now.ContainsKey(lane.Key)).ToArray())
            {
                lane.Remove();
                _lanes.Remove(id);
            }
            foreach (var recipient in now.Values.Where(recipient => !_lanes.ContainsKey(recipient.Id)))
                _lanes[recipient.Id] = _open!(recipient);
        }
        desk.FailingMayDiffer();
    }

    private static (RecipientLane, Task) Open(Recipient recipient, LaneParts parts, CancellationToken stopping)
    {
        var lane = new RecipientLane(recipient, parts);
        return (lane, Task.Run(() => lane.RunAsync(stopping), CancellationToken.None));
    }

    private void Wake(IReadOnlySet<long> woken)
    {
        lock (_lock)
        {
            foreach (var id in woken)
            {
                if (_lanes.TryGetValue(id, out var lane))
                    lane.Lane.Wake();
            }
        }
    }

    private void WakeAtOnce(long recipient)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(recipient, out var lane))
                lane.Lane.Wake(isUrgent: true);
        }
    }

    private Task[] Running()
    {
        lock (_lock)
            return [.. _lanes.Values.Select(static lane => lane.Running)];
    }
}
