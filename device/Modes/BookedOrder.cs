using CheckIn.Contract;

namespace CheckIn.Gate.Modes;

/// <summary>An order that the gate has heard of, and how long it holds.</summary>
/// <param name="Order">As it was heard.</param>
/// <param name="EndsNs">When it ends, CLOCK_MONOTONIC of this boot, ns; only ever earlier.</param>
/// <param name="Refusal">One of <see cref="CommandRefusals"/>; null = it can be followed.</param>
internal sealed record BookedOrder(ModeOrder Order, long EndsNs, string? Refusal = null)
{
    /// <summary>An order lasts no longer, whatever it says.</summary>
    internal static readonly long LongestNs = TimeSpan.FromDays(31).Ticks * 100;

    /// <summary>Who gave it, as its rows say.</summary>
    internal const string Hub = "hub";

    /// <summary>Its time has come; nothing brings it back.</summary>
    internal bool IsOver { get; init; }

    /// <summary>Who gave it: the hub, or whoever stands at the gate.</summary>
    internal string By { get; init; } = Hub;

    /// <summary>Somebody gave it at the gate itself: the hub neither names nor drops it.</summary>
    internal bool IsOwn => By != Hub;

    internal LaneMode Mode => LaneModes.Find(Order.Mode) ?? LaneMode.Normal;

    /// <summary>It is to be followed where nothing stronger is.</summary>
    internal bool Stands => Refusal is null && !IsOver;

    internal bool Concerns(string lane) => Order.Lane is null || Order.Lane == lane;

    /// <summary>Why an order cannot be followed by any gate of this version; null = it can.</summary>
    internal static string? RefusalOf(ModeOrder order)
    {
        var isSound = order.Id.Length is > 0 and <= 64 && order.Until > 0 && order.Lane is null or { Length: > 0 and <= 64 }
            && order.Id.All(static sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '-');
        if (!isSound)
            return CommandRefusals.Malformed;
        return LaneModes.Find(order.Mode) is null ? CommandRefusals.Unknown : null;
    }
}
