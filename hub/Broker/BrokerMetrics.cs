using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Broker;

/// <summary>What the broker counts; meter <c>CheckIn.Hub.Broker</c>. No label names a client or a topic.</summary>
internal sealed class BrokerMetrics
{
    public const string MeterName = "CheckIn.Hub.Broker";
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _denied;
    private readonly Counter<long> _notSubscribed;
    private readonly Counter<long> _heldBack;
    private readonly Counter<long> _notLogged;

    public BrokerMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _accepted = Meter.CreateCounter<long>("checkin_mqtt_connects_total", "{connection}", "CONNECTs accepted");
        _refused = Meter.CreateCounter<long>(
            "checkin_mqtt_connects_refused_total", "{connection}", "CONNECTs refused, by reason code");
        _closed = Meter.CreateCounter<long>(
            "checkin_mqtt_closed_total", "{connection}", "Connections that the hub ended, by reason code");
        _received = Meter.CreateCounter<long>("checkin_mqtt_messages_received_total", "{message}", "PUBLISH received");
        _sent = Meter.CreateCounter<long>("checkin_mqtt_messages_sent_total", "{message}", "PUBLISH sent");
        _dropped = Meter.CreateCounter<long>(
            "checkin_mqtt_messages_dropped_total", "{message}", "Messages dropped on their way to a client, by cause");
        _denied = Meter.CreateCounter<long>(
            "checkin_mqtt_messages_refused_total", "{message}", "PUBLISH refused, by reason code");
        _notSubscribed = Meter.CreateCounter<long>(
            "checkin_mqtt_subscriptions_refused_total", "{subscription}", "Filters refused, by reason code");
        _notLogged = Meter.CreateCounter<long>(
            "checkin_mqtt_warnings_suppressed_total", "{warning}", "Warnings about clients that were not logged");
        _heldBack = Meter.CreateCounter<long>(
            "checkin_mqtt_held_back_total", "{message}", "Times that a publisher waited for a subscriber to catch up");
        // Whoever collects has a series from the start, and sees the first one as a change.
        foreach (var counter in (Counter<long>[])[_accepted, _received, _sent, _notLogged, _heldBack])
            counter.Add(0);
    }

    public Meter Meter { get; }

    public void Accepted() => _accepted.Add(1);

    public void Refused(Mqtt.MqttReasonCode reason) => _refused.Add(1, Reason(reason));

    public void Closed(Mqtt.MqttReasonCode reason) => _closed.Add(1, Reason(reason));

    public void Received() => _received.Add(1);

    public void Sent() => _sent.Add(1);

    public void Dropped(string cause) => _dropped.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void Denied(Mqtt.MqttReasonCode reason) => _denied.Add(1, Reason(reason));

    public void SubscriptionRefused(Mqtt.MqttReasonCode reason) => _notSubscribed.Add(1, Reason(reason));

    public void NotLogged() => _notLogged.Add(1);

    public void HeldBack() => _heldBack.Add(1);

    private static KeyValuePair<string, object?> Reason(Mqtt.MqttReasonCode reason) =>
        new("reason", $"0x{(byte)reason:X2}");
}
