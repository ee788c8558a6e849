using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CheckIn.Hub.Authority;
using CheckIn.Storage;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>
/// What another MQTT server needs from the hub, in a directory that it can read: the access list, the authorities, the
/// server's own certificate with its key, and the list of revoked certificates. A file is replaced as a whole, and only
/// when it would say something else, because each replacement has the server read everything again.
/// </summary>
internal sealed class ServerFiles(
    string directory, CertificateAuthority authority, IReadOnlyCollection<string> hubs,
    IReadOnlyCollection<string> names, TimeProvider time)
{
    private const UnixFileMode All =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Group = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    internal string Directory => directory;

    /// <summary>Brings all of them up to date.</summary>
    /// <param name="revoked">Every revoked certificate.</param>
    /// <returns>The files that were replaced.</returns>
    /// <exception cref="IOException">One could not be written; what was replaced before stays.</exception>
    internal IReadOnlyList<string> Refresh(IReadOnlyCollection<RevokedSerial> revoked)
    {
        var replaced = new List<string>();
        Put(Configuration.AccessList, AccessList.Write(hubs), replaced);
        Put(Configuration.Authority,
            authority.Root.ExportCertificatePem() + "\n" + authority.Issuing.ExportCertificatePem() + "\n", replaced);
        if (!IsServerGood())
        {
            Replace(Configuration.Server, ServerPem(), Group);
            replaced.Add(Configuration.Server);
        }
        // With another issuing certificate there is another list.
        if (replaced.Contains(Configuration.Authority) || !IsListed(revoked))
        {
            Replace(Configuration.Revoked, authority.SignRevoked(revoked), All);
            replaced.Add(Configuration.Revoked);
        }
        return replaced;
    }

    /// <summary>Replaces a file that this hub does not keep current, such as the configuration.</summary>
    internal void Write(string name, string text) => Replace(name, text, All);

    internal string PathOf(string name) => Path.Combine(directory, name);

    private void Put(string name, string text, List<string> replaced)
    {
        if (File.Exists(PathOf(name)) && File.ReadAllText(PathOf(name)) == text)
            return;
        Replace(name, text, All);
        replaced.Add(name);
    }

    /// <summary>Of the authority there is now, with every name, and with more than a third of its life left.</summary>
    private bool IsServerGood()
    {
        if (!File.Exists(PathOf(Configuration.Server)))
            return false;
        try
        {
            using var own = X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(Configuration.Server)));
            return own.IssuerName.RawData.AsSpan().SequenceEqual(authority.Issuing.SubjectName.RawData)
                && own.NotAfter - time.GetUtcNow() > Lifetime / 3
                && names.All(name => own.MatchesHostname(name, allowWildcards: false, allowCommonName: false));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string ServerPem()
    {
        using var own = authority.IssueServer(names, Lifetime);
        using var key = own.GetECDsaPrivateKey()!;
        return own.ExportCertificatePem() + "\n" + authority.Issuing.ExportCertificatePem() + "\n"
            + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private bool IsListed(IReadOnlyCollection<RevokedSerial> revoked)
    {
        try
        {
            var listed = authority.ReadRevoked(File.ReadAllText(PathOf(Configuration.Revoked)));
            return listed.Select(static one => one.Serial).ToHashSet(StringComparer.Ordinal)
                .SetEquals(revoked.Select(static one => one.Serial));
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            return false;
        }
    }

    // The directory's group reads it, whatever the umask: the server is another user.
    private void Replace(string name, string text, UnixFileMode mode)
    {
        PrivateFile.Prepare(PathOf(name), Encoding.UTF8.GetBytes(text));
        var next = PathOf(name) + PrivateFile.Next;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(next, mode);
        File.Move(next, PathOf(name), overwrite: true);
    }
}
