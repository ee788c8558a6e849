using CheckIn.Mqtt;

namespace CheckIn.FleetSimulator;

/// <summary>What all gates together have done and met.</summary>
internal sealed class FleetCounters(TimeProvider time)
{
    private const int Seconds = 4096;
    private readonly long _began = time.GetTimestamp();
    private readonly int[] _connectsIn = new int[Seconds];
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _endings = new(StringComparer.Ordinal);
    private long _recorded, _sent, _resent, _acked, _connects, _connected, _positioned, _busy, _lost, _late,
        _askedAgain, _wentBack, _disagreements, _refused, _unreadable, _hostileClosed, _firstAck, _lastAck;

    /// <summary>From the hub's position stated on a new connection back to the loss of the one before.</summary>
    internal Latencies Back { get; } = new();

    /// <summary>From handing an event to the connection to the hub's acknowledgement.</summary>
    internal Latencies Ack { get; } = new();

    /// <summary>From an event's coming about to the hub's acknowledgement.</summary>
    internal Latencies Delivery { get; } = new();

    internal long Recorded => Volatile.Read(ref _recorded);
    internal long Sent => Volatile.Read(ref _sent);
    internal long Resent => Volatile.Read(ref _resent);
    internal long Acked => Volatile.Read(ref _acked);
    internal long Connects => Volatile.Read(ref _connects);
    internal long Connected => Volatile.Read(ref _connected);

    /// <summary>Gates that know where the hub stands, on the connection that they have.</summary>
    internal long Positioned => Volatile.Read(ref _positioned);

    /// <summary>Connections that the hub refused or ended as too many: it is orderly, and no error.</summary>
    internal long Busy => Volatile.Read(ref _busy);

    /// <summary>Connections that failed, or ended without anybody here having wanted it.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    internal long Late => Volatile.Read(ref _late);
    internal long AskedAgain => Volatile.Read(ref _askedAgain);
    internal long WentBack => Volatile.Read(ref _wentBack);
    internal long HostileClosed => Volatile.Read(ref _hostileClosed);

    /// <summary>Whatever the contract does not allow the hub.</summary>
    internal long Breaches => Volatile.Read(ref _disagreements) + Volatile.Read(ref _refused)
        + Volatile.Read(ref _unreadable);

    internal int MostConnectsInASecond => _connectsIn.Max();

    internal double AckedPerSecond => _lastAck > _firstAck
        ? Math.Round(Acked / time.GetElapsedTime(_firstAck, _lastAck).TotalSeconds) : 0;

    internal void Record(long events) => Interlocked.Add(ref _recorded, events);

    internal void Send(long first, long again)
    {
        Interlocked.Add(ref _sent, first);
        Interlocked.Add(ref _resent, again);
    }

    /// <summary>Negative when the hub has lost some again.</summary>
    internal void Acknowledge(long events, long now)
    {
        Interlocked.Add(ref _acked, events);
        Interlocked.CompareExchange(ref _firstAck, now, 0);
        Volatile.Write(ref _lastAck, now);
    }

    internal void Connect()
    {
        Interlocked.Increment(ref _connects);
        Interlocked.Increment(ref _connected);
        Interlocked.Increment(ref _connectsIn[(int)time.GetElapsedTime(_began).TotalSeconds % Seconds]);
    }

    internal void Disconnect(bool isPositioned)
    {
        Interlocked.Decrement(ref _connected);
        if (isPositioned)
            Interlocked.Decrement(ref _positioned);
    }

    internal void Position() => Interlocked.Increment(ref _positioned);

    internal void Lose(MqttException why)
    {
        if (why.Reason is MqttReasonCode.ServerBusy or MqttReasonCode.QuotaExceeded)
            Interlocked.Increment(ref _busy);
        else
            Interlocked.Increment(ref _lost);
        // Without the gate's name, so that equal endings are counted together.
        var words = why.Reason?.ToString() ?? why.InnerException?.GetType().Name ?? why.Message;
        lock (_lock)
            _endings[words] = _endings.GetValueOrDefault(words) + 1;
    }

    internal void CountLate() => Interlocked.Increment(ref _late);

    internal void CountAskedAgain() => Interlocked.Increment(ref _askedAgain);

    internal void CountWentBack() => Interlocked.Increment(ref _wentBack);

    internal void CountDisagreement() => Interlocked.Increment(ref _disagreements);

    internal void CountRefused(long events) => Interlocked.Add(ref _refused, events);

    internal void CountUnreadable() => Interlocked.Increment(ref _unreadable);

    internal void CountHostileClosed() => Interlocked.Increment(ref _hostileClosed);

    /// <summary>How connections ended that were to stay, in words; empty = none did.</summary>
    internal string Endings()
    {
        lock (_lock)
            return string.Join("; ", _endings.Select(ending => $"{ending.Key} {ending.Value}"));
    }
}
