using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// One epoch's way to the hub within one connection; a value, so that every step can be tried in a test.
/// While this gate is the only one that writes under the epoch's name, the hub's position is the delivered mark
/// (<see cref="DeliveryWindow"/>). Once the hub turns out to have other events under its numbers (a copied card, a card
/// restored from an image, one that lied about fsync), the position is about both journals and says nothing of either.
/// From then on the mark begins at what was delivered before and moves only by the batches that the hub says it has
/// committed, be it aside: so every event of both journals reaches the hub.
/// A batch that the hub refuses is sent again in halves, until the one event that it cannot take stands alone; that one
/// is given up, kept and shown. What the hub is too old for waits.
/// </summary>
/// <param name="Name">The epoch.</param>
public sealed record EpochDelivery(string Name)
{
    /// <summary>What of it is sent and committed.</summary>
    public DeliveryWindow Window { get; init; } = DeliveryWindow.Unknown;

    /// <summary>The hub has other events under its numbers.</summary>
    public bool IsDiverged { get; init; }

    /// <summary>The hub does not understand it; it waits for another hub.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Up to here batches are small, because one of them was refused.</summary>
    public long SmallThrough { get; init; }

    /// <summary>Events in such a small batch.</summary>
    public int Small { get; init; } = EventBatch.MaxEvents;

    /// <summary>The last event that was sent as a batch of its own.</summary>
    public long Alone { get; init; }

    /// <summary>Most events in a batch that begins at <paramref name="first"/>.</summary>
    public int MostFrom(long first) => first <= SmallThrough ? Small : EventBatch.MaxEvents;

    /// <summary>True when something is waiting and may be sent.</summary>
    public bool MaySend(long lastSeq) => !IsHeld && Window.MaySend(lastSeq)
        && Window.Sent - Window.Acked < BatchesUnderWay * MostFrom(Window.Next);

    /// <summary>
    /// Whether later epochs wait for this one: what was decided first is delivered first, unless the hub does not take it.
    /// </summary>
    public bool Blocks(long lastSeq) => !IsHeld && Window.Asked <= Patience && (!Window.Known || Window.Acked < lastSeq);

    /// <summary>A batch has been handed to the connection.</summary>
    public EpochDelivery SentBatch(long first, long last) =>
        this with { Window = Window.SentThrough(last), Alone = first == last ? first : Alone };

    /// <summary>The hub did not answer in time.</summary>
    public EpochDelivery TimedOut() => this with { Window = Window.TimedOut() };

    /// <summary>The hub has gone back to an older copy: what it had set aside may be gone as well.</summary>
    public EpochDelivery StartOver(JournalEpoch epoch) => epoch.DivergedFrom is { } from && Window.Known
        ? this with { Window = DeliveryWindow.From(Math.Min(from, Window.Acked)) }
        : this;

    /// <summary>Takes in what the hub says of this epoch.</summary>
    /// <param name="ack">Its words.</param>
    /// <param name="epoch">How the journal has the epoch.</param>
    /// <param name="agrees">Whether the hub's link for its position is the journal's; null where it cannot be told.</param>
    /// <param name="isOurs">Whether the batch that is answered is this journal's own; another gate may use its name.</param>
    /// <param name="nextKept">The smallest kept number from a given one on.</param>
    public AckOutcome Take(
        AckMessage ack, JournalEpoch epoch, bool? agrees, bool isOurs, Func<long, long> nextKept)
    {
        var refused = ack.Refused ?? [];
        var delivery = this with { IsDiverged = IsDiverged || epoch.DivergedFrom is not null };
        var others = agrees == false || refused.Any(static range => range.Reason == RefusalReasons.Conflict)
            || ack.Through > epoch.LastSeq;
        var diverges = others && !delivery.IsDiverged;
        if (agrees is null)
            ack = ack with { Through = Believed(ack, epoch, isOurs) };
        // What the hub has confirmed on this connection it has; of anything before, another journal may be what it told of.
        var from = Window.Known ? Math.Min(epoch.Delivered, Window.Acked) : epoch.FirstRetained - 1;
        if (diverges)
            delivery = delivery.Diverge(from);
        var window = delivery.Window;
        var wentBack = delivery.IsDiverged
            ? ack is { First: null, Refused: null } && ack.Through < Math.Min(epoch.Delivered, epoch.LastSeq)
            : ack.Through < epoch.Delivered && !others;
        delivery = delivery with
        {
            Window = !delivery.IsDiverged ? Move(window, ack, epoch.LastSeq)
                : wentBack && !diverges ? DeliveryWindow.From(Math.Min(epoch.DivergedFrom ?? 0, ack.Through))
                : MoveAside(window, ack, isOurs, epoch.Delivered, nextKept),
        };
        var givenUp = new List<RefusedEvents>();
        foreach (var range in refused)
            delivery = delivery.Refuse(range, givenUp);
        // The hub's position steps over what it refuses one by one, and so does ours, whatever that position is.
        foreach (var range in givenUp)
            delivery = delivery with
            {
                Window = delivery.Window.Committed(range.First, range.Last, nextKept(delivery.Window.Acked + 1)),
            };
        return new AckOutcome(delivery.Settle(), diverges ? from : null, wentBack, givenUp);
    }

    private const int Patience = 3;
    private const int BatchesUnderWay = 4;

    /// <summary>
    /// A position whose link is not known (it is a number that the hub could not read, or lies in a gap of ours) may be
    /// another journal's. It holds as far as the hub has confirmed what is ours; the rest is sent.
    /// </summary>
    private long Believed(AckMessage ack, JournalEpoch epoch, bool isOurs)
    {
        var mark = Window.Known ? Window.Acked : epoch.Delivered;
        return Math.Min(ack.Through, Math.Max(mark, isOurs ? ack.Last ?? 0 : 0));
    }

    private EpochDelivery Diverge(long delivered) => this with
    {
        IsDiverged = true,
        Window = Window.Known ? Window with { Acked = delivered, Sent = Math.Max(Window.Sent, delivered) }
            : DeliveryWindow.From(delivered),
    };

    private static DeliveryWindow Move(DeliveryWindow window, AckMessage ack, long lastSeq) => ack switch
    {
        { First: { } first, Last: { } last } => window.Answered(ack.Through, first, last, lastSeq),
        // A batch refused as a whole: nothing is asked for but what the refusal names.
        { Refused.Count: > 0 } when window.Known && ack.Through == window.Acked => window,
        _ => window.Stated(ack.Through, lastSeq),
    };

    private static DeliveryWindow MoveAside(
        DeliveryWindow window, AckMessage ack, bool isOurs, long delivered, Func<long, long> nextKept)
    {
        if (!window.Known)
            window = DeliveryWindow.From(delivered);
        return isOurs && ack is { First: { } first, Last: { } last }
            ? window.Committed(first, last, nextKept(window.Acked + 1))
            : window;
    }

    private EpochDelivery Refuse(RefusedEvents range, List<RefusedEvents> givenUp)
    {
        // What lies beyond is under way no more: it will be sent again anyway.
        if (range.Reason == RefusalReasons.Conflict || range.First < 1 || range.Last < range.First
            || range.First > Window.Sent)
            return this;
        if (range.Reason == RefusalReasons.Unsupported)
            return this with { IsHeld = true, Window = Window.BackTo(range.First - 1) };
        if (range.First == range.Last && (Alone == range.First || MostFrom(range.First) == 1))
        {
            givenUp.Add(range);
            return this;
        }
        if (range.Last <= Window.Acked)
            return this;
        // A hub that names one event of many means the batch that began there.
        var events = range.Last > range.First ? range.Last - range.First + 1 : MostFrom(range.First);
        return this with
        {
            Window = Window.BackTo(range.First - 1),
            Small = (int)Math.Clamp((events + 1) / 2, 1, Math.Min(Small, EventBatch.MaxEvents)),
            SmallThrough = Math.Max(SmallThrough, range.Last),
        };
    }

    /// <summary>Past the refused range batches are whole again.</summary>
    private EpochDelivery Settle() => SmallThrough > 0 && Window.Acked >= SmallThrough
        ? this with { SmallThrough = 0, Small = EventBatch.MaxEvents }
        : this;
}

/// <summary>What follows from the hub's words about an epoch.</summary>
/// <param name="Next">How its delivery stands now; its window's position is the journal's delivered mark.</param>
/// <param name="DivergesFrom">
/// Set when the hub turns out to have other events under its numbers, which was not known before: through where it surely
/// has this journal's.
/// </param>
/// <param name="WentBack">The hub has less than it had: it was restored from an older copy.</param>
/// <param name="GivenUp">Single events that the hub cannot take.</param>
public sealed record AckOutcome(
    EpochDelivery Next, long? DivergesFrom, bool WentBack, IReadOnlyList<RefusedEvents> GivenUp);
