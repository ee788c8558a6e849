using System.Collections.Concurrent;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>The open connections, and which of them bears which client id.</summary>
internal sealed class SessionTable(IOptions<BrokerOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<ClientSession, byte> _open = new();
    private readonly ConcurrentDictionary<string, ClientSession> _byClient = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when as many are open as may be.</summary>
    public bool TryOpen(ClientSession session)
    {
        if (Interlocked.Increment(ref _count) > options.Value.MaxConnections)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }
        _open[session] = 0;
        return true;
    }

    /// <summary>Gives the client id to the session; returns the one that had it until now.</summary>
    public ClientSession? TakeOver(string clientId, ClientSession session)
    {
        while (true)
        {
            if (_byClient.TryGetValue(clientId, out var older))
            {
                if (_byClient.TryUpdate(clientId, session, older))
                    return older;
            }
            else if (_byClient.TryAdd(clientId, session))
            {
                return null;
            }
        }
    }

    /// <summary>Forgets the session; its client id only if no newer connection has taken it over.</summary>
    public void Close(ClientSession session)
    {
        if (!_open.TryRemove(session, out _))
            return;
        Interlocked.Decrement(ref _count);
        _byClient.TryRemove(new(session.ClientId, session));
    }

    /// <summary>Ends the connections that have been silent for too long [MQTT-3.1.2-22].</summary>
    public void CloseSilent()
    {
        foreach (var (session, _) in _open)
        {
            if (session.IsSilent(time))
                session.Close(MqttReasonCode.KeepAliveTimeout, "nothing came for one and a half Keep Alives");
        }
    }
}
