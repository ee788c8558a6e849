using System.Runtime.InteropServices;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// What outlives a connection (4.1): subscriptions, messages waiting and in flight, identifiers of QoS 2 messages
/// received. Messages are taken one at a time by the connection that writes them; those at QoS 1 and 2 stay until the
/// client has answered, and are sent again, in order, on its next connection. Adding never blocks: past the bounds a
/// connected client is sent away and an absent one loses the message, so that nobody else waits. Its own lock
/// guards all but the subscriptions, which the broker's does. What most sessions never need is made when they do.
/// </summary>
internal sealed partial class Session(string clientId, long number, SessionParts parts) : Subscriber
{
    private const int KeepsUp = 64;
    private const int HoldBackAt = 1000;
    private const int BytesOfAnIdentifier = 16;
    private const int Everybodys = 16 * 1024;
    private readonly Lock _lock = new();
    private ClientConnection? _connection;
    private Queue<Delivery>? _waiting;
    private Dictionary<ushort, InFlight>? _inFlight;
    private Queue<ushort>? _resend;
    private HashSet<ushort>? _received;
    private TaskCompletionSource? _room;
    private PendingWill? _will;
    private Reader? _reader;
    private long _bytes;
    private long _order;
    private long _taken;
    private bool _isGivenUp;
    private int _window;
    private int _outstanding;
    private ushort _lastId;
    private bool _ended;

    public string ClientId => clientId;

    /// <summary>Its number in the store, never used again.</summary>
    public long Number => number;

    /// <summary>When its last connection ended, by wall time; null = it has one.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>How long it lives after its connection; zero = not at all.</summary>
    public TimeSpan Expiry { get; set; }

    /// <summary>Whether it is kept through a restart.</summary>
    public bool IsLasting => Expiry > TimeSpan.Zero;

    /// <summary>By filter as subscribed; the broker's lock guards it.</summary>
    public Dictionary<string, Subscription>? Subscriptions { get; set; }

    /// <summary>A will that waits; the session table guards it.</summary>
    public PendingWill? Will
    {
        get => _will;
        set
        {
            parts.Load.AddWill(value?.Message, _will?.Message);
            _will = value;
        }
    }

    /// <summary>What its client may read; null = all that it has subscribed to.</summary>
    public Reader? Reader
    {
        get => Volatile.Read(ref _reader);
        set
        {
            Volatile.Write(ref _reader, value);
            if (value is not null)
                ForgetForbidden(value);
        }
    }

    /// <summary>Which of the deadlines set for it holds; the session table guards it.</summary>
    public int Absence { get; set; }

    /// <summary>For a shared subscription: 3 = connected and keeping up, 2 = connected, 1 = away.</summary>
    public int Rank
    {
        get
        {
            lock (_lock)
                return _connection is null ? 1 : (_waiting?.Count ?? 0) < KeepsUp ? 3 : 2;
        }
    }

    /// <summary>Gives it a connection, which is to take up what was under way [MQTT-4.4.0-1].</summary>
    public void Attach(ClientConnection connection, int window)
    {
        lock (_lock)
        {
            _connection = connection;
            _window = window;
            _outstanding = 0;
            _resend = null;
            if (_inFlight is not { Count: > 0 })
                return;
            _resend = new Queue<ushort>(_inFlight.OrderBy(f => f.Value.Order).Select(f => f.Key));
            foreach (var id in _resend)
            {
                ref var flight = ref CollectionsMarshal.GetValueRefOrNullRef(_inFlight, id);
                flight.IsSent = flight.IsReleased;
                _outstanding += flight.IsReleased ? 1 : 0;
            }
        }
    }

    /// <summary>Its connection has ended; what waited at QoS 0 is gone with it.</summary>
    /// <returns>False when another connection has it already.</returns>
    public bool Detach(ClientConnection connection)
    {
        lock (_lock)
        {
            if (_connection != connection)
                return false;
            _connection = null;
            _resend = null;
            Filter(static d => d.Qos != MqttQos.AtMostOnce, null);
            EndLag();
            return true;
        }
    }

    /// <summary>
    /// Whether the retained messages of one more filter are let in, however many they are: as long as what waits is
    /// within bounds.
    /// </summary>
    public bool MayReplay()
    {
        lock (_lock)
            return HasRoom(0);
    }

    /// <summary>It is over, and nothing goes into it any more.</summary>
    public bool HasEnded => Volatile.Read(ref _ended);

    /// <summary>Whether its client may have the message.</summary>
    public bool MayRead(RoutedMessage routed) => Reader is not { } reader || reader.MayRead(routed);

    /// <summary>Ends its connection, if it has one.</summary>
    public void Disconnect(MqttReasonCode reason, string why)
    {
        ClientConnection? connection;
        lock (_lock)
            connection = _connection;
        connection?.Close(reason, why);
    }

    /// <summary>Queues a message, without waiting.</summary>
    public void Deliver(Delivery delivery, bool isReplay = false)
    {
        if (!MayRead(delivery.Routed))
            return;
        ClientConnection? connection;
        lock (_lock)
        {
            connection = _connection;
            if (_ended)
                return;
            if (connection is null && delivery.Qos == MqttQos.AtMostOnce)
            {
                parts.Metrics.Dropped("absent");
                return;
            }
            if (isReplay || HasRoom(delivery.Routed.Bytes))
            {
                Enqueue(delivery);
                connection?.Wake();
                return;
            }
        }
        parts.Metrics.Dropped(connection is null ? "absent_full" : "slow");
        if (delivery.Qos != MqttQos.AtMostOnce)
            connection?.Close(MqttReasonCode.QuotaExceeded, "it reads too slowly, and its queue is full");
    }

    /// <summary>
    /// Much waits for it, and it is worth waiting for: completes when it has caught up. Null = go on.
    /// </summary>
    public Task? CatchingUp
    {
        get
        {
            lock (_lock)
            {
                if (!IsWorthWaitingFor)
                    return null;
                if (_room is null)
                {
                    _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    parts.Load.AddBehind(this);
                }
                return _room.Task;
            }
        }
    }

    /// <summary>Whether <see cref="CatchingUp"/> is there to be waited for.</summary>
    public bool IsBehind
    {
        get
        {
            // Without the lock, for every message: a glimpse that comes too early is made up for by the next.
            if (!IsFilled(1))
                return false;
            lock (_lock)
                return IsWorthWaitingFor;
        }
    }

    /// <summary>Messages taken out of the queue so far.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>It is too slow to be waited for, until it has caught up.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            if (_room is null)
                return;
            EndLag();
            _isGivenUp = true;
        }
    }

    /// <summary>The next message to write, if there is one and the client allows it.</summary>
    public bool TryTake(ClientConnection connection, out Sending next)
    {
        next = default;
        // Most clients have nothing coming. Whoever adds something says so afterwards, and is then not overlooked.
        if (Volatile.Read(ref _resend) is null && Volatile.Read(ref _waiting) is not { Count: > 0 })
            return false;
        lock (_lock)
        {
            if (_connection != connection)
                return false;
            return TryTakeAgain(ref next) || TryTakeWaiting(ref next);
        }
    }

    /// <summary>
    /// PUBACK, PUBCOMP, a refusing PUBREC, or we gave the message up; false when it was not in flight.
    /// </summary>
    public bool Complete(ushort id)
    {
        lock (_lock)
        {
            if (_inFlight is null || !_inFlight.Remove(id, out var flight))
                return false;
            if (flight.IsSent)
                _outstanding--;
            Forget(flight.Delivery);
            if (_waiting is { Count: > 0 })
                _connection?.Wake();
            return true;
        }
    }

    /// <summary>
    /// PUBREC: the client has the message, and is to be told PUBREL; false when it was not in flight.
    /// </summary>
    public bool Release(ushort id)
    {
        lock (_lock)
        {
            if (_inFlight is null || !_inFlight.TryGetValue(id, out var flight)
                || flight.Delivery.Qos != MqttQos.ExactlyOnce)
                return false;
            _inFlight[id] = flight with { IsReleased = true };
            Sent(flight.Delivery, id, isReleased: true);
            return true;
        }
    }

    /// <summary>
    /// A message at QoS 2 came. False = it was here before [MQTT-4.3.3-10], null = more are under way than may be.
    /// </summary>
    public bool? TryReceive(ushort id, int max)
    {
        lock (_lock)
        {
            _received ??= [];
            if (_received.Contains(id))
                return false;
            // A client of 3.1.1 knows no limit; what all together make us remember has one.
            if (_received.Count >= max
                || (_received.Count >= parts.Options.ReceiveMaximum && parts.Load.IsFull(parts.Options)))
                return null;
            _received.Add(id);
            parts.Load.AddQueued(BytesOfAnIdentifier);
        }
        if (IsLasting)
            parts.Store?.Changed(this);
        return true;
    }

    /// <summary>PUBREL, or the message was refused: the identifier is free again; false when it was.</summary>
    public bool Forget(ushort received)
    {
        lock (_lock)
        {
            if (_received is null || !_received.Remove(received))
                return false;
            parts.Load.AddQueued(-BytesOfAnIdentifier);
        }
        if (IsLasting)
            parts.Store?.Changed(this);
        return true;
    }

    /// <summary>
    /// Takes out what others of its groups can have instead: what was never sent, and what was at QoS 1 but is not
    /// acknowledged (4.8.2).
    /// </summary>
    public List<Delivery>? TakeShared()
    {
        lock (_lock)
        {
            List<Delivery>? taken = null;
            foreach (var (id, flight) in _inFlight?.OrderBy(f => f.Value.Order).ToArray() ?? [])
            {
                if (flight.Delivery is not { Share: { } share, Qos: MqttQos.AtLeastOnce } || !share.HasAnother(this))
                    continue;
                _inFlight!.Remove(id);
                Forget(flight.Delivery);
                (taken ??= []).Add(flight.Delivery);
            }
            if (_waiting?.Any(d => d.Share is not null) == true)
                Filter(d => d.Share is not { } share || !share.HasAnother(this), taken ??= []);
            return taken;
        }
    }

    /// <summary>It is over; returns what its groups may give to others.</summary>
    public List<Delivery>? End()
    {
        var shared = TakeShared();
        lock (_lock)
        {
            _ended = true;
            EndLag();
            parts.Load.AddQueued(-_bytes - BytesOfAnIdentifier * (_received?.Count ?? 0));
            parts.Load.AddMessages(-(_waiting?.Count ?? 0) - (_inFlight?.Count ?? 0));
            (_bytes, _waiting, _inFlight, _received) = (0, null, null, null);
        }
        if (IsLasting)
            parts.Store?.Ended(this);
        return shared;
    }

    /// <summary>For the store: the identifiers received and not yet released.</summary>
    public ushort[] Received()
    {
        lock (_lock)
            return _received is null ? [] : [.. _received];
    }

    /// <summary>From the store, before any connection.</summary>
    public void Restore(IEnumerable<ushort> received)
    {
        _received = [.. received];
        parts.Load.AddQueued(BytesOfAnIdentifier * _received.Count);
    }

    /// <summary>From the store, in order; identifier 0 = never sent.</summary>
    public void Restore(in Delivery delivery, ushort id, bool isReleased)
    {
        lock (_lock)
        {
            Count(delivery);
            if (id == 0)
                (_waiting ??= new()).Enqueue(delivery);
            else
                (_inFlight ??= [])[id] = new InFlight(delivery, ++_order, isReleased, IsSent: false);
            _lastId = Math.Max(_lastId, id);
        }
    }

    private record struct InFlight(Delivery Delivery, long Order, bool IsReleased, bool IsSent);
}

/// <summary>What every session needs.</summary>
internal sealed record SessionParts(BrokerOptions Options, BrokerLoad Load, BrokerMetrics Metrics, BrokerStore? Store);

/// <summary>A will whose delay runs.</summary>
internal sealed record PendingWill(ClientIdentity Client, MqttMessage Message);
