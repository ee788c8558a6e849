using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CheckIn.Storage;

/// <summary>Makes what happened in a directory (files created, renamed, removed) survive a power cut.</summary>
public static partial class DurableDirectory
{
    /// <summary>Synchronises the directory in which <paramref name="file"/> lies.</summary>
    /// <exception cref="IOException">It cannot be synchronised; the message names it.</exception>
    public static void Sync(string file)
    {
        // The framework opens no directories, and only a synchronised directory keeps a rename.
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        using var handle = new SafeFileHandle(OpenDirectory(directory, 0), ownsHandle: true);
        if (handle.IsInvalid || Fsync(handle) != 0)
            throw new IOException($"{directory} cannot be synchronised (errno {Marshal.GetLastPInvokeError()})");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDirectory(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);
}
