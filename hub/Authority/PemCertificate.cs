using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Hub.Authority;

/// <summary>
/// A certificate with its chain and its key in PEM files that somebody else renews (an ACME client, an administrator).
/// The files are looked at again at most every few seconds, when a connection is made and once a minute; a pair that
/// does not fit, such as one that is half replaced, is told once and changes nothing.
/// </summary>
internal sealed class PemCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly string _setting;
    private readonly string _path;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile ServerIdentity _current;
    private byte[] _content;
    private long _lookedAt;
    private DateTime _warned;

    /// <param name="setting">Its name, for words.</param>
    /// <param name="path">The certificate, then its chain.</param>
    /// <param name="keyPath">Null = the key stands in the same file.</param>
    /// <exception cref="AuthorityException">The pair cannot be used.</exception>
    internal PemCertificate(string setting, string path, string? keyPath, TimeProvider time, ILogger logger)
    {
        (_setting, _path, _keyPath, _time, _logger) = (setting, path, keyPath ?? path, time, logger);
        _lookedAt = time.GetTimestamp();
        if (Problem(path, keyPath) is { } problem)
            throw AuthorityFaults.PairUnusable(setting, problem);
        (_current, _content) = (Load(path, _keyPath), Content());
    }

    internal ServerIdentity Current
    {
        get
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookEvery)
                Look();
            return _current;
        }
    }

    /// <summary>Until its end.</summary>
    internal TimeSpan Left => new DateTimeOffset(_current.Certificate.NotAfter) - _time.GetUtcNow();

    /// <summary>Why the files cannot be used, or null.</summary>
    internal static string? Problem(string path, string? keyPath)
    {
        try
        {
            Load(path, keyPath ?? path).Certificate.Dispose();
            return null;
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            return $"'{path}'{(keyPath is null ? "" : $" with '{keyPath}'")} cannot be used: {e.Message.TrimEnd('.')}.";
        }
    }

    /// <summary>Takes up what has changed, and says in good time that the end is near.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            Reload();
            if (Left > TimeSpan.FromDays(14) || _warned == _time.GetUtcNow().Date)
                return;
            _warned = _time.GetUtcNow().Date;
            Log.FileEnds(_logger, _setting, _path, (int)Math.Floor(Left.TotalDays));
        }
    }

    private void Reload()
    {
        byte[]? content = null;
        try
        {
            content = Content();
            if (content.AsSpan().SequenceEqual(_content))
                return;
            _current = Load(_path, _keyPath);
            Log.FileTaken(_logger, _setting, _path, _current.Certificate.NotAfter);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            content ??= [];
            if (!content.AsSpan().SequenceEqual(_content))
                Log.FileNotTaken(_logger, _setting, _path, e.Message);
        }
        _content = content;
    }

    private byte[] Content() => SHA256.HashData([.. File.ReadAllBytes(_path), .. File.ReadAllBytes(_keyPath)]);

    /// <summary>A certificate with its key, and everything that stands in its file.</summary>
    internal static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(string path, string keyPath)
    {
        using var pem = X509Certificate2.CreateFromPemFile(path, keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        // Through PKCS #12, so that the key is one that every platform's TLS can use.
        return (X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain);
    }

    private static ServerIdentity Load(string path, string keyPath)
    {
        var (certificate, chain) = Read(path, keyPath);
        return ServerIdentity.Of(certificate, chain);
    }

    private static bool IsOfFiles(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;
}
