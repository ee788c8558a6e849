using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Hub.Broker;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The hub's own authority: a root that gates pin, and an issuing certificate under it that signs theirs, the hub's
/// server certificates and the revocation list. P-256 throughout. The root's private key is needed only to make another
/// issuing certificate, so it may lie in a safe. Made at first need, taken from disk from then on; a file that is
/// missing or does not fit the others is an error and never a reason to begin anew, since gates in the field trust the
/// root there was.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>A gate's clock may be slow by so much and still take what it was just given.</summary>
    internal static readonly TimeSpan Back = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(90);
    private readonly Lock _lock = new();
    private readonly AuthorityOptions _options;
    private readonly string _hubName;
    private readonly bool _isOther;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private AuthorityKeys? _keys;
    private DateTime _warned;

    public CertificateAuthority(
        AuthorityFiles files, IOptions<AuthorityOptions> options, IOptions<BrokerOptions> broker, TimeProvider time,
        ILogger<CertificateAuthority> logger)
    {
        (Files, _options, _time, _logger) = (files, options.Value, time, logger);
        (_hubName, _isOther) = (broker.Value.ServerClientId, broker.Value.TlsCertificate is not null);
    }

    internal AuthorityFiles Files { get; }

    /// <summary>Whether it was made already.</summary>
    internal bool Exists => File.Exists(Files.RootCertificate) || File.Exists(Files.IssuingCertificate);

    /// <summary>What gates and clients pin.</summary>
    /// <exception cref="AuthorityException">The authority can neither be read nor made.</exception>
    internal X509Certificate2 Root => Keys.Root;

    /// <summary>What signs, under <see cref="Root"/>.</summary>
    internal X509Certificate2 Issuing => Keys.Issuing;

    /// <summary>Whether another issuing certificate could be made here and now.</summary>
    internal bool IsRootKeyAtHand => File.Exists(Files.RootKey);

    private AuthorityKeys Keys
    {
        get
        {
            lock (_lock)
                return _keys ??= AuthorityKeys.Open(Files, _time.GetUtcNow(), _logger);
        }
    }

    /// <summary>A gate's certificate for the key in a signing request.</summary>
    /// <param name="gate">Its id: the common name, whatever the request says.</param>
    /// <param name="csr">PKCS #10, DER.</param>
    /// <exception cref="FormatException">The request's signature does not fit, or its key is not of P-256.</exception>
    /// <exception cref="ArgumentException">That is no name for a gate.</exception>
    /// <exception cref="AuthorityException">The authority cannot issue.</exception>
    internal IssuedCertificate IssueGate(string gate, byte[] csr)
    {
        // Another MQTT server knows the hub by this name: whoever bore it would be the hub there.
        if (!GateId.IsValid(gate) || gate == _hubName)
            throw new ArgumentException($"'{gate}' cannot be a gate's id.", nameof(gate));
        if (_isOther)
            throw AuthorityFaults.Other();
        var key = SigningRequest.KeyOf(csr);
        using var certificate = Sign(
            CertificateForms.Client(gate, CertificateForms.GateUnit, key), _options.GateLifetime, out var issuing);
        return new IssuedCertificate(
            certificate.SerialNumber, gate,
            certificate.ExportCertificatePem() + "\n" + issuing.ExportCertificatePem() + "\n",
            Fingerprint.Of(certificate), certificate.NotBefore, certificate.NotAfter);
    }

    /// <summary>A server's certificate with a key of its own.</summary>
    /// <param name="names">DNS names and IP addresses.</param>
    internal X509Certificate2 IssueServer(IReadOnlyCollection<string> names, TimeSpan? lifetime = null)
    {
        using var key = NewKey();
        return WithKey(
            Sign(CertificateForms.Server(names, new PublicKey(key)), lifetime ?? ServerLifetime, out _), key);
    }

    /// <summary>A certificate by which another MQTT server knows the hub, with a key of its own.</summary>
    internal X509Certificate2 IssueHub(string name, TimeSpan? lifetime = null)
    {
        using var key = NewKey();
        var request = CertificateForms.Client(name, CertificateForms.HubUnit, new PublicKey(key));
        return WithKey(Sign(request, lifetime ?? ServerLifetime, out _), key);
    }

    /// <summary>
    /// The certificates with these serial numbers are revoked: lists for the issuing certificate and those before it,
    /// PEM.
    /// </summary>
    internal string SignRevoked(IEnumerable<RevokedSerial> revoked)
    {
        lock (_lock)
            return RevocationList.Sign(Keys.Signers(), [.. revoked], _time.GetUtcNow());
    }

    /// <summary>What a file of such lists says.</summary>
    /// <exception cref="FormatException">It cannot be read, or is not this authority's.</exception>
    internal IReadOnlyCollection<RevokedSerial> ReadRevoked(string pem)
    {
        lock (_lock)
            return RevocationList.Read(pem, [.. Keys.ListSigners()]);
    }

    /// <summary>Signs a text of the hub's with the issuing key, ECDSA with SHA-256, IEEE P1363.</summary>
    /// <param name="text">Made of the signer's certificate and the root, PEM, in this order.</param>
    internal (string Signer, byte[] Signature) SignText(Func<string, byte[]> text)
    {
        lock (_lock)
        {
            var signer = Keys.Issuing.ExportCertificatePem() + "\n" + Keys.Root.ExportCertificatePem() + "\n";
            return (signer, Keys.IssuingKey.SignData(text(signer), HashAlgorithmName.SHA256));
        }
    }

    /// <summary>
    /// Takes up an issuing certificate that another process has made, makes one when the one there is comes to its end
    /// and the root's key is at hand, and else says what to do well before.
    /// </summary>
    /// <returns>Whether another one signs from now on.</returns>
    internal bool LookAfter()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var isAnother = Keys.TryReload(Files, out var reloaded);
            if (isAnother)
            {
                Replace(reloaded);
                var taken = reloaded.Issuing;
                Log.IssuingTaken(_logger, Files.IssuingCertificate, Fingerprint.Of(taken), taken.NotAfter);
            }
            var left = Keys.Issuing.NotAfter - now;
            if (left > Margin)
                return isAnother;
            if (!IsRootKeyAtHand)
            {
                Warn(left);
                return isAnother;
            }
            Replace(Keys.Renew(Files, now, _logger));
            return true;
        }
    }

    /// <summary>
    /// Makes another issuing certificate now; the one there was is kept to sign its list of revoked ones.
    /// </summary>
    /// <exception cref="AuthorityException">The root's key is not at hand, or does not fit.</exception>
    internal X509Certificate2 RenewIssuing()
    {
        lock (_lock)
        {
            Replace(Keys.Renew(Files, _time.GetUtcNow(), _logger));
            return Keys.Issuing;
        }
    }

    public void Dispose() => _keys?.Dispose();

    /// <summary>Before its end by more than a gate's life, so that no gate's certificate need be shorter.</summary>
    internal TimeSpan Margin => _options.GateLifetime + TimeSpan.FromDays(90);

    private X509Certificate2 Sign(CertificateRequest request, TimeSpan lifetime, out X509Certificate2 issuing)
    {
        lock (_lock)
        {
            issuing = Keys.Issuing;
            var now = _time.GetUtcNow();
            if (now >= issuing.NotAfter)
                throw AuthorityFaults.IssuingEnded(issuing.NotAfter, Files.RootKey);
            // A machine without a clock battery may believe in a year before the authority was made.
            var from = now > issuing.NotBefore ? now : issuing.NotBefore;
            return request.Sign(issuing, Keys.IssuingKey, from - Back, from + lifetime);
        }
    }

    /// <summary>Once a day.</summary>
    private void Warn(TimeSpan left)
    {
        var today = _time.GetUtcNow().Date;
        if (today != _warned)
            Log.IssuingEnds(_logger, (int)left.TotalDays, Files.RootKey);
        _warned = today;
    }

    // Whoever was handed a certificate of the one before may still hold it, so that is left to the collector.
    private void Replace(AuthorityKeys keys) => _keys = keys;

    private static X509Certificate2 WithKey(X509Certificate2 bare, ECDsa key)
    {
        using (bare)
        {
            using var pair = bare.CopyWithPrivateKey(key);
            // Through PKCS #12, so that the key is one that every platform's TLS can use.
            return X509CertificateLoader.LoadPkcs12(
                pair.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}

/// <summary>A certificate of a gate.</summary>
/// <param name="Serial">Hexadecimal, upper case, as <see cref="X509Certificate2.SerialNumber"/>.</param>
/// <param name="Gate">Common name.</param>
/// <param name="Pem">The certificate, then the issuing one.</param>
/// <param name="Fingerprint">Of its key, for people.</param>
/// <param name="NotBefore">From when it is good; some minutes back, since gates' clocks are slow.</param>
/// <param name="NotAfter">Until when.</param>
internal sealed record IssuedCertificate(
    string Serial, string Gate, string Pem, string Fingerprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
