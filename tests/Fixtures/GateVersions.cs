using System.Security.Cryptography;
using CheckIn.Updates;

namespace CheckIn.Fixtures;

/// <summary>
/// Packages of the built gate, signed by a release key of their own; versions differ by what is laid beside the program.
/// </summary>
public sealed class GateVersions : IDisposable
{
    private readonly string _folder;

    public GateVersions(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        File.WriteAllText(KeysFile, Key.ExportSubjectPublicKeyInfoPem());
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeysFile => Path.Combine(_folder, "release-keys.pem");

    /// <summary>One that works.</summary>
    public Task<byte[]> GoodAsync(long release, string version) => PackageAsync(release, version, static _ => { });

    /// <summary>One that ends at once: its own settings are wrong.</summary>
    public Task<byte[]> EndingAsync(long release, string version) => PackageAsync(release, version, static folder =>
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{ "Health": { "TooHot": 9999 } }"""));

    /// <summary>One that the runtime cannot even start.</summary>
    public Task<byte[]> BrokenAsync(long release, string version) => PackageAsync(release, version, static folder =>
        File.WriteAllText(Path.Combine(folder, "checkin-gate.dll"), "no program"));

    public async Task<byte[]> PackageAsync(long release, string version, Action<string> spoil, ECDsa? key = null)
    {
        var published = Path.Combine(_folder, "published-" + release);
        Publish(published);
        spoil(published);
        using var package = new MemoryStream();
        await UpdateWriter.WriteAsync(
            published, new UpdateTitle(version, release, DateTimeOffset.FromUnixTimeSeconds(1_795_222_800)), key ?? Key,
            package);
        Directory.Delete(published, recursive: true);
        return package.ToArray();
    }

    public void Dispose() => Key.Dispose();

    /// <summary>What was built, without other machines' native parts.</summary>
    private static void Publish(string to)
    {
        var built = Path.GetDirectoryName(Executables.Gate)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(built, file);
            if (path.EndsWith(".pdb", StringComparison.Ordinal) || path.EndsWith(".xml", StringComparison.Ordinal)
                || (path.StartsWith("runtimes", StringComparison.Ordinal)
                    && !path.StartsWith(Path.Combine("runtimes", "linux-"), StringComparison.Ordinal)))
                continue;
            var target = Path.Combine(to, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
