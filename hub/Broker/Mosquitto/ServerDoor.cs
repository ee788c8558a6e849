using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Authority;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>How the hub knocks at another MQTT server with certificates of its own making.</summary>
internal sealed class ServerDoor(BrokerOptions options, CertificateAuthority authority)
{
    /// <summary>No gate can be called so, and the access list gives it nothing.</summary>
    internal const string Probe = "checkin.probe";
    /// <summary>Of its certificates.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A certificate with this common name, whose key nobody else ever has.</summary>
    internal X509Certificate2 Issue(string name) => authority.IssueHub(name, Lifetime);

    /// <summary>
    /// Connects under the certificate's name, which ends the connection that bears it, and leaves again without a
    /// trace: no session, no will.
    /// </summary>
    /// <exception cref="MqttException">The server cannot be reached, or does not let it in.</exception>
    internal async Task EnterAsync(X509Certificate2 certificate, CancellationToken cancellation)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var own = MqttClientOptions.For(options.Server, name);
        await using var client = await MqttClient.ConnectAsync(own with
        {
            Tls = own.Tls! with
            {
                TrustedRoots = Roots(),
                ClientCertificateContext =
                    SslStreamCertificateContext.Create(certificate, [authority.Issuing], offline: true),
            },
            ConnectTimeout = Patience,
        }, cancellation).ConfigureAwait(false);
        await client.DisconnectAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the server has read the list in which <paramref name="revoked"/> stands: it lets the good certificate in
    /// and not that one. Null = it cannot be told, since it does not let the good one in either.
    /// </summary>
    internal async Task<bool?> RefusesAsync(
        X509Certificate2 revoked, X509Certificate2 good, CancellationToken cancellation)
    {
        if (!await TryEnterAsync(good, cancellation).ConfigureAwait(false))
            return null;
        return !await TryEnterAsync(revoked, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> TryEnterAsync(X509Certificate2 certificate, CancellationToken cancellation)
    {
        try
        {
            await EnterAsync(certificate, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (MqttException)
        {
            return false;
        }
    }

    private X509Certificate2Collection Roots()
    {
        if (options.ServerAuthority is not { } path)
            return [authority.Root];
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(path);
        return roots;
    }
}
