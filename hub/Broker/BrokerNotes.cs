namespace CheckIn.Hub.Broker;

/// <summary>A message to be kept, as far as it has come.</summary>
internal readonly record struct QueuedNote(long Session, Delivery Delivery)
{
    public ushort PacketId { get; init; }
    public bool IsReleased { get; init; }
}

/// <summary>What has changed since the last commit; what came and went in between is not in it.</summary>
internal sealed class BrokerNotes
{
    public Dictionary<string, RoutedMessage?> Retained { get; } = [];
    public HashSet<Session> Changed { get; } = [];
    public HashSet<long> Ended { get; } = [];
    public Dictionary<long, QueuedNote> Queued { get; } = [];
    public Dictionary<long, (ushort PacketId, bool IsReleased)> Sent { get; } = [];
    public HashSet<long> Done { get; } = [];

    public int Count => Retained.Count + Changed.Count + Ended.Count + Queued.Count + Sent.Count + Done.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>Takes in what happened after this.</summary>
    public void Add(BrokerNotes later)
    {
        foreach (var (topic, message) in later.Retained)
            Retained[topic] = message;
        Changed.UnionWith(later.Changed);
        Ended.UnionWith(later.Ended);
        foreach (var (key, note) in later.Queued)
            Queued[key] = note;
        foreach (var (key, (id, released)) in later.Sent)
        {
            if (Queued.TryGetValue(key, out var note))
                Queued[key] = note with { PacketId = id, IsReleased = released };
            else
                Sent[key] = (id, released);
        }
        foreach (var key in later.Done)
        {
            if (Queued.Remove(key))
                continue;
            Sent.Remove(key);
            Done.Add(key);
        }
    }
}
