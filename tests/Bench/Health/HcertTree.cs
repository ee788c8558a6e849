namespace CheckIn.Bench.Health;

/// <summary>
/// Everything below some folders, however it is laid out: vectors are told by their content, pictures by their names'
/// ends; those that are called Aztec are left out, since a gate reads QR codes. A set is the first folder on the way
/// that is not one of those in which vectors are merely sorted.
/// </summary>
internal sealed class HcertTree
{
    private static readonly string[] Sorting = ["2dcode", "raw", "png", "jpg", "pdf", "img", "qr", "json", "test"];
    private static readonly string[] PictureEnds = [".png", ".jpg", ".jpeg"];

    private readonly List<HcertVector> _vectors = [];
    private readonly List<HcertPicture> _pictures = [];

    internal HcertTree(IEnumerable<DirectoryInfo> folders)
    {
        foreach (var folder in folders)
        {
            foreach (var path in Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
                Take(folder, path);
        }
    }

    internal IReadOnlyList<HcertVector> Vectors => _vectors;

    /// <summary>Pictures that are files of their own.</summary>
    internal IReadOnlyList<HcertPicture> Pictures => _pictures;

    internal KnownIssues Issues { get; } = new();

    private void Take(DirectoryInfo folder, string path)
    {
        var name = Path.GetRelativePath(folder.FullName, path).Replace('\\', '/');
        var end = Path.GetExtension(path).ToLowerInvariant();
        if (end == ".json" && HcertVector.Read(name, SetOf(folder, name), File.ReadAllBytes(path)) is { } vector)
            _vectors.Add(vector);
        else if (PictureEnds.Contains(end) && !Path.GetFileName(path).Contains("aztec", StringComparison.OrdinalIgnoreCase))
            _pictures.Add(new(name, SetOf(folder, name), path));
        else if (Path.GetFileName(path) == KnownIssues.FileName)
            Issues.Add(File.ReadAllLines(path));
    }

    private static string SetOf(DirectoryInfo folder, string name) =>
        name.Split('/')[..^1].FirstOrDefault(static part => !Sorting.Contains(part.ToLowerInvariant())) ?? folder.Name;
}

/// <summary>A picture that is a file of its own.</summary>
internal sealed record HcertPicture(string Name, string Set, string Path);
