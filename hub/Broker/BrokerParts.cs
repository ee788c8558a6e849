namespace CheckIn.Hub.Broker;

/// <summary>What every session shares.</summary>
internal sealed record BrokerParts(
    BrokerOptions Options, EmbeddedBroker Broker, SessionTable Sessions, IGateInbox Inbox,
    TimeProvider Time, ILogger Log);
