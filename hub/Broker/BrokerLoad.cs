using System.Collections.Concurrent;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>What all sessions hold together, for the limits over all.</summary>
internal sealed class BrokerLoad
{
    private const long NotLookedAt = -1;
    private readonly ConcurrentDictionary<Session, long> _behind = new();
    private long _queuedBytes;
    private long _messages;
    private long _willBytes;

    /// <summary>Bytes queued or in flight for all clients.</summary>
    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    /// <summary>Messages queued or in flight for all clients.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Bytes of all wills that may have to be spoken.</summary>
    public long WillBytes => Interlocked.Read(ref _willBytes);

    /// <summary>Whether all sessions together hold as much as they may.</summary>
    public bool IsFull(BrokerOptions options) => QueuedBytes >= options.MaxQueuedBytesInAll;

    public void AddQueued(long bytes) => Interlocked.Add(ref _queuedBytes, bytes);

    public void AddMessages(long count) => Interlocked.Add(ref _messages, count);

    /// <summary>Publishers wait for the session to catch up.</summary>
    public void AddBehind(Session session) => _behind[session] = NotLookedAt;

    public void RemoveBehind(Session session) => _behind.TryRemove(session, out _);

    /// <summary>Gives those up that were behind the last time already and have taken fewer messages since.</summary>
    public void GiveUpSlow(int worthWaitingFor)
    {
        foreach (var (session, before) in _behind)
        {
            var taken = session.Taken;
            if (before == NotLookedAt || taken - before >= worthWaitingFor)
                _behind.TryUpdate(session, taken, before);
            else
                session.GiveUp();
        }
    }

    /// <summary>One will in another's place; null = none.</summary>
    public void AddWill(MqttMessage? will, MqttMessage? old = null) =>
        Interlocked.Add(ref _willBytes, RoutedMessage.BytesOf(will) - RoutedMessage.BytesOf(old));
}
