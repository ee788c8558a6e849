using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>
/// How gates and hub prove to each other in the TLS handshake who they are. With the hub's own authority: TLS 1.3
/// alone, a server certificate made here, and gates' certificates judged against the own root and what is revoked. With
/// another authority (Broker:TlsCertificate and TlsClientAuthority) its files say both. MQTT ends the handshake of
/// whoever has no good certificate; on the gates' HTTPS everybody gets through, since a gate without one comes to be
/// enrolled and one with a revoked one is told so, and the connection remembers the judgement.
/// </summary>
internal sealed class GateTls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly BrokerOptions _broker;
    private readonly TimeProvider _time;
    private readonly CertificateAuthority? _authority;
    private readonly GateIdentities? _identities;
    private readonly CertificateMetrics _metrics;
    private readonly OwnServerCertificate? _made;
    private readonly PemCertificate? _files;
    private readonly X509Certificate2Collection? _roots;

    public GateTls(
        IOptions<BrokerOptions> broker, IOptions<EnrolmentOptions> enrolment, WatchedCertificates watched,
        CertificateMetrics metrics, TimeProvider time, ILogger<GateTls> logger, CertificateAuthority? authority = null,
        GateIdentities? identities = null)
    {
        (_broker, _metrics, _time, _authority, _identities) = (broker.Value, metrics, time, authority, identities);
        if (_broker.TlsCertificate is { } certificate)
            _files = watched.Open("broker", "Broker:TlsCertificate", certificate, _broker.TlsKey);
        else if (authority is not null)
            _made = new OwnServerCertificate(authority, Names(enrolment.Value), time, logger);
        if (_broker.TlsClientAuthority is { } path)
            (_roots = []).ImportFromPemFile(path);
    }

    /// <summary>Whether gates' certificates are the hub's own authority's.</summary>
    internal bool IsOwn => _made is not null;

    /// <summary>Whether whoever comes over TLS is judged by certificate.</summary>
    internal bool JudgesClients => IsOwn || _roots is not null;

    /// <summary>What is shown now.</summary>
    internal ServerIdentity Server => _made?.Current ?? _files?.Current
        ?? throw new InvalidOperationException("There is neither an authority nor a certificate.");

    /// <summary>For MQTT: nothing but the handshake without a good certificate.</summary>
    internal static TlsHandshakeCallbackOptions OfMqtt(Func<GateTls> tls, TimeSpan patience) => new()
    {
        HandshakeTimeout = patience,
        OnConnection = _ => new(tls().ForMqtt()),
    };

    /// <summary>For the gates' HTTPS: everybody, marked with who it is (<see cref="GatesConnection"/>).</summary>
    internal static TlsHandshakeCallbackOptions OfHttps(Func<GateTls> tls) => new()
    {
        HandshakeTimeout = Patience,
        OnConnection = context => new(tls().ForHttps(context.Connection)),
    };

    /// <summary>Who bears a certificate, as of now.</summary>
    /// <param name="certificate">Null = none was shown.</param>
    /// <param name="errors">What is wrong with its chain.</param>
    internal ClientJudgement Judge(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return new ClientJudgement(null, null, ClientFaults.None);
        var serial = certificate.SerialNumber;
        if (!JudgesClients || errors != SslPolicyErrors.None)
            return new ClientJudgement(null, serial, ClientFaults.Untrusted);
        if (certificate.NotAfter <= _time.GetUtcNow().LocalDateTime)
            return new ClientJudgement(null, serial, ClientFaults.Expired);
        if (IsRevoked(serial))
            return new ClientJudgement(null, serial, ClientFaults.Revoked);
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (!GateId.IsValid(name) || (IsOwn && !CertificateForms.IsGate(certificate)))
            return new ClientJudgement(null, serial, ClientFaults.NotAGate);
        return new ClientJudgement(name, serial, null);
    }

    internal bool IsRevoked(string serial) => _identities?.IsRevoked(serial) == true;

    /// <summary>A certificate found good has let its gate in.</summary>
    internal void Saw(string gate, X509Certificate2 certificate) => _identities?.Saw(gate, certificate);

    /// <summary>Another certificate issues: the next connection is shown one of it.</summary>
    internal void Forget() => _made?.Forget();

    private SslServerAuthenticationOptions ForMqtt()
    {
        var options = Options(JudgesClients, IsOwn ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13);
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            // For an authenticator that judges it; ours leaves it alone.
            if (!JudgesClients)
                return true;
            var judgement = Judge(certificate as X509Certificate2, errors);
            if (judgement.Fault is { } fault)
                _metrics.Refused(fault);
            return judgement.Fault is null;
        };
        return options;
    }

    private SslServerAuthenticationOptions ForHttps(ConnectionContext context)
    {
        var options = Options(isJudged: true, SslProtocols.Tls13);
        var connection = new GatesConnection(Server.Hash);
        context.Features.Set(connection);
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            Remember(connection, Judge(certificate as X509Certificate2, errors));
        return options;
    }

    /// <summary>
    /// The handshake goes on in any case: what the judgement forbids, whoever serves the request forbids.
    /// </summary>
    private bool Remember(GatesConnection connection, ClientJudgement judgement)
    {
        connection.Client = judgement;
        if (judgement is { Fault: { } fault and not ClientFaults.None })
            _metrics.Refused(fault);
        return true;
    }

    private SslServerAuthenticationOptions Options(bool isJudged, SslProtocols protocols) => new()
    {
        ServerCertificateContext = Server.Context,
        EnabledSslProtocols = protocols,
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        // A session taken up again brings the client's certificate without what stands between it and the root, so one
        // that an earlier issuing certificate signed could not be judged.
        AllowTlsResume = false,
        CertificateChainPolicy = isJudged ? ToPolicy() : null,
    };

    /// <summary>One for each connection: the handshake adds to it what the client sent.</summary>
    private X509ChainPolicy ToPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(CertificateForms.ForClients));
        if (_roots is not null)
        {
            policy.CustomTrustStore.AddRange(_roots);
        }
        else if (IsOwn)
        {
            policy.CustomTrustStore.Add(_authority!.Root);
            policy.ExtraStore.Add(_authority.Issuing);
            // The end is judged apart. A beginning in the future means that our own clock has fallen back, since it is
            // our own signature; to refuse every gate then would help nobody.
            policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        }
        return policy;
    }

    private static string[] Names(EnrolmentOptions enrolment)
    {
        string?[] names =
        [
            HostOf(enrolment.Address), HostOf(enrolment.Mqtt), "localhost", $"{IPAddress.Loopback}",
            $"{IPAddress.IPv6Loopback}",
        ];
        return [.. names.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string? HostOf(string? address) =>
        address is not null && Uri.TryCreate("https://" + address, UriKind.Absolute, out var uri) ? uri.IdnHost : null;
}
