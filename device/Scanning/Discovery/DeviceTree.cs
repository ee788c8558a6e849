namespace CheckIn.Gate.Scanning.Discovery;

/// <summary>Where the kernel and udev tell of devices.</summary>
/// <param name="Sys">The kernel's account, usually <c>/sys</c>.</param>
/// <param name="Dev">The device files and udev's links to them, usually <c>/dev</c>.</param>
internal sealed record DeviceTree(string Sys = "/sys", string Dev = "/dev")
{
    /// <summary>This machine's.</summary>
    internal static readonly DeviceTree Here = new();

    /// <summary>The names below a folder of the kernel's account, by kind and number.</summary>
    internal IEnumerable<string> Names(string folder, string pattern)
    {
        var path = Path.Combine(Sys, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path, pattern).Select(entry => Path.GetFileName(entry)!)
                .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
            : [];
    }

    /// <summary>The device's links below a folder of <see cref="Dev"/>, such as <c>input/by-id</c>.</summary>
    internal IEnumerable<string> Links(string folder, string device)
    {
        var path = Path.Combine(Dev, folder);
        if (!Directory.Exists(path))
            return [];
        var target = Path.GetFullPath(device);
        return Directory.EnumerateFileSystemEntries(path)
            .Where(link => Leads(link, target))
            .Order(StringComparer.Ordinal);
    }

    private static bool Leads(string link, string target) =>
        File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName is { } full && Path.GetFullPath(full) == target;

    /// <summary>The one line of a property; null = there is none, or it went just now.</summary>
    internal static string? Text(string folder, string property)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, property)).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Where a device really stands in the kernel's tree, so that one can go up from there; null = nowhere. Each link
    /// is followed by itself: a name with ".." behind a link would be shortened before the kernel sees it.
    /// </summary>
    internal string? Real(string folder, string name)
    {
        var node = Followed(Path.Combine(Sys, folder, name));
        return node is null ? null : Followed(Path.Combine(node, "device"));
    }

    private static string? Followed(string path)
    {
        if (!Path.Exists(path))
            return null;
        return Path.GetFullPath(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
    }
}
