using System.Text;
using CheckIn.Storage;

namespace CheckIn.Hub.Keys;

/// <summary>
/// Small files that only their owner reads, replaced as a whole and durably: old or new after a crash, never half.
/// </summary>
internal static class KeyFiles
{
    internal const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    internal const UnixFileMode OwnersDirectory = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Makes a directory with mode 700, also where it exists with a wider one.</summary>
    internal static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
        {
            Directory.CreateDirectory(path, OwnersDirectory);
            Close(path);
        }
    }

    /// <summary>Takes others' rights away, as far as the medium knows of any: FAT does not.</summary>
    /// <returns>False if others can still read it.</returns>
    internal static bool Close(string path)
    {
        if (OperatingSystem.IsWindows())
            return true;
        var wanted = Directory.Exists(path) ? OwnersDirectory : OwnersFile;
        if ((File.GetUnixFileMode(path) & ~wanted) == 0)
            return true;
        try
        {
            File.SetUnixFileMode(path, wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        return (File.GetUnixFileMode(path) & ~wanted) == 0;
    }

    /// <summary>Writes one file durably, in place of what is there.</summary>
    internal static void Write(string path, string content)
    {
        Prepare(path, content);
        Commit([path]);
    }

    /// <summary>Writes many files of one directory, synchronising that once.</summary>
    internal static void Write(IReadOnlyList<(string Path, string Content)> files)
    {
        foreach (var (path, content) in files)
            Prepare(path, content);
        Commit([.. files.Select(static file => file.Path)]);
    }

    private static void Prepare(string path, string content)
    {
        using var stream = new FileStream(path + ".new", Options());
        stream.Write(Encoding.UTF8.GetBytes(content));
        stream.Flush(flushToDisk: true);
    }

    private static void Commit(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
            File.Move(path + ".new", path, overwrite: true);
        if (paths.Count > 0)
            DurableDirectory.Sync(paths[0]);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return options;
    }
}
