using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "Client {Client} connected, keep-alive {KeepAlive} s")]
    public static partial void Connected(ILogger log, string client, double keepAlive);

    [LoggerMessage(2001, LogLevel.Debug, "Client {Client} disconnected")]
    public static partial void Disconnected(ILogger log, string client);

    [LoggerMessage(
        2002, LogLevel.Information, "The connection of client {Client} ended: {Why}; its will speaks for it")]
    public static partial void Lost(ILogger log, string client, string why);

    [LoggerMessage(2003, LogLevel.Warning, "Closing the connection of client {Client}: {Why} ({Reason})")]
    public static partial void Closing(ILogger log, string client, string why, MqttReasonCode reason);

    [LoggerMessage(2004, LogLevel.Warning, "Refused a connection of client {Client}: {Why} ({Reason})")]
    public static partial void Refused(ILogger log, string client, string why, MqttReasonCode reason);

    [LoggerMessage(2005, LogLevel.Warning,
        "Client {Client} may not publish on {Topic}; the message is refused. A gate publishes below its own id only")]
    public static partial void NotAuthorized(ILogger log, string client, string topic);

    [LoggerMessage(2006, LogLevel.Error,
        "The hub could not take a {Topic} message of gate {Gate}; it is not acknowledged, "
        + "and the connection is closed so that the gate sends it again")]
    public static partial void InboxFailed(ILogger log, Exception error, string gate, Contract.GateTopic topic);

    [LoggerMessage(2007, LogLevel.Error,
        "The hub could not take the will of gate {Gate}; its loss may go unnoticed until it connects again")]
    public static partial void WillFailed(ILogger log, Exception error, string gate);

    [LoggerMessage(2008, LogLevel.Warning,
        "No more messages can be retained ({Count} topics, {Bytes} bytes); "
        + "raise Broker:MaxRetained or Broker:MaxRetainedBytes, or remove some. Refused: {Topic}")]
    public static partial void RetainedFull(ILogger log, int count, long bytes, string topic);

    [LoggerMessage(2009, LogLevel.Warning, "Refused a connection: {Count} are open, which is Broker:MaxConnections")]
    public static partial void TooManyConnections(ILogger log, int count);

    [LoggerMessage(
        2010, LogLevel.Error, "The connection of client {Client} failed unexpectedly and is closed; others go on")]
    public static partial void SessionFailed(ILogger log, Exception error, string client);

    [LoggerMessage(2011, LogLevel.Information,
        "Restored {Retained} retained messages and {Sessions} sessions with {Queued} messages waiting for them")]
    public static partial void Restored(ILogger log, int retained, int sessions, int queued);

    [LoggerMessage(2012, LogLevel.Error,
        "What the broker must remember could not be written: {Why}. Nothing is lost while the hub runs; a restart "
        + "would "
        + "lose retained messages and sessions that changed. Free some disk space or mend Broker:Path; {Next}")]
    public static partial void NotKept(ILogger log, string why, string next);

    [LoggerMessage(2014, LogLevel.Information, "Connected to the MQTT server {Server}")]
    public static partial void LinkStands(ILogger log, Uri server);

    [LoggerMessage(2015, LogLevel.Warning,
        "No connection to the MQTT server {Server}: {Why}. Gates keep their events meanwhile; trying again in {Wait}")]
    public static partial void LinkLost(ILogger log, Uri server, string why, TimeSpan wait);

    [LoggerMessage(2016, LogLevel.Warning,
        "The hub's state could not be published: {Why}. It is tried with the next connection")]
    public static partial void NotAnnounced(ILogger log, string why);

    [LoggerMessage(2017, LogLevel.Error,
        "The hub could not take a {Topic} message of gate {Gate}; events are not acknowledged, "
        + "so the gate sends them again")]
    public static partial void NotTaken(ILogger log, Exception error, string gate, Contract.GateTopic topic);

    [LoggerMessage(2013, LogLevel.Error,
        "The broker's file {Path} cannot be read: {Why}. It is set aside as {Aside}, and the hub begins with "
        + "a new one: "
        + "retained messages come back when they are published again, clients subscribe anew")]
    public static partial void SetAside(ILogger log, string path, string why, string aside);

    [LoggerMessage(2018, LogLevel.Error, "A connection failed in the transport and is dropped; its client comes back")]
    public static partial void SocketFailed(ILogger log, Exception error);

    [LoggerMessage(2019, LogLevel.Warning,
        "No descriptors are left, so clients wait to be accepted. Raise LimitNOFILE, or lower Broker:MaxConnections")]
    public static partial void TooManyDescriptors(ILogger log);
}
