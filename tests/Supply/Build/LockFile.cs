using System.Text.Json;

namespace CheckIn.Supply.Build;

/// <summary>A package as a lock file pins it.</summary>
/// <param name="ContentHash">
/// SHA-512 of the package without its signature, as NuGet demands it at every restore; base64.
/// </param>
internal sealed record LockedPackage(string Name, string Version, string ContentHash)
{
    internal string Sha512 => Convert.ToHexStringLower(Convert.FromBase64String(ContentHash));
}

/// <summary>packages.lock.json: which packages a project gets, whatever a feed offers.</summary>
internal static class LockFile
{
    /// <exception cref="SupplyException">It is not there, or is none.</exception>
    internal static IReadOnlyList<LockedPackage> Read(string path)
    {
        try
        {
            using var lockFile = JsonDocument.Parse(File.ReadAllBytes(path));
            var found = new SortedDictionary<string, LockedPackage>(StringComparer.OrdinalIgnoreCase);
            foreach (var framework in lockFile.RootElement.GetProperty("dependencies").EnumerateObject())
            {
                foreach (var one in framework.Value.EnumerateObject())
                {
                    if (one.Value.GetProperty("type").GetString() != "Project")
                        found[one.Name] = Package(one);
                }
            }
            return [.. found.Values];
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SupplyException($"{path} is no lock file that can be read ({e.Message}). Restore the project.", e);
        }
    }

    private static LockedPackage Package(JsonProperty one) => new(
        one.Name, one.Value.GetProperty("resolved").GetString()!, one.Value.GetProperty("contentHash").GetString()!);
}
