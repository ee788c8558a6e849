using CheckIn.Enrolment;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The server's certificate from the hub's own authority. It lives in memory only: made when it is first asked for, and
/// anew at two thirds of its life, when the issuing certificate is another, and when the clock turns out to have been
/// wrong. Connections that stand keep theirs.
/// </summary>
internal sealed class OwnServerCertificate(
    CertificateAuthority authority, IReadOnlyCollection<string> names, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private volatile Made? _made;

    /// <exception cref="AuthorityException">It cannot be made, and there is none that is still good.</exception>
    internal ServerIdentity Current
    {
        get
        {
            var now = time.GetUtcNow();
            return _made is { } made && made.From <= now && now < made.Until ? made.Identity : Renew(now);
        }
    }

    /// <summary>Another one with the next connection, since another certificate issues.</summary>
    internal void Forget() => _made = null;

    private ServerIdentity Renew(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_made is { } made && made.From <= now && now < made.Until)
                return made.Identity;
            var certificate = authority.IssueServer(names);
            var from = new DateTimeOffset(certificate.NotBefore);
            var life = certificate.NotAfter - certificate.NotBefore;
            // With a clock before the authority's own beginning this would be done for every connection.
            var identity = ServerIdentity.Of(certificate, [authority.Issuing]);
            _made = new Made(identity, from < now ? from : DateTimeOffset.MinValue, from + life * 2 / 3);
            Log.ServerCertificateMade(
                logger, string.Join(", ", names), Fingerprint.Of(certificate), certificate.NotAfter);
            return _made.Identity;
        }
    }

    private sealed record Made(ServerIdentity Identity, DateTimeOffset From, DateTimeOffset Until);
}
