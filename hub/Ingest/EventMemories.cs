using System.Collections.Concurrent;
using CheckIn.Contract;

namespace CheckIn.Hub.Ingest;

/// <summary>What batches are read into, used again once they are committed; some 250 KB each at the largest.</summary>
internal sealed class EventMemories
{
    private const int MostIdle = 64;
    private readonly ConcurrentQueue<EventMemory> _idle = new();

    internal EventMemory Take() => _idle.TryDequeue(out var memory) ? memory : new EventMemory();

    internal void Return(EventMemory memory)
    {
        if (_idle.Count < MostIdle)
            _idle.Enqueue(memory);
    }
}
