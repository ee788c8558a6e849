using System.Collections.Concurrent;

namespace CheckIn.Hub.Authority;

/// <summary>The certificates in files that somebody else renews.</summary>
internal sealed class WatchedCertificates
{
    private readonly ConcurrentDictionary<string, PemCertificate> _all = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public WatchedCertificates(CertificateMetrics metrics, TimeProvider time, ILogger<WatchedCertificates> logger)
    {
        (_time, _logger) = (time, logger);
        metrics.Watch(() => _all.Select(one => (one.Key, one.Value.Left)));
    }

    /// <param name="name">What it is for, one word: a label of a metric.</param>
    /// <param name="setting">Where the path comes from, for words.</param>
    /// <param name="path">The certificate, then its chain, PEM.</param>
    /// <param name="key">Null = the key stands in the same file.</param>
    /// <exception cref="AuthorityException">The pair cannot be used.</exception>
    internal PemCertificate Open(string name, string setting, string path, string? key) =>
        _all[name] = new PemCertificate(setting, path, key, _time, _logger);

    /// <summary>Takes up what has changed, and says what comes to its end.</summary>
    internal void Look()
    {
        foreach (var (_, certificate) in _all)
            certificate.Look();
    }
}
