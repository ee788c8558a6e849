using System.Collections.Immutable;
using CheckIn.Contract;
using CheckIn.Gate.Clock;

namespace CheckIn.Gate.Modes;

/// <summary>
/// Every order that the gate knows of, and which of them holds in which lane: values in, values out. An order's end is a
/// time of the hub's clock, and a gate may have none. So each has an end on the monotonic clock, worked out from the wall's
/// time whenever that is known, and only ever moved to an earlier moment: a clock that is set back prolongs nothing. While
/// the time is not known the monotonic clock counts down what was left when it was. Over a loss of power that is what was
/// last written; each such start costs a minute besides, because nobody counted the time without power, and a gate that
/// loses it again and again is to come to the end of an order too. Silence of the hub changes nothing in here: only an
/// order that it no longer names is dropped.
/// </summary>
internal sealed record ModeBook
{
    /// <summary>What a start without a known time costs an order.</summary>
    internal static readonly TimeSpan StartCosts = TimeSpan.FromMinutes(1);

    /// <summary>Orders of the gate's own that can stand at once.</summary>
    internal const int MostOwn = 32;

    internal static readonly ModeBook Empty = new();

    private ModeBook() { }

    /// <summary>In the order in which they were heard.</summary>
    internal ImmutableArray<BookedOrder> Orders { get; private init; } = [];

    /// <summary>When <see cref="At"/> ends something; <see cref="long.MaxValue"/> = never.</summary>
    internal long NextNs => Orders.Where(static order => order.Stands).Select(static order => order.EndsNs)
        .DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>What an earlier run has kept.</summary>
    /// <param name="kept">It.</param>
    /// <param name="boot">This boot.</param>
    /// <param name="now">Both times, and how far the wall's is to be trusted.</param>
    /// <param name="atLeast">What the time was at least, kept by anybody; null = nobody knows.</param>
    internal static ModeBook Recall(KeptModes kept, string boot, in ClockStamp now, DateTimeOffset? atLeast)
    {
        var orders = ImmutableArray.CreateBuilder<BookedOrder>();
        foreach (var one in kept.Orders.Take(DesiredMessage.MostModes + MostOwn))
        {
            if (one.Order is not { Id: not null, Mode: not null } || BookedOrder.RefusalOf(one.Order) is not null)
                continue;
            var left = Math.Clamp(one.LeftMs, 0, BookedOrder.LongestNs / 1_000_000);
            if (kept.Boot != boot && now.Quality is null)
            {
                left = Math.Max(0, left - (long)StartCosts.TotalMilliseconds);
                if (atLeast is { } known)
                    left = Math.Clamp(one.Order.Until - known.ToUnixTimeMilliseconds(), 0, left);
            }
            // In the same boot the end itself is known; it cannot be later than that.
            var ends = kept.Boot == boot ? one.EndsNs : now.MonotonicNs + (left * 1_000_000);
            orders.Add(new BookedOrder(one.Order, Math.Min(ends, now.MonotonicNs + BookedOrder.LongestNs))
            { By = one.By ?? BookedOrder.Hub });
        }
        return (Empty with { Orders = orders.ToImmutable() }).At(now);
    }

    /// <summary>The hub has named every order that stands. One that is known already keeps its end.</summary>
    internal ModeBook Heard(IReadOnlyList<ModeOrder> orders, in ClockStamp now)
    {
        var next = ImmutableArray.CreateBuilder<BookedOrder>();
        foreach (var order in orders.DistinctBy(static order => order.Id).Take(DesiredMessage.MostModes))
        {
            next.Add(Orders.FirstOrDefault(known => known.Order == order)
                ?? new BookedOrder(order, now.MonotonicNs + BookedOrder.LongestNs, BookedOrder.RefusalOf(order)));
        }
        next.AddRange(Orders.Where(static order => order.IsOwn));
        return (this with { Orders = next.ToImmutable() }).At(now);
    }

    /// <summary>Somebody at the gate locks a lane, or all of them; an earlier lock of his kind there is over.</summary>
    /// <param name="by">Who, as the rows say.</param>
    /// <param name="lane">Null = every lane.</param>
    /// <param name="span">For how long.</param>
    /// <param name="now">This gate's clock. While it does not know the time the monotonic one alone counts.</param>
    internal ModeBook LockedHere(string by, string? lane, TimeSpan span, in ClockStamp now)
    {
        var orders = Orders.RemoveAll(order => order.IsOwn && order.Order.Lane == lane);
        if (orders.Count(static order => order.IsOwn) >= MostOwn)
            return this;
        var until = now.Quality is null ? long.MaxValue : now.At + (long)span.TotalMilliseconds;
        var order = new ModeOrder($"here-{Guid.NewGuid():N}", ModeWords.Lockdown, until, lane);
        return this with
        {
            Orders = orders.Add(new BookedOrder(order, now.MonotonicNs + Math.Min(span.Ticks * 100, BookedOrder.LongestNs)) { By = by }),
        };
    }

    /// <summary>Somebody at the gate takes an order back that was given there; what the hub ordered stands.</summary>
    internal ModeBook Lifted(string id) => this with { Orders = Orders.RemoveAll(order => order.IsOwn && order.Order.Id == id) };

    /// <summary>Time has passed, or is known now.</summary>
    internal ModeBook At(ClockStamp now)
    {
        if (!Orders.Any(static order => order.Stands))
            return this;
        var orders = ImmutableArray.CreateBuilder<BookedOrder>(Orders.Length);
        foreach (var order in Orders)
        {
            var next = order.Stands ? At(order, now) : order;
            // Nobody asks what became of an order of the gate's own that is over.
            if (!(next.IsOver && next.IsOwn))
                orders.Add(next);
        }
        return orders.SequenceEqual(Orders) ? this : this with { Orders = orders.ToImmutable() };
    }

    /// <summary>What is written down of it now.</summary>
    internal KeptModes Keep(string boot, long nowNs) => new(boot, [.. Orders.Where(static order => order.Refusal is null)
        .Select(order => new KeptOrder(
            order.Order, order.IsOver ? 0 : Math.Max(0, order.EndsNs - nowNs) / 1_000_000,
            order.IsOver ? nowNs : order.EndsNs, order.IsOwn ? order.By : null))]);

    /// <summary>The order that holds in each lane; a lane that is not in it is as always.</summary>
    internal IReadOnlyDictionary<string, BookedOrder> InForce(IReadOnlyList<ModeLane> lanes)
    {
        var inForce = new Dictionary<string, BookedOrder>(StringComparer.Ordinal);
        foreach (var lane in lanes)
        {
            var strongest = Orders.Where(order => Holds(order, lane, lanes))
                .OrderByDescending(static order => order.Mode).ThenByDescending(static order => order.EndsNs)
                .FirstOrDefault();
            if (strongest is not null)
                inForce[lane.Name] = strongest;
        }
        return inForce;
    }

    /// <summary>What there is to say of each of the hub's orders.</summary>
    /// <param name="lanes">Every lane that is open.</param>
    /// <param name="followed">Of each lane the order that it follows.</param>
    internal IReadOnlyList<ModeReport> Reports(
        IReadOnlyList<ModeLane> lanes, IReadOnlyDictionary<string, BookedOrder> followed) =>
        [.. Orders.Where(static order => !order.IsOwn && order.Refusal != CommandRefusals.Malformed)
            .Select(order => Report(order, lanes, followed))];

    private ModeReport Report(
        BookedOrder booked, IReadOnlyList<ModeLane> lanes, IReadOnlyDictionary<string, BookedOrder> followed)
    {
        var id = booked.Order.Id;
        if (booked.Refusal is { } refusal)
            return new(id, ModeReport.Refused, refusal);
        if (booked.IsOver)
            return new(id, ModeReport.Ended);
        var its = lanes.Where(lane => booked.Concerns(lane.Name)).ToList();
        if (its.Count == 0)
            return new(id, ModeReport.Refused, CommandRefusals.NoSuchLane);
        if (booked.Mode == LaneMode.HoldOpen && its.TrueForAll(static lane => lane.Relay < 0))
            return new(id, ModeReport.Refused, CommandRefusals.NotWired);
        if (its.Exists(lane => followed.TryGetValue(lane.Name, out var order) && order.Order.Id == id))
            return new(id, ModeReport.InForce);
        // Where it is to hold and does not, its row cannot be written.
        var wanted = InForce(lanes);
        return its.Exists(lane => wanted.TryGetValue(lane.Name, out var order) && order.Order.Id == id)
            ? new(id, ModeReport.Refused, CommandRefusals.JournalFailed) : new(id, ModeReport.Covered);
    }

    /// <summary>
    /// A relay that a locked lane has in common with another one is not held open for that one: it would let in whom the
    /// locked one is to keep out.
    /// </summary>
    private bool Holds(BookedOrder order, ModeLane lane, IReadOnlyList<ModeLane> lanes) =>
        order.Stands && order.Concerns(lane.Name)
        && (order.Mode != LaneMode.HoldOpen || (lane.Relay >= 0 && !lanes.Any(other => other.Relay == lane.Relay
            && other.Direction == Direction.In
            && Orders.Any(one => one is { Stands: true, Mode: LaneMode.Lockdown } && one.Concerns(other.Name)))));

    private static BookedOrder At(BookedOrder order, in ClockStamp now)
    {
        var ends = order.EndsNs;
        if (now.Quality is not null)
        {
            var left = Math.Clamp(order.Order.Until - now.At, 0, BookedOrder.LongestNs / 1_000_000);
            ends = Math.Min(ends, now.MonotonicNs + (left * 1_000_000));
        }
        return order with { EndsNs = ends, IsOver = now.MonotonicNs >= ends };
    }
}

/// <summary>A lane as orders see it.</summary>
/// <param name="Relay">Its pin; negative = it has none.</param>
internal readonly record struct ModeLane(string Name, Direction Direction, int Relay);
