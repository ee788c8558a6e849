namespace CheckIn.Contract;

/// <summary>
/// Events to read batches into, one batch after the other. A hub reads tens of thousands a second, and what waits for a
/// commit survives a collection or two: objects of their own would pile up where only a full collection clears them.
/// </summary>
public sealed class EventMemory
{
    private readonly List<ReceivedEvent> _made = [];

    internal List<ReceivedEvent> Batch { get; } = [];

    internal ReceivedEvent Next()
    {
        if (_made.Count == Batch.Count)
            _made.Add(new ReceivedEvent());
        var next = _made[Batch.Count];
        Batch.Add(next);
        return next;
    }
}
