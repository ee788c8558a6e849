using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// What one connection has to send next, of all epochs: the order among them, how much may be under way, and what is
/// done when the hub keeps silent. It reads no journal, sends nothing and has no clock of its own: what it must know it
/// is told, so that tests can take it through any connection, loss and time. One caller at a time.
/// </summary>
/// <param name="pace">How much may be under way.</param>
/// <param name="ackTimeout">How long the hub may keep silent.</param>
/// <param name="now">Time, from any beginning.</param>
internal sealed class DeliveryPlan(DeliveryPace pace, TimeSpan ackTimeout, TimeSpan now)
{
    internal static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);
    private readonly Dictionary<string, EpochDelivery> _deliveries = [];
    private readonly Dictionary<string, TimeSpan> _notBefore = [];
    private readonly Queue<(string Epoch, long First, TimeSpan At)> _underWay = [];
    private TimeSpan _quietSince = now;

    /// <summary>How an epoch's delivery stands.</summary>
    internal EpochDelivery Of(string epoch) =>
        _deliveries.TryGetValue(epoch, out var delivery) ? delivery : _deliveries[epoch] = new EpochDelivery(epoch);

    /// <summary>The epoch that may send now; null = there is nothing to send, or it must wait.</summary>
    /// <param name="epochs">All that the journal has, oldest first.</param>
    internal JournalEpoch? NextToSend(IReadOnlyList<JournalEpoch> epochs)
    {
        foreach (var epoch in epochs)
        {
            var delivery = Of(epoch.Name);
            if (delivery.MaySend(epoch.LastSeq) && !_notBefore.ContainsKey(epoch.Name)
                && delivery.Window.Sent - delivery.Window.Acked < pace.Events)
                return epoch;
            if (delivery.Blocks(epoch.LastSeq))
                return null;
        }
        return null;
    }

    /// <summary>Most events in a batch that begins at <paramref name="first"/>.</summary>
    internal int MostFrom(string epoch, long first) => Math.Min(pace.Events, Of(epoch).MostFrom(first));

    /// <summary>
    /// Whether a batch may begin at <paramref name="first"/> now. What stands before a gap must be committed first: by the
    /// batch behind the gap the hub takes everything before it for lost.
    /// </summary>
    internal bool MayBegin(string epoch, long first) =>
        Of(epoch).Window is var window && (first == window.Next || window.Sent == window.Acked);

    /// <summary>A batch has been handed to the connection; with none of its numbers kept, <paramref name="last"/> is before first.</summary>
    internal void Sent(string epoch, long first, long last, TimeSpan now)
    {
        var delivery = Of(epoch);
        if (last < first)
        {
            _deliveries[epoch] = delivery with { Window = delivery.Window.SentThrough(last) };
            return;
        }
        if (delivery.Window.Sent == delivery.Window.Acked)
            _quietSince = now;
        _underWay.Enqueue((epoch, first, now));
        _deliveries[epoch] = delivery.SentBatch(first, last);
    }

    /// <summary>Takes in the hub's words about an epoch that the journal has.</summary>
    /// <param name="ack">Its words.</param>
    /// <param name="epochs">All that the journal has, oldest first.</param>
    /// <param name="epoch">The one concerned.</param>
    /// <param name="linkOf">The link of a number of this epoch; null = not known.</param>
    /// <param name="nextKept">The smallest kept number of this epoch from a given one on.</param>
    /// <param name="now">Time.</param>
    /// <returns>What is to be made durable: the new mark is the position of the next delivery's window.</returns>
    internal AckOutcome Take(
        AckMessage ack, IReadOnlyList<JournalEpoch> epochs, JournalEpoch epoch, Func<long, byte[]?> linkOf,
        Func<long, long> nextKept, TimeSpan now)
    {
        _quietSince = now;
        Time(ack, now);
        if (epoch.DivergedFrom is { } from && !Of(epoch.Name).Window.Known && !IsWitnessed(epochs, epoch))
            epoch = epoch with { Delivered = Math.Min(epoch.Delivered, from) };
        // The hub's link for its position must be ours: if not, two journals claim to be one.
        var outcome = Of(epoch.Name).Take(
            ack, epoch, Agrees(ack.Hash, linkOf(ack.Through)), ack.Last is { } last && Agrees(ack.Link ?? "", linkOf(last)) == true, nextKept);
        _deliveries[epoch.Name] = outcome.Next;
        if (outcome.WentBack)
        {
            foreach (var other in epochs.Where(other => other.Name != epoch.Name))
                _deliveries[other.Name] = Of(other.Name).StartOver(other);
        }
        HoldBack(epoch.Name, outcome.Next, now);
        return outcome;
    }

    /// <summary>
    /// Time has passed: ends waits, and starts over where the hub kept silent for too long. Returns the epoch whose answer
    /// did not come, how many events wait for it, and whether the birth is to ask for a position.
    /// </summary>
    internal (JournalEpoch Epoch, long Events, bool AskForBirth)? PassTime(IReadOnlyList<JournalEpoch> epochs, TimeSpan now)
    {
        EndWaits(now);
        if (now - _quietSince < ackTimeout || FindLate(epochs) is not { } late)
            return null;
        _quietSince = now;
        var before = Of(late.Name);
        var delivery = before.TimedOut();
        pace.SlowDown();
        _underWay.Clear();
        // A hub that does not know of earlier epochs states no position there, and may have lost what it had: it gets all
        // that is kept. Sending twice is always allowed.
        if (delivery.Window is { Known: false, Asked: > 1 } && late.Name != epochs[^1].Name)
            delivery = delivery with { Window = DeliveryWindow.From(late.FirstRetained - 1) };
        _deliveries[late.Name] = delivery;
        HoldBack(late.Name, delivery, now);
        return (late, before.Window.Sent - before.Window.Acked, !before.Window.Known);
    }

    /// <summary>How long there is nothing to do but to wait for the hub or an event; infinite = no longer than that.</summary>
    internal TimeSpan UntilNextLook(IReadOnlyList<JournalEpoch> epochs, TimeSpan now)
    {
        var look = FindLate(epochs) is null ? TimeSpan.MaxValue : _quietSince + ackTimeout - now;
        foreach (var due in _notBefore.Values)
            look = due - now < look ? due - now : look;
        return look == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan
            : look < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : look;
    }

    /// <summary>The connection has ended.</summary>
    internal void End(TimeSpan now)
    {
        if (_underWay.TryPeek(out var oldest) && now - oldest.At > DeliveryPace.Quick)
            pace.SlowDown();
    }

    /// <summary>
    /// Whether a hub restored from an older copy would show by a later epoch that it lost what it had set aside of this
    /// one, of which its position does not tell: what comes later is delivered later.
    /// </summary>
    private static bool IsWitnessed(IReadOnlyList<JournalEpoch> epochs, JournalEpoch diverged) => epochs
        .SkipWhile(epoch => epoch.Name != diverged.Name)
        .Any(static epoch => epoch.DivergedFrom is null && epoch.Delivered >= 1);

    private static bool? Agrees(string hash, byte[]? link) =>
        hash.Length == 2 * ChainLink.Size && link is not null ? ChainLink.ToText(link) == hash : null;

    /// <summary>The first epoch that waits for the hub's word.</summary>
    private JournalEpoch? FindLate(IReadOnlyList<JournalEpoch> epochs) => epochs.FirstOrDefault(
        epoch => Of(epoch.Name).Window is var window && (!window.Known || window.Sent > window.Acked));

    /// <summary>Answers come in the order of the batches; one that is passed over has none to come.</summary>
    private void Time(AckMessage ack, TimeSpan now)
    {
        if (ack.First is not { } first || !_underWay.Any(batch => batch.First == first && batch.Epoch == ack.Epoch))
            return;
        while (_underWay.TryDequeue(out var batch))
        {
            if (batch.First != first || batch.Epoch != ack.Epoch)
                continue;
            pace.Answered(now - batch.At);
            return;
        }
    }

    private void HoldBack(string epoch, EpochDelivery delivery, TimeSpan now)
    {
        if (delivery.IsHeld)
            _notBefore.TryAdd(epoch, now + HeldFor);
        else if (delivery.Window.HoldBack > TimeSpan.Zero && delivery.Window.Sent == delivery.Window.Acked)
            _notBefore[epoch] = now + delivery.Window.HoldBack;
        else
            _notBefore.Remove(epoch);
    }

    private void EndWaits(TimeSpan now)
    {
        if (_notBefore.Count == 0)
            return;
        foreach (var epoch in _notBefore.Where(wait => wait.Value <= now).Select(static wait => wait.Key).ToList())
        {
            _notBefore.Remove(epoch);
            _deliveries[epoch] = Of(epoch) with { IsHeld = false };
        }
    }
}
