using System.Text.Json;
using System.Xml.Linq;

namespace CheckIn.Supply.Build;

/// <summary>What a package says of itself in its .nuspec.</summary>
/// <param name="License">SPDX expression; null = it gives none that is one.</param>
/// <param name="LicenseUrl">Where it points instead.</param>
/// <param name="Repository">Where its source is; null = it does not say.</param>
/// <param name="Commit">From which commit; null = it does not say.</param>
internal sealed record PackageWords(
    string? Authors, string? License, string? LicenseUrl, string? Copyright, string? Repository, string? Commit);

/// <summary>The folders into which a restore unpacked a project's packages, from its project.assets.json.</summary>
internal sealed class PackageFolders
{
    private readonly List<string> _folders;
    private readonly Dictionary<string, (string Path, string Hash)> _packages;

    private PackageFolders(List<string> folders, Dictionary<string, (string Path, string Hash)> packages) =>
        (_folders, _packages) = (folders, packages);

    /// <exception cref="SupplyException">The project was not restored.</exception>
    internal static PackageFolders Read(string project)
    {
        var path = Path.Combine(project, "obj", "project.assets.json");
        try
        {
            using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
            return new PackageFolders(
                [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)],
                assets.RootElement.GetProperty("libraries").EnumerateObject()
                    .Where(one => one.Value.GetProperty("type").GetString() == "package")
                    .ToDictionary(
                        one => one.Name,
                        one => (one.Value.GetProperty("path").GetString()!, one.Value.GetProperty("sha512").GetString()!),
                        StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException)
        {
            throw new SupplyException($"{path} cannot be read ({e.Message}). Restore the project first.", e);
        }
    }

    /// <summary>The package's words, once it is sure that what was restored is what is locked.</summary>
    /// <exception cref="SupplyException">Another content was restored, or it is not there.</exception>
    internal PackageWords Describe(LockedPackage package)
    {
        if (!_packages.TryGetValue($"{package.Name}/{package.Version}", out var restored))
            throw new SupplyException($"{package.Name} {package.Version} is locked, but was not restored. Restore again.");
        if (restored.Hash != package.ContentHash)
        {
            throw new SupplyException($"{package.Name} {package.Version} was restored with the content hash {restored.Hash}, "
                + $"but {package.ContentHash} is locked. Nothing was written: find out where it came from.");
        }
        foreach (var folder in _folders.Select(one => Path.Combine(one, restored.Path)).Where(Directory.Exists))
            return Words(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        throw new SupplyException($"{package.Name} {package.Version} lies in no package folder. Restore again.");
    }

    private static PackageWords Words(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(one => one.Name.LocalName == "metadata");
        var license = Element("license");
        var repository = Element("repository");
        return new PackageWords(
            Element("authors")?.Value,
            license?.Attribute("type")?.Value == "expression" ? license.Value : null, Element("licenseUrl")?.Value,
            Element("copyright")?.Value, repository?.Attribute("url")?.Value, repository?.Attribute("commit")?.Value);

        XElement? Element(string name) => metadata.Elements().FirstOrDefault(one => one.Name.LocalName == name);
    }
}
