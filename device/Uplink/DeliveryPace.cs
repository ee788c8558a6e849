using CheckIn.Contract;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// How much may be under way at once. Health, pings and the birth go over the same wire as the batches, behind what was
/// handed to it before: on a line of some kilobytes a second a full window would keep them back until the server takes
/// the gate for lost, and at every connection anew. So an answer that takes long halves what may be under way, and a quick
/// one doubles it. It outlives the connection.
/// </summary>
internal sealed class DeliveryPace
{
    internal const int Least = 32;
    internal static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>Most events under way without an answer.</summary>
    internal int Events { get; private set; } = EventBatch.MaxEvents;

    /// <summary>The hub has answered a batch after so long.</summary>
    internal void Answered(TimeSpan latency)
    {
        if (latency < Quick)
            Events = Math.Min(DeliveryWindow.MaxUnacked, 2 * Events);
        else if (latency > Slow)
            SlowDown();
    }

    /// <summary>The connection ended, or its time was over, while the hub owed an answer.</summary>
    internal void SlowDown() => Events = Math.Max(Least, Events / 2);
}
