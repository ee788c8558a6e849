using System.Net;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>What a client says of itself when it connects.</summary>
/// <param name="ClientId">Its client identifier; assigned by the hub when it sent none.</param>
public sealed record ClientCredentials(string ClientId)
{
    /// <summary>Null = none.</summary>
    public string? UserName { get; init; }
    /// <summary>Null = none.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }
    /// <summary>
    /// As presented in the TLS handshake: issued by the hub's own authority or by Broker:TlsClientAuthority; with
    /// Broker:TlsCertificate alone nothing of it is checked. Null = none, or no TLS.
    /// </summary>
    public X509Certificate2? Certificate { get; init; }
    /// <summary>Where it connects from.</summary>
    public EndPoint? Remote { get; init; }
}

/// <summary>Who a client is, for as long as it is connected.</summary>
/// <param name="ClientId">Its client identifier.</param>
/// <param name="Role">What the authenticator calls it; empty = nothing in particular.</param>
public sealed record ClientIdentity(string ClientId, string Role = "")
{
    /// <summary>What it may read; null = what its role and id allow.</summary>
    internal Reader? Reader { get; init; }
}

/// <summary>The answer to <see cref="ClientCredentials"/>: an identity, or why there is none.</summary>
/// <param name="Identity">Null = refused.</param>
/// <param name="Reason">Of a refusal, such as 0x86 or 0x87; goes to the client.</param>
/// <param name="Why">Of a refusal, for the log; without personal data.</param>
public readonly record struct ClientVerdict(ClientIdentity? Identity, MqttReasonCode Reason, string Why)
{
    /// <summary>The client is who it says.</summary>
    public static ClientVerdict Accept(ClientIdentity identity) => new(identity, MqttReasonCode.Success, "");

    /// <summary>The client is sent away.</summary>
    public static ClientVerdict Refuse(MqttReasonCode reason, string why) => new(null, reason, why);
}

/// <summary>Decides who a client is. Asked once for each CONNECT, before anything else is done for it.</summary>
public interface IClientAuthenticator
{
    /// <summary>Completes within the broker's ConnectTimeout, or the connection is closed.</summary>
    ValueTask<ClientVerdict> AuthenticateAsync(ClientCredentials credentials, CancellationToken cancellation);
}

/// <summary>
/// Decides who may publish and subscribe what. Called on the path of every message, so it answers from memory; answers
/// for one topic are kept for a connection, so they must not change while it lasts.
/// </summary>
public interface ITopicAccess
{
    /// <summary>
    /// Success, or why the client may not publish on the topic (a valid name), its will included.
    /// </summary>
    MqttReasonCode JudgePublish(ClientIdentity client, string topic);

    /// <summary>
    /// Success, or why the client may not have the filter (a valid one; of a shared subscription, the part shared).
    /// </summary>
    MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter);
}
