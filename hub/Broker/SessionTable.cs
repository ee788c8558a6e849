using System.Collections.Concurrent;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The open connections, which of them bears which client id, and the sessions with and without a connection. A
/// session's end and a waiting will are deadlines in one queue; a session that is taken up again leaves its deadlines
/// behind, void.
/// </summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<ClientConnection, byte> _open = new();
    private readonly ConcurrentDictionary<string, ClientConnection> _byClient = new();
    private readonly ConcurrentDictionary<Session, byte> _ofPrograms = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly PriorityQueue<(Session Session, int Absence, bool IsEnd), long> _deadlines = new();
    private readonly BrokerOptions _options;
    private readonly EmbeddedBroker _broker;
    private readonly SessionParts _parts;
    private readonly TimeProvider _time;
    private int _count;
    private long _lastNumber;

    public SessionTable(
        IOptions<BrokerOptions> options, EmbeddedBroker broker, BrokerStore store, BrokerMetrics metrics,
        TimeProvider time)
    {
        _options = options.Value;
        _broker = broker;
        _time = time;
        _parts = new SessionParts(_options, Load, metrics, store.IsOpen ? store : null);
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_connections", () => Count, "{connection}", "Open connections");
        metrics.Meter.CreateObservableGauge("checkin_mqtt_sessions", () => Sessions, "{session}", "Sessions");
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_queued_bytes", () => Load.QueuedBytes, "By", "Bytes waiting for clients or their answers");
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_queued_messages", () => Load.Messages, "{message}",
            "Messages waiting for clients or their answers");
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_will_bytes", () => Load.WillBytes, "By", "Bytes of all wills");
    }

    /// <summary>What all of them hold together.</summary>
    public BrokerLoad Load { get; } = new();

    public int Count => Volatile.Read(ref _count);

    public int Sessions
    {
        get
        {
            lock (_lock)
                return _sessions.Count;
        }
    }

    /// <summary>False when as many are open as may be.</summary>
    public bool TryOpen(ClientConnection connection)
    {
        if (Interlocked.Increment(ref _count) > _options.MaxConnections)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }
        _open[connection] = 0;
        return true;
    }

    /// <summary>Gives the client id to the connection; returns the one that had it until now.</summary>
    public ClientConnection? TakeOver(string clientId, ClientConnection connection)
    {
        while (true)
        {
            if (_byClient.TryGetValue(clientId, out var older))
            {
                if (_byClient.TryUpdate(clientId, connection, older))
                    return older;
            }
            else if (_byClient.TryAdd(clientId, connection))
            {
                return null;
            }
        }
    }

    /// <summary>Forgets the connection; its client id only if no newer one has taken it over.</summary>
    public void Close(ClientConnection connection)
    {
        if (!_open.TryRemove(connection, out _))
            return;
        Interlocked.Decrement(ref _count);
        _byClient.TryRemove(new(connection.ClientId, connection));
    }

    /// <summary>
    /// The session for a connection: the one there was, or a new one. Null = there are as many as may be. A will that
    /// waited is void when its session is taken up again [MQTT-3.1.3-9], and due when the session ends.
    /// </summary>
    public Session? Start(string clientId, bool clean, TimeSpan expiry, out bool isPresent, out PendingWill? due)
    {
        Session? ended = null;
        Session session;
        isPresent = false;
        due = null;
        lock (_lock)
        {
            if (_sessions.TryGetValue(clientId, out var old) && !clean)
            {
                (session, isPresent) = (old, true);
                old.Absence++;
                old.Will = null;
                old.LeftAt = null;
            }
            else
            {
                if (old is null && _sessions.Count >= _options.MaxSessions)
                    return null;
                // The one that is replaced may have left a deadline, which must not end its successor.
                if (old is not null)
                    old.Absence++;
                (ended, due) = (old, old?.Will);
                _sessions[clientId] = session = new Session(clientId, ++_lastNumber, _parts);
            }
        }
        if (ended is not null)
            _broker.End(ended);
        var wasLasting = session.IsLasting;
        session.Expiry = expiry;
        if (wasLasting || session.IsLasting)
            _parts.Store?.Changed(session);
        return session;
    }

    /// <summary>The session's connection has ended. Returns the will when it is due at once.</summary>
    public PendingWill? Leave(Session session, TimeSpan expiry, PendingWill? will, TimeSpan willDelay)
    {
        if (expiry <= TimeSpan.Zero)
        {
            Remove(session);
            return will;
        }
        _broker.Leave(session);
        lock (_lock)
        {
            session.Expiry = expiry;
            session.LeftAt = _time.GetUtcNow();
            session.Absence++;
            ForgetVoidDeadlines();
            _deadlines.Enqueue((session, session.Absence, true), After(expiry));
            if (will is not null && willDelay > TimeSpan.Zero)
            {
                session.Will = will;
                _deadlines.Enqueue((session, session.Absence, false), After(willDelay));
                will = null;
            }
        }
        _parts.Store?.Changed(session);
        return will;
    }

    /// <summary>Ends the sessions whose time is over; returns the wills that are due.</summary>
    public List<PendingWill>? Expire()
    {
        List<PendingWill>? due = null;
        while (TryTakeDue(out var session, out var isEnd, out var will))
        {
            if (will is not null)
                (due ??= []).Add(will);
            if (isEnd)
                _broker.End(session);
        }
        return due;
    }

    /// <summary>
    /// Ends the connections that have been silent for too long [MQTT-3.1.2-22], and those that take too long over one
    /// packet: while others wait for the bytes that it holds there is less patience.
    /// </summary>
    public void CloseSilent(bool isCrowded)
    {
        var patience = isCrowded ? _options.PacketTimeoutWhenCrowded : _options.PacketTimeout;
        foreach (var (connection, _) in _open)
        {
            if (connection.IsSilent())
                connection.Close(MqttReasonCode.KeepAliveTimeout, "nothing came for one and a half Keep Alives");
            else if (connection.IsStalling(patience))
                connection.Close(MqttReasonCode.QuotaExceeded, "it takes too long over one packet");
        }
    }

    /// <summary>These certificates are good no more, nor is what was connected with them.</summary>
    public void CloseRevoked(IReadOnlyCollection<string> serials)
    {
        foreach (var (connection, _) in _open)
        {
            if (connection.Bears(serials))
                connection.CloseRevoked();
        }
    }

    /// <summary>From now on its client reads what that one lets it.</summary>
    public void SetReader(Session session, Reader? reader)
    {
        session.Reader = reader;
        if (reader is { CanEnd: true })
            _ofPrograms[session] = 0;
        else
            _ofPrograms.TryRemove(session, out _);
    }

    /// <summary>
    /// Looks what programs may read now. A token that is good no more ends its connection, and its session is that of
    /// nobody in particular.
    /// </summary>
    public void RenewReaders()
    {
        foreach (var (session, _) in _ofPrograms)
        {
            if (session.HasEnded)
                _ofPrograms.TryRemove(session, out _);
            else if (session.Reader is { } reader && !reader.Renew())
            {
                SetReader(session, new OwnReader(session.ClientId, isGate: false));
                session.Disconnect(MqttReasonCode.NotAuthorized, "its token is good no more");
            }
        }
    }

    /// <summary>The server stops.</summary>
    public void CloseAll()
    {
        foreach (var (connection, _) in _open)
            connection.Close(MqttReasonCode.ServerShuttingDown, "the hub stops");
    }

    /// <summary>A session from the store, absent since before the start.</summary>
    public Session Restore(string clientId, long number, TimeSpan expiry, DateTimeOffset leftAt)
    {
        var session = new Session(clientId, number, _parts)
        {
            Expiry = expiry,
            LeftAt = leftAt,
            // Whose it was shows when its client is back.
            Reader = _options.Access == BrokerAccess.Strict ? new OwnReader(clientId, isGate: false) : null,
        };
        // How long the hub was down only the wall clock says; one that was set back meanwhile prolongs nothing.
        var left = leftAt + expiry - _time.GetUtcNow();
        if (left > expiry)
            left = expiry;
        lock (_lock)
        {
            _lastNumber = Math.Max(_lastNumber, number);
            _sessions[clientId] = session;
            _deadlines.Enqueue((session, session.Absence, true), After(left));
        }
        return session;
    }

    private bool TryTakeDue(out Session session, out bool isEnd, out PendingWill? will)
    {
        lock (_lock)
        {
            while (_deadlines.TryPeek(out var next, out var at) && at <= _time.GetTimestamp())
            {
                _deadlines.Dequeue();
                if (next.Absence != next.Session.Absence)
                    continue;
                (session, isEnd, will) = (next.Session, next.IsEnd, next.Session.Will);
                session.Will = null;
                // Here and now: a moment later its client may be back and find it.
                if (isEnd)
                    _sessions.Remove(session.ClientId);
                return true;
            }
        }
        (session, isEnd, will) = (null!, false, null);
        return false;
    }

    private void Remove(Session session)
    {
        lock (_lock)
        {
            if (_sessions.TryGetValue(session.ClientId, out var current) && current == session)
                _sessions.Remove(session.ClientId);
            session.Absence++;
        }
        _broker.End(session);
    }

    private void ForgetVoidDeadlines()
    {
        if (_deadlines.Count < 1000 + 4 * _sessions.Count)
            return;
        var valid = _deadlines.UnorderedItems.Where(d => d.Element.Absence == d.Element.Session.Absence).ToArray();
        _deadlines.Clear();
        foreach (var (deadline, at) in valid)
            _deadlines.Enqueue(deadline, at);
    }

    private long After(TimeSpan time) =>
        _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
}
