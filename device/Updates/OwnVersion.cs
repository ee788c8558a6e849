using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>
/// What this very program is. A version that came as a package has the package's head beside it, and is what that says; one
/// that was copied here by hand is no release at all, and what its build says.
/// </summary>
/// <param name="Release">0 = none.</param>
/// <param name="Version">For people.</param>
internal sealed record OwnVersion(long Release, string Version)
{
    /// <summary>The head's name. No file of a package can have it.</summary>
    internal const string HeadFile = ".update-head";

    private static readonly Lazy<OwnVersion> Known = new(Read);

    internal static OwnVersion Here => Known.Value;

    /// <summary>The manifest beside a program; null = none that can be read, or none that these keys have signed.</summary>
    /// <param name="folder">The program's.</param>
    /// <param name="keys">Who is trusted; null = whoever has signed it.</param>
    internal static UpdateManifest? ManifestIn(string folder, ReleaseKeys? keys = null)
    {
        var path = Path.Combine(folder, HeadFile);
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= UpdateLimits.Manifest + 1024 })
                return null;
            using var bytes = new MemoryStream(File.ReadAllBytes(path));
            // Bytes in memory: nothing is waited for.
            using var reader = UpdateReader.OpenAsync(bytes, keys).GetAwaiter().GetResult();
            return reader.Manifest;
        }
        catch (Exception e) when (e is UpdateException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static OwnVersion Read() => ManifestIn(AppContext.BaseDirectory) is { } manifest
        ? new OwnVersion(manifest.Release, manifest.Version)
        : new OwnVersion(0, typeof(OwnVersion).Assembly.GetName().Version?.ToString(3) ?? "0");
}
