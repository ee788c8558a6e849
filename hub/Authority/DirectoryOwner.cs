using System.Runtime.InteropServices;

namespace CheckIn.Hub.Authority;

/// <summary>
/// Whether what this process writes into a directory whoever owns it can read: a key that root wrote there, mode 600,
/// would keep the hub from starting.
/// </summary>
internal static partial class DirectoryOwner
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint OwnerWanted = 0x8; // STATX_UID
    private const int StatxSize = 256;
    private const int UidAt = 20; // stx_uid, the same on every architecture

    /// <exception cref="AuthorityException">It is another user's.</exception>
    internal static unsafe void Check(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Span<byte> statx = stackalloc byte[StatxSize];
        fixed (byte* buffer = statx)
        {
            if (Statx(CurrentDirectory, directory, 0, OwnerWanted, buffer) != 0)
                return;
        }
        var owner = BitConverter.ToUInt32(statx[UidAt..]);
        if (owner != EffectiveUser())
            throw AuthorityFaults.NotOurs(directory, owner);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int at, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
