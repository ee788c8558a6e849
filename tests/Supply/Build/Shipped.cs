using System.Text.Json;

namespace CheckIn.Supply.Build;

/// <summary>One library of a program's .deps.json.</summary>
/// <param name="IsProject">Built from this tree, not a package.</param>
/// <param name="Dependencies">Names of what it needs, those without files left out as well.</param>
/// <param name="NativeFiles">Paths below the program's folder.</param>
internal sealed record ShippedLibrary(
    string Name, string Version, bool IsProject, IReadOnlyList<string> Dependencies, IReadOnlyList<string> ManagedFiles,
    IReadOnlyList<string> NativeFiles);

/// <summary>A shared framework that the program asks for, and from which version on it is content.</summary>
internal sealed record AskedFramework(string Name, string LeastVersion);

/// <summary>
/// What a build says that it ships: its .deps.json and .runtimeconfig.json. These are what the host loads by, so what
/// is not in them is not run; analyzers and test tools never are.
/// </summary>
internal sealed record Shipped(
    string Name, string Folder, IReadOnlyList<ShippedLibrary> Libraries, IReadOnlyList<AskedFramework> Frameworks)
{
    internal ShippedLibrary Program => Libraries.Single(library => library.Name == Name);

    /// <exception cref="SupplyException">The folder holds no such program.</exception>
    internal static Shipped Read(string folder, string name)
    {
        try
        {
            using var deps = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".deps.json")));
            using var runtime = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".runtimeconfig.json")));
            return new Shipped(name, folder, ReadLibraries(deps.RootElement), ReadFrameworks(runtime.RootElement));
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException)
        {
            throw new SupplyException($"{folder} holds no built {name} ({e.Message}). Build or publish it first.", e);
        }
    }

    private static List<ShippedLibrary> ReadLibraries(JsonElement deps)
    {
        var target = deps.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        var kinds = deps.GetProperty("libraries");
        var found = new List<ShippedLibrary>();
        foreach (var entry in deps.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            var (name, version) = Split(entry.Name);
            found.Add(new ShippedLibrary(
                name, version, kinds.GetProperty(entry.Name).GetProperty("type").GetString() == "project",
                Names(entry.Value, "dependencies"), Names(entry.Value, "runtime"), Native(entry.Value)));
        }
        return found;
    }

    private static (string Name, string Version) Split(string key) =>
        (key[..key.IndexOf('/', StringComparison.Ordinal)], key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private static List<string> Names(JsonElement library, string member) =>
        library.TryGetProperty(member, out var found) ? [.. found.EnumerateObject().Select(one => one.Name)] : [];

    private static List<string> Native(JsonElement library) =>
    [
        .. Names(library, "native"),
        .. library.TryGetProperty("runtimeTargets", out var targets)
            ? targets.EnumerateObject().Where(one => one.Value.GetProperty("assetType").GetString() == "native")
                .Select(one => one.Name)
            : [],
    ];

    private static List<AskedFramework> ReadFrameworks(JsonElement runtime)
    {
        var options = runtime.GetProperty("runtimeOptions");
        var frameworks = options.TryGetProperty("frameworks", out var several) ? several.EnumerateArray().ToArray()
            : options.TryGetProperty("framework", out var one) ? [one] : [];
        return
        [
            .. frameworks.Select(each => new AskedFramework(
                each.GetProperty("name").GetString()!, each.GetProperty("version").GetString()!)),
        ];
    }
}
