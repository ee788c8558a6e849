using System.Security.Authentication;
using System.Security.Cryptography;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Identity;

/// <summary>
/// How this gate proves who it is, and knows its hub: by what enrolment left, or by files of another authority
/// (Uplink:Certificate, Key, Authority), read anew when they change. What cannot be read is a matter of the link and of
/// nothing else: the gate decides without. Safe from any thread.
/// </summary>
internal sealed class HubAccess(EnrolmentStore store, UplinkOptions uplink, LastKnownTime time)
{
    private readonly Lock _lock = new();
    private GateCertificate? _own;
    private EnrolledGate? _gate;
    private (DateTime, DateTime, DateTime) _files;

    /// <summary>Who the gate is by its enrolment; null = it is not enrolled, or by another authority's files.</summary>
    /// <exception cref="AuthenticationException">What enrolment left cannot be read.</exception>
    internal EnrolledGate? Gate
    {
        get
        {
            lock (_lock)
                return uplink.HasOwnFiles ? null : _gate ??= Read(store.Read);
        }
    }

    /// <summary>The certificate in use; null = there is none.</summary>
    /// <exception cref="AuthenticationException">There is one and it cannot be used; the message says why.</exception>
    internal GateCertificate? Certificate
    {
        get
        {
            lock (_lock)
                return uplink.HasOwnFiles ? FromFiles() : _own ??= FromStore();
        }
    }

    /// <summary>Another certificate has taken the place of the one in use.</summary>
    internal void Renewed(GateCertificate certificate)
    {
        lock (_lock)
            _own = certificate;
    }

    /// <summary>For MQTT; null = plain, on this machine.</summary>
    /// <exception cref="AuthenticationException">There is no certificate that can be used.</exception>
    internal MqttTlsOptions? Tls() => uplink.IsEncrypted ? Tls(Certified()) : null;

    /// <summary>For HTTPS, with the gate's certificate.</summary>
    /// <exception cref="AuthenticationException">There is no certificate that can be used.</exception>
    internal HttpClient Https(Uri hub)
    {
        var own = Certified();
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            SslOptions = new()
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateContext = own.Context,
                RemoteCertificateValidationCallback = TrustOf(own).Check,
            },
        })
        {
            BaseAddress = hub,
            Timeout = TimeSpan.FromSeconds(30),
            MaxResponseContentBufferSize = 1024 * 1024,
        };
    }

    private GateCertificate Certified() => Certificate ?? throw new AuthenticationException(
        $"this gate has no certificate for {uplink.Hub}: enrol it (checkin-gate enrol CODE), or name "
        + "Uplink:Certificate, Key and Authority");

    private MqttTlsOptions Tls(GateCertificate own) => new()
    {
        Protocols = SslProtocols.Tls13,
        ClientCertificate = own.Own,
        ClientCertificateContext = own.Context,
        Validate = TrustOf(own).Check,
    };

    /// <summary>Whom a certificate's authority makes the hub.</summary>
    internal HubTrust TrustOf(GateCertificate own) => new(own.Roots, own.Issuers, () => time.Now(Told(own)));

    private IEnumerable<DateTimeOffset> Told(GateCertificate own)
    {
        yield return own.NotBefore;
        if (_gate is { At: > 0 and < 253_402_300_799_999 and var at })
            yield return DateTimeOffset.FromUnixTimeMilliseconds(at);
    }

    private GateCertificate? FromStore() =>
        store.IsEnrolled ? Read(() => GateCertificate.Of(store.ReadIdentity())) : null;

    private GateCertificate FromFiles()
    {
        var files = (
            File.GetLastWriteTimeUtc(uplink.Certificate!), File.GetLastWriteTimeUtc(uplink.Key!),
            File.GetLastWriteTimeUtc(uplink.Authority!));
        if (_own is null || files != _files)
        {
            _own = Read(() => GateCertificate.Of(new StoredIdentity(
                File.ReadAllText(uplink.Key!), File.ReadAllText(uplink.Certificate!),
                File.ReadAllText(uplink.Authority!))));
            _files = files;
        }
        return _own;
    }

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new AuthenticationException("the gate's certificate cannot be read: " + e.Message, e);
        }
        catch (EnrolmentStoreException e)
        {
            throw new AuthenticationException(e.Message, e);
        }
    }
}
