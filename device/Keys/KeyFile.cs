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
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersDirectory = OwnerOnly | UnixFileMode.UserExecute;

    private const string LinuxOnly = "A gate runs on Linux: its keys need Unix file modes.";

    /// <summary>Makes the directory, mode 700, also where it exists with a wider one.</summary>
    internal static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(LinuxOnly);
        Directory.CreateDirectory(path, OwnersDirectory);
        File.SetUnixFileMode(path, OwnersDirectory);
    }

    /// <summary>Writes a file that is not there yet, mode 600, durably.</summary>
    internal static void Create(string path, ReadOnlySpan<byte> content)
    {
        WriteNew(path + ".new", content);
        File.Move(path + ".new", path, overwrite: false);
        DurableDirectory.Sync(path);
    }

    /// <summary>Puts new content in place of the old, and zeros over the old.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content)
    {
        WriteNew(path + ".new", content);
        using var old = File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite) : null;
        File.Move(path + ".new", path, overwrite: true);
        // Before the zeros: were the rename lost in a power failure, they would stand under the file's name.
        DurableDirectory.Sync(path);
        if (old is not null)
            Zero(old);
    }

    /// <summary>Zeros over what an open file has.</summary>
    internal static void Zero(SafeFileHandle file)
    {
        RandomAccess.Write(file, new byte[RandomAccess.GetLength(file)], 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Zeros and removes what a crash left before it took a file's place: a key lies in it, and it would lie there
    /// longer
    /// than keys may.
    /// </summary>
    internal static void Discard(string path)
    {
        if (!File.Exists(path + ".new"))
            return;
        using (var left = File.OpenHandle(path + ".new", FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.Write(left, new byte[RandomAccess.GetLength(left)], 0);
            RandomAccess.FlushToDisk(left);
        }
        File.Delete(path + ".new");
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(LinuxOnly);
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
