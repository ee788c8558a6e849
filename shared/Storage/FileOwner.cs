using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CheckIn.Storage;

/// <summary>Whose a file or directory is, which the framework does not tell; Linux.</summary>
public static partial class FileOwner
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID
    private const int StatxBytes = 256;
    private const int UserOffset = 20; // stx_uid and stx_gid, the same on every architecture
    private const int GroupOffset = 24;

    /// <summary>The user as whom this process acts.</summary>
    public static uint CurrentUser => GetEffectiveUser();

    /// <summary>Its owner; of a link, that of what it leads to.</summary>
    /// <exception cref="IOException">It cannot be found out, such as of what is not there.</exception>
    public static (uint User, uint Group) Of(string path)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        if (Statx(CurrentDirectory, path, 0, OwnerAndGroup, status) != 0)
            throw new IOException($"the owner of {path} cannot be found out (errno {Marshal.GetLastPInvokeError()})");
        return (BinaryPrimitives.ReadUInt32LittleEndian(status[UserOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[GroupOffset..]));
    }

    /// <summary>Whether it is this process's own user's.</summary>
    /// <exception cref="IOException">The same.</exception>
    public static bool IsOurs(string path) => Of(path).User == CurrentUser;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);
}
