namespace CheckIn.Fixtures;

/// <summary>
/// Messages as gates and hubs of every released version write them, kept as files: in <c>v1</c> those of contract
/// version 1 (<c>-first</c>: by its first programs, with the least there can be), in <c>v1/future</c> such as a newer
/// program might write within that version. They are never changed, only added to.
/// </summary>
public static class GoldenMessages
{
    private static string Folder => Path.Combine(Executables.Repository!, "tests", "shared", "Contract", "golden");

    /// <summary>Those right below a folder such as <c>v1</c>, by name.</summary>
    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json")
            .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <param name="name">Such as <c>v1/events</c>.</param>
    public static byte[] Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".json"));
        return bytes.AsSpan().TrimEnd("\r\n"u8).ToArray();
    }
}
