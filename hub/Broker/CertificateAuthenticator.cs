using CheckIn.Hub.Authority;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// A client with a certificate of the gates' authority is a gate and must call itself what the certificate does; the
/// handshake has judged the certificate, and whether it was revoked since is asked again. Any other client comes from
/// this machine, since no other endpoint may be reached from elsewhere, and is who it says.
/// </summary>
internal sealed class CertificateAuthenticator(GateTls tls) : IClientAuthenticator
{
    public ValueTask<ClientVerdict> AuthenticateAsync(ClientCredentials credentials, CancellationToken cancellation)
    {
        var id = credentials.ClientId;
        if (!tls.JudgesClients || credentials.Certificate is not { } certificate)
            return ValueTask.FromResult(ClientVerdict.Accept(new ClientIdentity(id)));
        var judgement = tls.Judge(certificate, System.Net.Security.SslPolicyErrors.None);
        if (judgement.Fault is { } fault)
        {
            return ValueTask.FromResult(
                ClientVerdict.Refuse(MqttReasonCode.NotAuthorized, $"its certificate is {fault}"));
        }
        if (judgement.Gate != id)
        {
            return ValueTask.FromResult(ClientVerdict.Refuse(
                MqttReasonCode.NotAuthorized, "the client identifier is not its certificate's common name"));
        }
        tls.Saw(id, certificate);
        return ValueTask.FromResult(ClientVerdict.Accept(new ClientIdentity(id, StrictTopicAccess.GateRole)));
    }
}
