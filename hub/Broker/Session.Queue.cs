using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <content>What waits for the client and what is in flight to it; under the session's lock.</content>
internal sealed partial class Session
{
    private bool HasRoom(int bytes)
    {
        var options = parts.Options;
        return (_waiting?.Count ?? 0) < options.MaxQueuedMessages
            && (_bytes == 0 || (_bytes + bytes <= options.MaxQueuedBytes
                && (_bytes + bytes <= Everybodys || parts.Load.QueuedBytes + bytes <= options.MaxQueuedBytesInAll)));
    }

    private bool IsWorthWaitingFor => _connection is not null && !_isGivenUp && IsFilled(1);

    /// <summary>To the mark from which publishers are held back, or to a part of it.</summary>
    private bool IsFilled(int part) =>
        _waiting?.Count > Math.Min(HoldBackAt, parts.Options.MaxQueuedMessages / 2) / part
        || _bytes > parts.Options.MaxQueuedBytes / 2 / part;

    private void CheckLag()
    {
        if ((_room is not null || _isGivenUp) && !IsFilled(2))
            EndLag();
    }

    private void EndLag()
    {
        _isGivenUp = false;
        if (_room is null)
            return;
        _room.TrySetResult();
        _room = null;
        parts.Load.RemoveBehind(this);
    }

    private void Enqueue(Delivery delivery)
    {
        if (delivery.Qos != MqttQos.AtMostOnce && IsLasting && parts.Store is { } store)
            delivery = delivery with { Key = store.Queued(this, delivery) };
        Count(delivery);
        (_waiting ??= new()).Enqueue(delivery);
    }

    private bool TryTakeAgain(ref Sending next)
    {
        while (_resend is { Count: > 0 })
        {
            var id = _resend.Peek();
            ref var flight = ref CollectionsMarshal.GetValueRefOrNullRef(_inFlight!, id);
            if (Unsafe.IsNullRef(ref flight))
            {
                _resend.Dequeue();
                continue;
            }
            if (!flight.IsReleased && _outstanding >= _window)
                return false;
            _resend.Dequeue();
            if (!flight.IsReleased)
            {
                _outstanding++;
                flight.IsSent = true;
            }
            next = new Sending(flight.Delivery, id, Duplicate: true, flight.IsReleased);
            return true;
        }
        _resend = null;
        return false;
    }

    private bool TryTakeWaiting(ref Sending next)
    {
        if (_resend is not null || _waiting is null || !_waiting.TryPeek(out var delivery))
            return false;
        if (delivery.Qos == MqttQos.AtMostOnce)
        {
            Forget(delivery);
            next = new Sending(delivery, 0, false, false);
        }
        else
        {
            if (_outstanding >= _window)
                return false;
            var id = NextId();
            (_inFlight ??= [])[id] = new InFlight(delivery, ++_order, IsReleased: false, IsSent: true);
            _outstanding++;
            Sent(delivery, id, isReleased: false);
            next = new Sending(delivery, id, false, false);
        }
        _waiting.Dequeue();
        _taken++;
        CheckLag();
        if (_waiting.Count == 0 && _waiting.Capacity > KeepsUp)
            _waiting = null;
        return true;
    }

    /// <summary>An identifier that is not in use [MQTT-2.2.1-3].</summary>
    private ushort NextId()
    {
        do
        {
            _lastId = (ushort)(_lastId % ushort.MaxValue + 1);
        }
        while (_inFlight?.ContainsKey(_lastId) == true);
        return _lastId;
    }

    private void Filter(Func<Delivery, bool> keep, List<Delivery>? removed)
    {
        for (var i = _waiting?.Count ?? 0; i > 0; i--)
        {
            var delivery = _waiting!.Dequeue();
            if (keep(delivery))
            {
                _waiting.Enqueue(delivery);
                continue;
            }
            Forget(delivery);
            removed?.Add(delivery);
        }
    }

    /// <summary>What waits, or was not received yet, and the client may not have any more.</summary>
    private void ForgetForbidden(Reader reader)
    {
        lock (_lock)
        {
            if (_waiting is { Count: > 0 })
                Filter(delivery => reader.MayRead(delivery.Routed), null);
            foreach (var (id, flight) in _inFlight?.ToArray() ?? [])
            {
                if (flight.IsReleased || reader.MayRead(flight.Delivery.Routed) || !_inFlight!.Remove(id))
                    continue;
                if (flight.IsSent)
                    _outstanding--;
                Forget(flight.Delivery);
            }
        }
    }

    private void Count(in Delivery delivery)
    {
        _bytes += delivery.Routed.Bytes;
        parts.Load.AddQueued(delivery.Routed.Bytes);
        parts.Load.AddMessages(1);
    }

    private void Sent(in Delivery delivery, ushort id, bool isReleased)
    {
        if (delivery.Key != 0)
            parts.Store?.Sent(delivery.Key, id, isReleased);
    }

    private void Forget(in Delivery delivery)
    {
        _bytes -= delivery.Routed.Bytes;
        parts.Load.AddQueued(-delivery.Routed.Bytes);
        parts.Load.AddMessages(-1);
        CheckLag();
        if (delivery.Key != 0)
            parts.Store?.Done(delivery.Key);
    }
}
