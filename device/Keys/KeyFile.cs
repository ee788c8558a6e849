using CheckIn.Storage;
using Microsoft.Win32.SafeHandles;

namespace CheckIn.Gate.Keys;

/// <summary>
/// A small file that is replaced as a whole: after a crash at any moment either the old or the new content is there.
/// The old content is overwritten once the new one is safe. On flash that proves nothing (the controller may keep
/// the old block); it only keeps the key out of reach of whoever reads the mounted file system.
/// </summary>
internal static class KeyFile
{
    /// <summary>Writes a file that is not there yet, mode 600, durably.</summary>
    internal static void Create(string path, ReadOnlySpan<byte> content)
    {
        Discard(path);
        PrivateFile.Create(path, content);
    }

    /// <summary>Puts new content in place of the old, and zeros over the old.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Discard(path);
        using var old = File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite) : null;
        // Durable before the zeros: were the rename lost in a power failure, they would stand under the file's name.
        PrivateFile.Replace(path, content);
        if (old is not null)
            Zero(old);
    }

    /// <summary>Zeros over what an open file has.</summary>
    internal static void Zero(SafeFileHandle file)
    {
        RandomAccess.Write(file, new byte[RandomAccess.GetLength(file)], 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Zeros over a file and removes it; one that is not there is no error.</summary>
    internal static void Erase(string path)
    {
        if (!File.Exists(path))
            return;
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
            Zero(file);
        File.Delete(path);
        DurableDirectory.Sync(path);
    }

    /// <summary>
    /// Erases what a crash left before it took a file's place: a key lies in it, and it would lie there longer than
    /// keys may.
    /// </summary>
    internal static void Discard(string path) => Erase(path + PrivateFile.Next);
}
