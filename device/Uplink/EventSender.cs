using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// Sends the journal's events over one connection: batches as the window allows, earlier epochs before later ones. Only
/// the hub's own acknowledgement, sent after its commit, moves the journal's delivered marks: the broker's PUBACK is
/// flow control and nothing more. What follows from an acknowledgement is worked out by <see cref="EpochDelivery"/>;
/// here it is made durable. One task does all of it; acknowledgements, new events and time only wake it.
/// </summary>
internal sealed class EventSender
{
    private static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);
    private readonly GateJournal _journal;
    private readonly UplinkOptions _options;
    private readonly Action _askForBirth;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BatchesUnderWay _underWay;
    private readonly Channel<AckMessage?> _signals = Channel.CreateBounded<AckMessage?>(256);
    private readonly Dictionary<string, EpochDelivery> _deliveries = [];
    private readonly Dictionary<string, long> _notBefore = [];
    private string _born;
    private long _quietSince;

    /// <param name="journal">What is delivered.</param>
    /// <param name="options">Sizes and waits.</param>
    /// <param name="gate">The gate's id.</param>
    /// <param name="askForBirth">Has the birth published again, to which the hub answers with its positions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to tell.</param>
    internal EventSender(
        GateJournal journal, UplinkOptions options, string gate, Action askForBirth, TimeProvider time, ILogger logger)
    {
        (_journal, _options, _askForBirth, _time, _logger) = (journal, options, askForBirth, time, logger);
        (_underWay, _born, _quietSince) =
            (new(Topics.Of(gate, GateTopic.Events)), journal.Epoch, time.GetTimestamp());
    }

    /// <summary>
    /// The hub has said something. What comes faster than it is taken in is left out, so that the connection never
    /// waits: a later answer or the clock makes up for it.
    /// </summary>
    internal void Hear(AckMessage ack) => _signals.Writer.TryWrite(ack);

    /// <summary>Sends until <paramref name="ending"/>, or until the connection or the journal fails.</summary>
    internal async Task RunAsync(MqttClient client, CancellationToken ending)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var watch = WatchJournalAsync(failing.Token);
        await using var timer = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                while (_signals.Reader.TryRead(out var ack))
                    await ApplyAsync(ack);
                AppearAnew();
                EndWaits();
                AskAgainIfLate();
                if (await TrySendAsync(client, ending))
                    continue;
                timer.Change(UntilNextLook(), Timeout.InfiniteTimeSpan);
                await _signals.Reader.WaitToReadAsync(ending);
            }
        }
        finally
        {
            await failing.CancelAsync();
            await watch;
        }
    }

    /// <summary>A channel that is full is looked at in any case.</summary>
    private void Wake() => _signals.Writer.TryWrite(null);

    private async Task WatchJournalAsync(CancellationToken ending)
    {
        try
        {
            while (true)
            {
                var (epoch, seq) = (_journal.Epoch, _journal.LastSeq);
                Wake();
                await _journal.WaitBeyondAsync(epoch, seq, ending);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection ends, or the gate.
        }
    }

    /// <summary>The hub states its position in another epoch when it hears of it.</summary>
    private void AppearAnew()
    {
        if (_born == _journal.Epoch)
            return;
        _born = _journal.Epoch;
        _askForBirth();
    }

    private async ValueTask<bool> TrySendAsync(MqttClient client, CancellationToken ending)
    {
        foreach (var epoch in _journal.Epochs)
        {
            var delivery = DeliveryOf(epoch.Name);
            if (delivery.MaySend(epoch.LastSeq) && !_notBefore.ContainsKey(epoch.Name))
            {
                await SendAsync(client, epoch, delivery, ending);
                return true;
            }
            if (delivery.Blocks(epoch.LastSeq))
                return false;
        }
        return false;
    }

    private async ValueTask SendAsync(
        MqttClient client, JournalEpoch epoch, EpochDelivery delivery, CancellationToken ending)
    {
        // Rows that are gone cannot be sent; firstRetained in the batch tells the hub so.
        var first = _journal.NextKept(epoch.Name, delivery.Window.Next);
        var most = Math.Min(_options.BatchEvents, delivery.MostFrom(first));
        var batch = await _underWay.NextAsync();
        var count = _journal.ReadBatch(epoch.Name, first, batch, most);
        if (count == 0)
        {
            _deliveries[epoch.Name] = delivery with { Window = delivery.Window.SentThrough(first - 1) };
            return;
        }
        if (delivery.Window.Sent == delivery.Window.Acked)
            _quietSince = _time.GetTimestamp();
        _underWay.Begin(client, batch, ending);
        _deliveries[epoch.Name] = delivery.SentBatch(first, first + count - 1);
    }

    private async ValueTask ApplyAsync(AckMessage? ack)
    {
        var epochs = _journal.Epochs;
        if (ack is null || epochs.FirstOrDefault(known => known.Name == ack.Epoch) is not { } epoch)
            return;
        _quietSince = _time.GetTimestamp();
        var before = DeliveryOf(epoch.Name);
        var outcome = before.Take(
            ack, epoch, epoch.Name == _journal.Epoch, Agrees(ack, epoch), seq => _journal.NextKept(epoch.Name, seq));
        _deliveries[epoch.Name] = outcome.Next;
        Tell(ack, epoch, before, outcome);
        if (outcome.Diverges)
            await DivergeAsync(epoch);
        foreach (var range in outcome.GivenUp)
            await _journal.RefuseAsync(epoch.Name, range.First, range.Reason);
        await _journal.SetDeliveredAsync(epoch.Name, outcome.Next.Window.Acked);
        if (outcome.WentBack)
        {
            foreach (var other in epochs.Where(other => other.Name != epoch.Name))
                _deliveries[other.Name] = DeliveryOf(other.Name).StartOver(other);
        }
        HoldBack(epoch.Name, outcome.Next);
    }

    /// <summary>The hub's link for its position must be ours: if not, two journals claim to be one.</summary>
    private bool? Agrees(AckMessage ack, JournalEpoch epoch) =>
        ack.Hash.Length == 2 * ChainLink.Size && _journal.LinkOf(epoch.Name, ack.Through) is { } link
            ? ChainLink.ToText(link) == ack.Hash
            : null;

    private async ValueTask DivergeAsync(JournalEpoch epoch)
    {
        var epochs = _journal.Epochs;
        // Bounded, whatever a hub says: in an epoch that has diverged everything reaches the hub as well.
        if (epoch.Name != _journal.Epoch || epochs.Count > StateMessage.MaxEarlier)
        {
            if (epoch.Name == _journal.Epoch)
                Log.TooManyEpochs(_logger, epoch.Name);
            await _journal.DivergeAsync(epoch.Name);
            return;
        }
        await _journal.OpenEpochAsync(EpochCauses.Conflict);
    }

    private void Tell(AckMessage ack, JournalEpoch epoch, EpochDelivery before, AckOutcome outcome)
    {
        if (outcome.Diverges)
            Log.Diverged(_logger, epoch.Name, ack.Through, epoch.FirstRetained, epoch.LastSeq);
        else if (outcome.WentBack)
            Log.HubWentBack(_logger, epoch.Delivered, ack.Through);
        if (outcome.Next.IsHeld && !before.IsHeld)
            Log.Held(_logger, epoch.Name, outcome.Next.Window.Next, HeldFor);
        foreach (var range in outcome.GivenUp)
            Log.GivenUp(_logger, epoch.Name, range.First, range.Reason);
        if (outcome.Next.SmallThrough > before.SmallThrough)
            Log.Refused(_logger, epoch.Name, outcome.Next.Window.Next, outcome.Next.SmallThrough, Reasons(ack));

        static string Reasons(AckMessage ack) =>
            string.Join(", ", (ack.Refused ?? []).Select(static range => range.Reason).Distinct());
    }

    /// <summary>No answer within the time allowed: the events under way are sent again, an unknown position is asked for.</summary>
    private void AskAgainIfLate()
    {
        if (_time.GetElapsedTime(_quietSince) < _options.AckTimeout || FindLate() is not { } late)
            return;
        _quietSince = _time.GetTimestamp();
        var delivery = DeliveryOf(late.Name);
        Log.AckLate(_logger, _options.AckTimeout, delivery.Window.Sent - delivery.Window.Acked);
        if (!delivery.Window.Known)
            _askForBirth();
        delivery = delivery.TimedOut();
        // A hub that does not know of earlier epochs states no position there; sending twice is always allowed.
        if (delivery.Window is { Known: false, Asked: > 1 } && late.Name != _journal.Epoch)
            delivery = delivery with { Window = DeliveryWindow.From(late.Delivered) };
        _deliveries[late.Name] = delivery;
        HoldBack(late.Name, delivery);
    }

    /// <summary>The first epoch that waits for the hub's word.</summary>
    private JournalEpoch? FindLate() => _journal.Epochs.FirstOrDefault(
        epoch => DeliveryOf(epoch.Name).Window is var window && (!window.Known || window.Sent > window.Acked));

    private void HoldBack(string epoch, EpochDelivery delivery)
    {
        if (delivery.IsHeld)
            _notBefore.TryAdd(epoch, After(HeldFor));
        else if (delivery.Window.HoldBack > TimeSpan.Zero && delivery.Window.Sent == delivery.Window.Acked)
            _notBefore[epoch] = After(delivery.Window.HoldBack);
        else
            _notBefore.Remove(epoch);

        long After(TimeSpan wait) => _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
    }

    private void EndWaits()
    {
        if (_notBefore.Count == 0)
            return;
        var now = _time.GetTimestamp();
        foreach (var epoch in _notBefore.Where(wait => wait.Value <= now).Select(static wait => wait.Key).ToList())
        {
            _notBefore.Remove(epoch);
            _deliveries[epoch] = DeliveryOf(epoch) with { IsHeld = false };
        }
    }

    /// <summary>How long there is nothing to do but to wait for the hub or an event.</summary>
    private TimeSpan UntilNextLook()
    {
        var now = _time.GetTimestamp();
        var look = FindLate() is null ? TimeSpan.MaxValue : _options.AckTimeout - _time.GetElapsedTime(_quietSince, now);
        foreach (var due in _notBefore.Values)
        {
            var wait = _time.GetElapsedTime(now, due);
            look = wait < look ? wait : look;
        }
        return look == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan
            : look < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : look;
    }

    private EpochDelivery DeliveryOf(string epoch) =>
        _deliveries.TryGetValue(epoch, out var delivery) ? delivery : _deliveries[epoch] = new EpochDelivery(epoch);
}
