using System.Runtime.InteropServices;

namespace CheckIn.Gate.Journal;

/// <summary>
/// What the kernel says of the file system that holds a file. The file itself is never opened for that: closing it
/// would drop SQLite's own locks on it, which POSIX gives to the process and not to the descriptor.
/// </summary>
/// <param name="FreeBytes">Room for this user.</param>
/// <param name="IsReadOnly">Mounted for reading only, or made so by the kernel after errors.</param>
/// <param name="TotalBytes">Its size.</param>
internal readonly unsafe partial record struct DiskState(long FreeBytes, bool IsReadOnly, long TotalBytes = 0)
{
    private const int StatvfsBytes = 256; // struct statvfs is 112 bytes on 64-bit Linux
    private const int FragmentSize = 8;
    private const int Blocks = 16;
    private const int AvailableBlocks = 32;
    private const int Flags = 72;
    private const ulong ReadOnlyFlag = 1; // ST_RDONLY

    /// <summary>The disk below <paramref name="path"/>; null where nobody can tell.</summary>
    internal static DiskState? Of(string path)
    {
        var statvfs = stackalloc byte[StatvfsBytes];
        new Span<byte>(statvfs, StatvfsBytes).Clear();
        if (Statvfs(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", statvfs) != 0)
            return null;
        return new DiskState(
            Bytes(statvfs, AvailableBlocks), (*(ulong*)(statvfs + Flags) & ReadOnlyFlag) != 0, Bytes(statvfs, Blocks));
    }

    private static long Bytes(byte* statvfs, int blocks) =>
        (long)Math.Min(*(ulong*)(statvfs + FragmentSize) * *(ulong*)(statvfs + blocks), long.MaxValue);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statvfs(string path, byte* result);
}
