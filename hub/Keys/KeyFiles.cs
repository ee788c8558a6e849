using System.Text;
using CheckIn.Storage;

namespace CheckIn.Hub.Keys;

/// <summary>
/// Small files that only their owner reads, replaced as a whole and durably: old or new after a crash, never half.
/// </summary>
internal static class KeyFiles
{
    /// <summary>Makes a directory with mode 700, also where it exists with a wider one.</summary>
    internal static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
        {
            Directory.CreateDirectory(path, PrivateFile.DirectoryMode);
            Close(path);
        }
    }

    /// <summary>Takes others' rights away, as far as the medium knows of any: FAT does not.</summary>
    /// <returns>False if others can still read it.</returns>
    internal static bool Close(string path)
    {
        if (OperatingSystem.IsWindows())
            return true;
        var wanted = Directory.Exists(path) ? PrivateFile.DirectoryMode : PrivateFile.Mode;
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
    internal static void Write(string path, string content) => PrivateFile.Replace(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes many files of one directory, synchronising that once.</summary>
    internal static void Write(IReadOnlyList<(string Path, string Content)> files)
    {
        foreach (var (path, content) in files)
            PrivateFile.Prepare(path, Encoding.UTF8.GetBytes(content));
        foreach (var (path, _) in files)
            File.Move(path + PrivateFile.Next, path, overwrite: true);
        if (files.Count > 0)
            DurableDirectory.Sync(files[0].Path);
    }
}
