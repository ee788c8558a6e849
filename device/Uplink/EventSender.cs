using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Supervision;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// Sends the journal's events over one connection: batches as the window allows, earlier epochs before later ones. Only
/// the hub's own acknowledgement, sent after its commit, moves the journal's delivered marks: the broker's PUBACK is
/// flow control and nothing more. What follows from an acknowledgement is worked out by <see cref="EpochDelivery"/>;
/// here it is made durable. What is sent next is up to <see cref="DeliveryPlan"/>. One task does all of it;
/// acknowledgements, new events and time only wake it.
/// </summary>
internal sealed class EventSender
{
    private static readonly TimeSpan TurnTakesAtMost = TimeSpan.FromMinutes(2);
    private const int Envelope = 1024; // topic, content type and header around a batch
    private readonly GateJournal _journal;
    private readonly UplinkOptions _options;
    private readonly Action _askForBirth;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Liveness? _liveness;
    private readonly BatchesUnderWay _underWay;
    private readonly Channel<AckMessage?> _signals = Channel.CreateBounded<AckMessage?>(256);
    private readonly DeliveryPlan _plan;
    private readonly long _began;
    private string _born;

    /// <param name="journal">What is delivered.</param>
    /// <param name="options">Sizes and waits.</param>
    /// <param name="gate">The gate's id.</param>
    /// <param name="pace">How much may be under way.</param>
    /// <param name="askForBirth">Has the birth published again, to which the hub answers with its positions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to tell.</param>
    /// <param name="liveness">Watches the loop, except while it waits for the hub: no hub can make the gate end.</param>
    internal EventSender(
        GateJournal journal, UplinkOptions options, string gate, DeliveryPace pace, Action askForBirth, TimeProvider time,
        ILogger logger, Liveness? liveness = null)
    {
        _liveness = liveness;
        (_journal, _options, _askForBirth, _time, _logger) = (journal, options, askForBirth, time, logger);
        (_underWay, _born, _began) = (new(Topics.Of(gate, GateTopic.Events)), journal.Epoch, time.GetTimestamp());
        _plan = new DeliveryPlan(pace, options.AckTimeout, Now);
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

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
        using var beat = _liveness?.Watch("uplink", TurnTakesAtMost);
        try
        {
            while (true)
            {
                beat?.Beat();
                while (_signals.Reader.TryRead(out var ack))
                    await ApplyAsync(ack);
                AppearAnew();
                AskAgainIfLate();
                if (await TrySendAsync(client, beat, ending))
                    continue;
                timer.Change(_plan.UntilNextLook(_journal.Epochs, Now), Timeout.InfiniteTimeSpan);
                beat?.Rest();
                await _signals.Reader.WaitToReadAsync(ending);
            }
        }
        finally
        {
            _plan.End(Now);
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

    private async ValueTask<bool> TrySendAsync(MqttClient client, LoopBeat? beat, CancellationToken ending)
    {
        if (_plan.NextToSend(_journal.Epochs) is not { Name: var epoch })
            return false;
        // Rows that are gone cannot be sent; firstRetained in the batch tells the hub so.
        var first = _journal.NextKept(epoch, _plan.Of(epoch).Window.Next);
        if (!_plan.MayBegin(epoch, first))
            return false;
        beat?.Rest();
        var batch = await _underWay.NextAsync();
        beat?.Beat();
        var count = _journal.ReadBatch(
            epoch, first, batch, Math.Min(_options.BatchEvents, _plan.MostFrom(epoch, first)), RoomIn(client));
        if (count > 0)
            _underWay.Begin(client, batch, ending);
        _plan.Sent(epoch, first, first + count - 1, Now);
        return true;
    }

    private static int RoomIn(MqttClient client) =>
        (int)Math.Min(EventBatch.MaxBytes, Math.Max(1, client.Server.MaxPacketBytes - Envelope));

    private async ValueTask ApplyAsync(AckMessage? ack)
    {
        var epochs = _journal.Epochs;
        if (ack is null || epochs.FirstOrDefault(known => known.Name == ack.Epoch) is not { } epoch)
            return;
        var before = _plan.Of(epoch.Name);
        var outcome = _plan.Take(
            ack, epochs, epoch, seq => _journal.LinkOf(epoch.Name, seq), seq => _journal.NextKept(epoch.Name, seq), Now);
        Tell(ack, epoch, before, outcome);
        if (outcome.DivergesFrom is { } from)
        {
            // The mark that it has now is where sending would begin again.
            await _journal.SetDeliveredAsync(epoch.Name, from);
            await DivergeAsync(epoch);
        }
        foreach (var range in outcome.GivenUp)
            await _journal.RefuseAsync(epoch.Name, range.First, range.Reason);
        await _journal.SetDeliveredAsync(epoch.Name, outcome.Next.Window.Acked);
    }

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
        if (outcome.DivergesFrom is not null)
            Log.Diverged(_logger, epoch.Name, ack.Through, epoch.FirstRetained, epoch.LastSeq);
        else if (outcome.WentBack)
            Log.HubWentBack(_logger, epoch.Delivered, ack.Through);
        if (outcome.Next.IsHeld && !before.IsHeld)
            Log.Held(_logger, epoch.Name, outcome.Next.Window.Next, DeliveryPlan.HeldFor);
        foreach (var range in outcome.GivenUp)
            Log.GivenUp(_logger, epoch.Name, range.First, range.Reason);
        if (outcome.Next.SmallThrough > before.SmallThrough)
            Log.Refused(_logger, epoch.Name, outcome.Next.Window.Next, outcome.Next.SmallThrough, Reasons(ack));

        static string Reasons(AckMessage ack) =>
            string.Join(", ", (ack.Refused ?? []).Select(static range => range.Reason).Distinct());
    }

    /// <summary>
    /// No answer within the time allowed: the events under way are sent again, an unknown position is asked for.
    /// </summary>
    private void AskAgainIfLate()
    {
        if (_plan.PassTime(_journal.Epochs, Now) is not { } late)
            return;
        Log.AckLate(_logger, _options.AckTimeout, late.Events);
        if (late.AskForBirth)
            _askForBirth();
    }
}
