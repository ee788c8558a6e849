namespace CheckIn.Hub.Broker;

/// <summary>What all sessions hold together, for the limits over all.</summary>
internal sealed class BrokerLoad
{
    private long _queuedBytes;

    /// <summary>Bytes queued or in flight for all clients.</summary>
    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    public void AddQueued(long bytes) => Interlocked.Add(ref _queuedBytes, bytes);
}
